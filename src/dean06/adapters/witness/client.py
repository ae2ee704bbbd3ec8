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
from dean06.kernel.ports.witness import Reason, WitnessElsewhere, WitnessFailed

CALLS = Counter("dean06_witness_calls", "Calls to the witness of the audit log", ["outcome"])
SECONDS = Histogram("dean06_witness_call_seconds", "Duration of calls to the witness")
PATH: Final = "/add-checkpoint"
OK, CONFLICT, TOO_MANY, SERVER_ERROR = 200, 409, 429, 500
TRIES: Final = 2
REFUSALS: Final = {403: Reason.KEY_REFUSED, 404: Reason.LOG_UNKNOWN, 422: Reason.PROOF_REFUSED}
log = structlog.get_logger("dean06.adapters.witness")


class WitnessClient:
    """One witness. Thread-safe; connections are kept open between calls."""

    def __init__(self, config: WitnessConfig, *, transport: httpx2.BaseTransport | None = None) -> None:
        self._address = config.url.rstrip("/") + PATH
        self._limits = config.limits
        self._breaker = Breaker(config.limits.breaker_failures, config.limits.breaker_open_s)
        self._http = httpx2.Client(
            transport=transport or httpx2.HTTPTransport(),
            headers={"Accept-Encoding": "identity", "Content-Type": "text/plain; charset=utf-8"},
            follow_redirects=False,
        )

    def cosign(self, note: str, *, old: int, proof: Sequence[bytes], within: float = math.inf) -> tuple[str, ...]:
        """See Witness.cosign."""
        body, end = wire.encode_request(note, old=old, proof=proof), time.monotonic() + within
        for attempt in range(1, TRIES + 1):
            left = min(self._limits.total_s, end - time.monotonic())
            if left <= 0:
                CALLS.labels(Reason.TIMED_OUT).inc()
                raise WitnessFailed(Reason.TIMED_OUT)
            if self._breaker.wait_s() > 0:
                CALLS.labels(Reason.CIRCUIT_OPEN).inc()
                raise WitnessFailed(Reason.CIRCUIT_OPEN)
            try:
                return self._once(body, left)
            except WitnessFailed as failed:
                # Nobody answered, at once: worth another try. After a time-out or a 5xx the next minute is soon enough.
                if failed.reason is not Reason.UNREACHABLE or attempt == TRIES:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._http.close()

    def _once(self, body: bytes, seconds_left: float) -> tuple[str, ...]:
        started, outcome = time.monotonic(), "cosigned"
        try:
            lines = self._ask(body, seconds_left)
        except WitnessElsewhere:
            outcome = "elsewhere"
            self._breaker.succeeded()
            raise
        except WitnessFailed as failed:
            outcome = failed.reason
            (self._breaker.failed if failed.is_temporary else self._breaker.succeeded)()
            raise
        else:
            self._breaker.succeeded()
            return lines
        finally:
            seconds = time.monotonic() - started
            CALLS.labels(outcome).inc()
            SECONDS.observe(seconds)
            log.info("witness.call", outcome=str(outcome), ms=round(seconds * 1000))

    def _ask(self, body: bytes, seconds_left: float) -> tuple[str, ...]:
        deadline = time.monotonic() + seconds_left
        share = seconds_left / self._limits.total_s
        patience = httpx2.Timeout(self._limits.read_s * share, connect=self._limits.connect_s * share)
        try:
            with self._http.stream("POST", self._address, content=body, timeout=patience) as response:
                answer = self._read(response, deadline)
        except (httpx2.TimeoutException, TimeoutError) as error:
            raise WitnessFailed(Reason.TIMED_OUT) from error
        except httpx2.TransportError as error:
            raise WitnessFailed(Reason.UNREACHABLE, type(error).__name__) from error
        status = response.status_code
        if status == OK:
            return wire.read_lines(answer)
        if status == CONFLICT:
            raise WitnessElsewhere(wire.read_size(answer, response.headers.get("Content-Type", "")))
        if status >= SERVER_ERROR or status == TOO_MANY:
            raise WitnessFailed(Reason.BUSY, f"status {status}")
        raise WitnessFailed(REFUSALS.get(status, Reason.REQUEST_REFUSED), f"status {status}")

    def _read(self, response: httpx2.Response, deadline: float) -> bytes:
        """The whole body, as long as it is small and in time: a slow drip never ends by itself."""
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise WitnessFailed(Reason.OUT_OF_PROTOCOL, "compressed")
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self._limits.max_bytes:
                raise WitnessFailed(Reason.OUT_OF_PROTOCOL, "oversized")
            if time.monotonic() > deadline:
                raise TimeoutError
        return bytes(body)
