"""The one door to the bank: limits, a careful second try, circuit breaker, a log line and metrics."""

import time
from dataclasses import dataclass, field
from typing import Final

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.bank.settings import BankConfig
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.ports.bank import BankFailed, Reason

CALLS = Counter("dean06_bank_calls", "Calls to the bank", ["service", "outcome"])
SECONDS = Histogram("dean06_bank_call_seconds", "Duration of calls to the bank", ["service"])
TRIES: Final = 2
SERVER_ERROR: Final = 500
# The bank is not itself. A refusal, however often, is an answer and opens nothing.
OPENS_BREAKER: Final = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY})
BY_STATUS: Final = {401: Reason.NOT_AUTHORISED, 403: Reason.NOT_AUTHORISED, 429: Reason.BUSY}
log = structlog.get_logger("dean06.adapters.bank")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request; ``answers`` are the statuses the caller knows what to do with."""

    method: str
    service: str
    path: str
    answers: frozenset[int] = frozenset({200})
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Status and body, within the limits."""

    status: int
    body: bytes


class Door:
    """Connections and breaker shared by all calls; safe to share between threads."""

    def __init__(self, config: BankConfig) -> None:
        self._limits, self._base = config.limits, config.url.rstrip("/")
        self._breaker = Breaker(config.limits.breaker_failures, config.limits.breaker_open_s)
        self._http = httpx2.Client(
            transport=httpx2.HTTPTransport(),
            timeout=httpx2.Timeout(config.limits.read_s, connect=config.limits.connect_s),
            headers={"Accept-Encoding": "identity", "Authorization": f"Bearer {config.token}"},
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._http.close()

    def ask(self, call: Call) -> Answer:
        """The answer. Every call is harmless again (a refund has its key), so it is tried twice when it broke off."""
        for attempt in range(1, TRIES + 1):
            if self._breaker.wait_s() > 0:
                CALLS.labels(call.service, Reason.CIRCUIT_OPEN).inc()
                raise BankFailed(Reason.CIRCUIT_OPEN)
            try:
                return self._once(call)
            except BankFailed as failed:
                if failed.reason is not Reason.UNREACHABLE or attempt == TRIES:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    def _once(self, call: Call) -> Answer:
        started, outcome = time.monotonic(), "ok"
        try:
            answer = self._exchange(call, started + self._limits.total_s)
        except BankFailed as failed:
            outcome = failed.reason
            (self._breaker.failed if failed.reason in OPENS_BREAKER else self._breaker.succeeded)()
            raise
        else:
            self._breaker.succeeded()
            return answer
        finally:
            seconds = time.monotonic() - started
            CALLS.labels(call.service, outcome).inc()
            SECONDS.labels(call.service).observe(seconds)
            log.info("bank.call", service=call.service, outcome=str(outcome), ms=round(seconds * 1000))

    def _exchange(self, call: Call, deadline: float) -> Answer:
        try:
            with self._http.stream(
                call.method, f"{self._base}{call.path}", headers=call.headers, content=call.body or None
            ) as response:
                body = self._read(response, deadline)
        except (httpx2.TimeoutException, TimeoutError) as error:
            raise BankFailed(Reason.TIMED_OUT) from error
        except httpx2.TransportError as error:
            raise BankFailed(Reason.UNREACHABLE, type(error).__name__) from error
        if response.status_code not in call.answers:
            raise _refused(response.status_code)
        return Answer(status=response.status_code, body=body)

    def _read(self, response: httpx2.Response, deadline: float) -> bytes:
        """The whole body, as long as it is small, uncompressed and in time: a slow drip never ends by itself."""
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise BankFailed(Reason.OUT_OF_PROTOCOL, "compressed")
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self._limits.max_bytes:
                raise BankFailed(Reason.OUT_OF_PROTOCOL, "oversized")
            if time.monotonic() > deadline:
                raise TimeoutError
        return bytes(body)


def _refused(status: int) -> BankFailed:
    if status >= SERVER_ERROR:
        return BankFailed(Reason.BUSY, f"status {status}")
    is_client_error = 400 <= status < SERVER_ERROR
    fallback = Reason.REQUEST_REFUSED if is_client_error else Reason.OUT_OF_PROTOCOL
    return BankFailed(BY_STATUS.get(status, fallback), f"status {status}")
