"""One reading at a time: begun by a page, followed by polling, cancelled by the page, collected once."""

import json
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

import structlog

from dean06.adapters.card_reader.device_key import DeviceKey
from dean06.adapters.card_reader.words import FAILURES, STEPS, CardFailure, Refused

log = structlog.get_logger(__name__)
# What was read is personal data: a page that went away must not leave it lying in memory.
RESULT_SECONDS = 120.0

Order = Mapping[str, Any]
Report = Callable[[str], None]
# Reads the card as ordered; reports step codes; looks at the event between APDUs. Raises CardFailure.
ReadCard = Callable[[Order, Report, Event], Mapping[str, Any]]


@dataclass
class Reading:
    """A reading under way or over."""

    id: str
    step: str = "waiting"
    cancelled: Event = field(default_factory=Event)
    outcome: "Future[Mapping[str, Any]] | None" = None
    finished_at: float | None = None


class Desk:
    """Takes orders from pages and gives the card's answer, signed by the device."""

    def __init__(self, *, read: ReadCard, key: DeviceKey, now: Callable[[], float]) -> None:
        self._read = read
        self._key = key
        self._now = now
        self._lock = Lock()
        self._current: Reading | None = None
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="card")

    @property
    def device(self) -> str:
        """Public key of this agent, by which the server knows the terminal."""
        return self._key.public

    def begin(self, order: Order) -> str:
        """Start a reading; its id. Refused busy (409) while another one has not ended."""
        with self._lock:
            if self._current and self._current.outcome and not self._current.outcome.done():
                raise Refused(409, "busy")
            reading = Reading(id=secrets.token_urlsafe(16))
            self._current = reading
            reading.outcome = self._pool.submit(self._run, reading, order)
            return reading.id

    def state(self, reading_id: str) -> dict[str, Any]:
        """Step and words; the signed result exactly once, then the reading is forgotten. Refused unknown (404)."""
        with self._lock:
            reading = self._find(reading_id)
            outcome = reading.outcome
            if outcome is None or not outcome.done():
                return {"state": "running", "step": reading.step, "message": STEPS[reading.step]}
            self._current = None
        return self._over(reading, outcome)

    def cancel(self, reading_id: str) -> None:
        """Ask the reading to stop before its next command to the card. Refused unknown (404)."""
        with self._lock:
            self._find(reading_id).cancelled.set()

    def expire(self) -> None:
        """Forget a result nobody came for within ``RESULT_SECONDS``."""
        with self._lock:
            reading = self._current
            if reading and reading.finished_at is not None and self._now() - reading.finished_at >= RESULT_SECONDS:
                self._current = None

    def close(self) -> None:
        """Cancel what runs and wait for the reader to be let go."""
        with self._lock:
            if self._current:
                self._current.cancelled.set()
        self._pool.shutdown()

    def _run(self, reading: Reading, order: Order) -> Mapping[str, Any]:
        def report(step: str) -> None:
            reading.step = step

        try:
            return self._read(order, report, reading.cancelled)
        finally:
            reading.finished_at = self._now()

    def _find(self, reading_id: str) -> Reading:
        reading = self._current
        if reading is None or not secrets.compare_digest(reading.id, reading_id):
            raise Refused(404, "unknown")
        return reading

    def _over(self, reading: Reading, outcome: "Future[Mapping[str, Any]]") -> dict[str, Any]:
        if reading.cancelled.is_set():
            return {"state": "cancelled", "message": STEPS["cancelled"]}
        error = outcome.exception()
        if error is None:
            return {"state": "done", "message": STEPS["done"], "result": self._signed(outcome.result())}
        code = error.code if isinstance(error, CardFailure) else "failed"
        if not isinstance(error, CardFailure):
            log.error("reading_failed", kind=type(error).__name__)  # its text may hold what the card said
        return {"state": "failed", "code": code, "message": FAILURES[code]}

    def _signed(self, result: Mapping[str, Any]) -> dict[str, str]:
        """The exact text that was signed travels, so that nobody has to write the same JSON twice."""
        text = json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return {"body": text, "device": self._key.public, "signature": self._key.sign(text.encode())}
