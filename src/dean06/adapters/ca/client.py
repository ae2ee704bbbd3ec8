"""Implements ``kernel.ports.ca``: one question, one answer, within limits."""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.ca import wire
from dean06.adapters.ca.settings import CaConfig
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, OutOfTime, Trouble, Verdict, no_answer, read_whole
from dean06.kernel.ports.ca import CaFailed, Reason

CALLS = Counter("dean06_ca_calls", "Calls to the certificate authority", ["service", "outcome"])
SECONDS = Histogram("dean06_ca_call_seconds", "Duration of calls to the certificate authority", ["service"])
OK, ACCEPTED, TOO_MANY, SERVER_ERROR = 200, 202, 429, 500
AWAY: Final = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY})
REASON_OF: Final = {
    Trouble.TIMED_OUT: Reason.TIMED_OUT,
    Trouble.UNREACHABLE: Reason.UNREACHABLE,
    Trouble.UNSENDABLE: Reason.REFUSED,
    Trouble.COMPRESSED: Reason.OUT_OF_PROTOCOL,
    Trouble.OVERSIZED: Reason.OUT_OF_PROTOCOL,
}
T = TypeVar("T")
EST: Final = "/.well-known/est/"
log = structlog.get_logger("dean06.adapters.ca")


@dataclass(frozen=True, kw_only=True)
class Question(Generic[T]):
    """One request and what makes its answer usable."""

    service: str
    method: str
    address: str
    read: Callable[[bytes], T]
    max_bytes: int = 0
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class CaClient:
    """One authority. Thread-safe; connections are kept open between calls."""

    def __init__(self, config: CaConfig, *, transport: httpx2.BaseTransport | None = None) -> None:
        self._config = config
        self._caller: Caller[CaFailed] = Caller(
            event="ca.call", log=log, calls=CALLS, seconds=SECONDS, total_s=config.limits.total_s,
            breaker=Breaker(config.limits.breaker_failures, config.limits.breaker_open_s), failures=(CaFailed,),
        )  # fmt: skip
        self._http = httpx2.Client(
            transport=transport or httpx2.HTTPTransport(),
            headers={"Accept-Encoding": "identity"},
            follow_redirects=False,
        )

    def enrol(self, request: bytes) -> tuple[bytes, ...]:
        """See CertificateAuthority.enrol."""
        root = self._config.url.rstrip("/") + EST
        headers = {
            "Authorization": "Basic " + base64.b64encode(self._config.credentials.encode()).decode(),
            "Content-Type": "application/pkcs10",
            "Content-Transfer-Encoding": "base64",
        }
        body = base64.b64encode(request)
        asked = Question(
            service="enrol", method="POST", address=f"{root}simpleenroll", read=wire.read_bundle, body=body,
            headers=headers,
        )  # fmt: skip
        above = Question(service="cacerts", method="GET", address=f"{root}cacerts", read=wire.read_bundle)
        return (*self._ask(asked), *self._ask(above))

    def status(self, certificate: bytes, issuer: bytes) -> bytes:
        """See CertificateAuthority.status."""
        address = self._allowed(wire.ocsp_address(certificate))
        asked = wire.ocsp_request(certificate, issuer)
        return self._ask(
            Question(
                service="ocsp", method="POST", address=address, read=lambda body: wire.check_answer(body, asked),
                body=asked, headers={"Content-Type": "application/ocsp-request"},
            )
        )  # fmt: skip

    def revocations(self, certificate: bytes) -> bytes:
        """See CertificateAuthority.revocations."""
        address, most = self._allowed(wire.list_address(certificate)), self._config.limits.max_list_bytes
        return self._ask(Question(service="crl", method="GET", address=address, read=wire.check_list, max_bytes=most))

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._http.close()

    def _allowed(self, address: str) -> str:
        """A file from anywhere must not choose whom this server talks to."""
        if ".." in address or not address.startswith(self._config.status_urls):
            raise CaFailed(Reason.FOREIGN_ADDRESS, address[:200])
        return address

    def _ask(self, question: Question[T]) -> T:
        try:
            return self._caller.call(
                lambda deadline: self._once(question, deadline), judge=_judge, labels={"service": question.service}
            )
        except CircuitOpen as closed:
            raise CaFailed(Reason.CIRCUIT_OPEN) from closed
        except OutOfTime as over:
            raise CaFailed(Reason.TIMED_OUT) from over

    def _once(self, question: Question[T], deadline: float) -> T:
        limits = self._config.limits
        share = (deadline - time.monotonic()) / limits.total_s
        call = self._http.stream(
            question.method, question.address, content=question.body, headers=question.headers,
            timeout=httpx2.Timeout(limits.read_s * share, connect=limits.connect_s * share),
        )  # fmt: skip
        try:
            with no_answer(), call as response:
                body = read_whole(response, deadline=deadline, max_bytes=question.max_bytes or limits.max_bytes)
        except NoAnswer as failed:
            raise CaFailed(REASON_OF[failed.trouble], failed.detail) from failed
        _check_status(response.status_code)
        return question.read(body)


def _check_status(status: int) -> None:
    if status >= SERVER_ERROR or status in (TOO_MANY, ACCEPTED):
        raise CaFailed(Reason.BUSY, f"status {status}")
    if status != OK:
        raise CaFailed(Reason.REFUSED, f"status {status}")


def _judge(failed: CaFailed) -> Verdict:
    # Asking for a certificate twice makes two certificates, so only silence before anything was sent is tried again.
    return Verdict(
        outcome=failed.reason,
        is_away=failed.reason in AWAY,
        is_worth_again=failed.reason is Reason.UNREACHABLE,
    )
