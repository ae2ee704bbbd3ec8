"""Implements ``kernel.ports.witness``: one question, one answer, within limits."""

import math
import time
from collections.abc import Sequence
from typing import Final

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.witness import wire
from dean06.adapters.witness.settings import WitnessConfig
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, OutOfTime, Trouble, Verdict, no_answer, read_whole
from dean06.kernel.ports.witness import Reason, WitnessElsewhere, WitnessFailed

CALLS = Counter("dean06_witness_calls", "Calls to the witness of the audit log", ["outcome"])
SECONDS = Histogram("dean06_witness_call_seconds", "Duration of calls to the witness")
PATH: Final = "/add-checkpoint"
OK, CONFLICT, TOO_MANY, SERVER_ERROR = 200, 409, 429, 500
REFUSALS: Final = {403: Reason.KEY_REFUSED, 404: Reason.LOG_UNKNOWN, 422: Reason.PROOF_REFUSED}
REASON_OF: Final = {
    Trouble.TIMED_OUT: Reason.TIMED_OUT,
    Trouble.UNREACHABLE: Reason.UNREACHABLE,
    Trouble.UNSENDABLE: Reason.REQUEST_REFUSED,
    Trouble.COMPRESSED: Reason.OUT_OF_PROTOCOL,
    Trouble.OVERSIZED: Reason.OUT_OF_PROTOCOL,
}
log = structlog.get_logger("dean06.adapters.witness")


class WitnessClient:
    """One witness. Thread-safe; connections are kept open between calls."""

    def __init__(self, config: WitnessConfig, *, transport: httpx2.BaseTransport | None = None) -> None:
        self._address = config.url.rstrip("/") + PATH
        self._limits = config.limits
        self._caller: Caller[WitnessFailed | WitnessElsewhere] = Caller(
            event="witness.call", log=log, calls=CALLS, seconds=SECONDS, total_s=config.limits.total_s,
            breaker=Breaker(config.limits.breaker_failures, config.limits.breaker_open_s),
            failures=(WitnessFailed, WitnessElsewhere), success="cosigned",
        )  # fmt: skip
        self._http = httpx2.Client(
            transport=transport or httpx2.HTTPTransport(),
            headers={"Accept-Encoding": "identity", "Content-Type": "text/plain; charset=utf-8"},
            follow_redirects=False,
        )

    def cosign(self, note: str, *, old: int, proof: Sequence[bytes], within: float = math.inf) -> tuple[str, ...]:
        """See Witness.cosign."""
        body = wire.encode_request(note, old=old, proof=proof)
        try:
            return self._caller.call(lambda deadline: self._ask(body, deadline), judge=_judge, within=within)
        except CircuitOpen as closed:
            raise WitnessFailed(Reason.CIRCUIT_OPEN) from closed
        except OutOfTime as over:
            raise WitnessFailed(Reason.TIMED_OUT) from over

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._http.close()

    def _ask(self, body: bytes, deadline: float) -> tuple[str, ...]:
        share = (deadline - time.monotonic()) / self._limits.total_s
        patience = httpx2.Timeout(self._limits.read_s * share, connect=self._limits.connect_s * share)
        try:
            with no_answer(), self._http.stream("POST", self._address, content=body, timeout=patience) as response:
                answer = read_whole(response, deadline=deadline, max_bytes=self._limits.max_bytes)
        except NoAnswer as failed:
            raise WitnessFailed(REASON_OF[failed.trouble], failed.detail) from failed
        status = response.status_code
        if status == OK:
            return wire.read_lines(answer)
        if status == CONFLICT:
            raise WitnessElsewhere(wire.read_size(answer, response.headers.get("Content-Type", "")))
        if status >= SERVER_ERROR or status == TOO_MANY:
            raise WitnessFailed(Reason.BUSY, f"status {status}")
        raise WitnessFailed(REFUSALS.get(status, Reason.REQUEST_REFUSED), f"status {status}")


def _judge(failed: WitnessFailed | WitnessElsewhere) -> Verdict:
    if isinstance(failed, WitnessElsewhere):
        return Verdict(outcome="elsewhere", is_away=False)
    # Nobody answered, at once: worth another try. After a time-out or a 5xx the next minute is soon enough.
    return Verdict(
        outcome=failed.reason, is_away=failed.is_temporary, is_worth_again=failed.reason is Reason.UNREACHABLE
    )
