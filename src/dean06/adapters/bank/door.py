"""The one door to the bank: what it may answer, and what a refusal means."""

from dataclasses import dataclass, field
from typing import Final

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.bank.settings import BankConfig
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, Trouble, Verdict, no_answer, read_whole
from dean06.kernel.ports.bank import BankFailed, Reason

CALLS = Counter("dean06_bank_calls", "Calls to the bank", ["service", "outcome"])
SECONDS = Histogram("dean06_bank_call_seconds", "Duration of calls to the bank", ["service"])
SERVER_ERROR: Final = 500
# The bank is not itself. A refusal, however often, is an answer and opens nothing.
OPENS_BREAKER: Final = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY})
BY_STATUS: Final = {401: Reason.NOT_AUTHORISED, 403: Reason.NOT_AUTHORISED, 429: Reason.BUSY}
REASON_OF: Final = {
    Trouble.TIMED_OUT: Reason.TIMED_OUT,
    Trouble.UNREACHABLE: Reason.UNREACHABLE,
    Trouble.UNSENDABLE: Reason.REQUEST_REFUSED,
    Trouble.COMPRESSED: Reason.OUT_OF_PROTOCOL,
    Trouble.OVERSIZED: Reason.OUT_OF_PROTOCOL,
}
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
        self._caller = Caller(
            event="bank.call", log=log, calls=CALLS, seconds=SECONDS, total_s=config.limits.total_s,
            breaker=Breaker(config.limits.breaker_failures, config.limits.breaker_open_s), failures=(BankFailed,),
        )  # fmt: skip
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
        try:
            return self._caller.call(
                lambda deadline: self._exchange(call, deadline), judge=_judge, labels={"service": call.service}
            )
        except CircuitOpen as closed:
            raise BankFailed(Reason.CIRCUIT_OPEN) from closed

    def _exchange(self, call: Call, deadline: float) -> Answer:
        try:
            with no_answer(), self._http.stream(
                call.method, f"{self._base}{call.path}", headers=call.headers, content=call.body or None
            ) as response:  # fmt: skip
                body = read_whole(response, deadline=deadline, max_bytes=self._limits.max_bytes)
        except NoAnswer as failed:
            raise BankFailed(REASON_OF[failed.trouble], failed.detail) from failed
        if response.status_code not in call.answers:
            raise _refused(response.status_code)
        return Answer(status=response.status_code, body=body)


def _judge(failed: BankFailed) -> Verdict:
    return Verdict(
        outcome=failed.reason,
        is_away=failed.reason in OPENS_BREAKER,
        is_worth_again=failed.reason is Reason.UNREACHABLE,
    )


def _refused(status: int) -> BankFailed:
    if status >= SERVER_ERROR:
        return BankFailed(Reason.BUSY, f"status {status}")
    is_client_error = 400 <= status < SERVER_ERROR
    fallback = Reason.REQUEST_REFUSED if is_client_error else Reason.OUT_OF_PROTOCOL
    return BankFailed(BY_STATUS.get(status, fallback), f"status {status}")
