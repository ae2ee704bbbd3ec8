"""Implements ``kernel.ports.tsa``: one question, one answer, within limits."""

import secrets
import time
from typing import Final

import httpx2
import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.tsa import wire
from dean06.adapters.tsa.settings import TsaConfig
from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, OutOfTime, Trouble, Verdict, no_answer, read_whole
from dean06.kernel.ports.tsa import Reason, TsaFailed

CALLS = Counter("dean06_tsa_calls", "Calls to the time-stamping authority", ["outcome"])
SECONDS = Histogram("dean06_tsa_call_seconds", "Duration of calls to the time-stamping authority")
OK, TOO_MANY, SERVER_ERROR = 200, 429, 500
NONCE_BITS: Final = 64
AWAY: Final = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY})
REASON_OF: Final = {
    Trouble.TIMED_OUT: Reason.TIMED_OUT,
    Trouble.UNREACHABLE: Reason.UNREACHABLE,
    Trouble.UNSENDABLE: Reason.REFUSED,
    Trouble.COMPRESSED: Reason.OUT_OF_PROTOCOL,
    Trouble.OVERSIZED: Reason.OUT_OF_PROTOCOL,
}
log = structlog.get_logger("dean06.adapters.tsa")


class TsaClient:
    """One time-stamping authority. Thread-safe; connections are kept open between calls."""

    def __init__(self, config: TsaConfig, *, transport: httpx2.BaseTransport | None = None) -> None:
        self._config = config
        self._caller: Caller[TsaFailed] = Caller(
            event="tsa.call", log=log, calls=CALLS, seconds=SECONDS, total_s=config.limits.total_s,
            breaker=Breaker(config.limits.breaker_failures, config.limits.breaker_open_s), failures=(TsaFailed,),
        )  # fmt: skip
        self._http = httpx2.Client(
            transport=transport or httpx2.HTTPTransport(),
            headers={"Accept-Encoding": "identity", "Content-Type": "application/timestamp-query"},
            follow_redirects=False,
        )

    def stamp(self, digest: bytes) -> bytes:
        """See TimeStampAuthority.stamp."""
        nonce = secrets.randbits(NONCE_BITS)
        query = wire.encode_query(digest, nonce)
        try:
            return self._caller.call(
                lambda deadline: wire.read_reply(self._ask(query, deadline), digest=digest, nonce=nonce), judge=_judge
            )
        except CircuitOpen as closed:
            raise TsaFailed(Reason.CIRCUIT_OPEN) from closed
        except OutOfTime as over:
            raise TsaFailed(Reason.TIMED_OUT) from over

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._http.close()

    def _ask(self, query: bytes, deadline: float) -> bytes:
        limits = self._config.limits
        share = (deadline - time.monotonic()) / limits.total_s
        patience = httpx2.Timeout(limits.read_s * share, connect=limits.connect_s * share)
        try:
            with no_answer(), self._http.stream("POST", self._config.url, content=query, timeout=patience) as response:
                body = read_whole(response, deadline=deadline, max_bytes=limits.max_bytes)
        except NoAnswer as failed:
            raise TsaFailed(REASON_OF[failed.trouble], failed.detail) from failed
        status = response.status_code
        if status >= SERVER_ERROR or status == TOO_MANY:
            raise TsaFailed(Reason.BUSY, f"status {status}")
        if status != OK:
            raise TsaFailed(Reason.REFUSED, f"status {status}")
        return body


def _judge(failed: TsaFailed) -> Verdict:
    return Verdict(
        outcome=failed.reason,
        is_away=failed.reason in AWAY,
        is_worth_again=failed.reason is Reason.UNREACHABLE,
    )
