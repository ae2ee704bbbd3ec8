"""The one door to the register: signed headers out, and an answer believed only when it belongs to the call."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.population import headers as wire_headers
from dean06.adapters.population.failures import failure
from dean06.adapters.population.settings import PopulationConfig
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, Trouble, Verdict, no_answer, read_whole
from dean06.kernel.ports.population import Cause, Reason, RegisterFailed

CALLS = Counter("dean06_population_calls", "Calls to the population register", ["service", "outcome"])
SECONDS = Histogram("dean06_population_call_seconds", "Duration of calls to the population register", ["service"])
NOT_FOUND: Final = 404
ANSWERED: Final = frozenset({200, 201, NOT_FOUND})
# The register is not itself. A refusal, however often, is an answer and opens nothing.
OPENS_BREAKER: Final = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY})
REASON_OF: Final = {
    Trouble.TIMED_OUT: Reason.TIMED_OUT,
    Trouble.UNREACHABLE: Reason.UNREACHABLE,
    Trouble.UNSENDABLE: Reason.REQUEST_REFUSED,
    Trouble.COMPRESSED: Reason.OUT_OF_PROTOCOL,
    Trouble.OVERSIZED: Reason.OUT_OF_PROTOCOL,
}
log = structlog.get_logger("dean06.adapters.population")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request: ``service`` is the provider's name of it, ``path`` what follows that name, with its query."""

    method: str
    service: str
    cause: Cause
    path: str = ""
    body: bytes = b""


class Door:
    """Connections and breaker shared by all calls; safe to share between threads."""

    def __init__(self, config: PopulationConfig) -> None:
        self._config = config
        self._limits = config.limits
        self._caller = Caller(
            event="population.call", log=log, calls=CALLS, seconds=SECONDS, total_s=config.limits.total_s,
            breaker=Breaker(config.limits.breaker_failures, config.limits.breaker_open_s), failures=(RegisterFailed,),
        )  # fmt: skip
        self._http = httpx2.Client(
            transport=httpx2.HTTPTransport(),
            timeout=httpx2.Timeout(config.limits.read_s, connect=config.limits.connect_s),
            headers={"Accept-Encoding": "identity"},
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._http.close()

    def ask(self, call: Call) -> bytes | None:
        """Body of the answer, None for 404. Every call changes nothing or is harmless again, so it is tried twice.

        Not after a time-out: the officer has waited once already.
        """
        try:
            return self._caller.call(
                lambda deadline: self._exchange(call, deadline), judge=_judge, labels={"service": call.service}
            )
        except CircuitOpen as closed:
            raise RegisterFailed(Reason.CIRCUIT_OPEN, retry_after_s=closed.wait_s) from closed

    def _exchange(self, call: Call, deadline: float) -> bytes | None:
        sent = wire_headers.for_call(
            client=self._config.client, call_id=str(new_id()), issue=call.cause.act, user=call.cause.user,
            has_body=bool(call.body),
        )  # fmt: skip
        base = self._config.url.rstrip("/")
        target = f"{urlsplit(base).path}/r1/{self._config.provider}/{call.service}{call.path}"
        try:
            with no_answer(), self._http.stream(
                call.method, f"{base}/r1/{self._config.provider}/{call.service}{call.path}", headers=sent,
                content=call.body or None,
            ) as response:  # fmt: skip
                body = read_whole(response, deadline=deadline, max_bytes=self._limits.max_bytes)
        except NoAnswer as failed:
            raise RegisterFailed(REASON_OF[failed.trouble], failed.detail) from failed
        got = {name.lower(): value for name, value in response.headers.items()}
        if wire_headers.ERROR in got:
            raise failure(response.status_code, got, body)
        self._check(call, sent, got, wire_headers.request_hash(call.method, target, sent, call.body))
        if response.status_code not in ANSWERED:
            raise failure(response.status_code, got, body)
        return None if response.status_code == NOT_FOUND else body

    def _check(self, call: Call, sent: Mapping[str, str], got: Mapping[str, str], expected_hash: str) -> None:
        service = f"{self._config.provider}/{call.service}"
        wrong = wire_headers.belongs(got, asked=sent, service=service, expected_hash=expected_hash)
        if wrong:
            raise RegisterFailed(Reason.NOT_OUR_ANSWER, wrong)


def _judge(failed: RegisterFailed) -> Verdict:
    return Verdict(
        outcome=failed.reason,
        is_away=failed.reason in OPENS_BREAKER,
        is_worth_again=failed.reason is Reason.UNREACHABLE,
    )
