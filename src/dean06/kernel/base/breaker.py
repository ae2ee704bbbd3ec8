"""Circuit breaker of the adapters: after several failures in a row nobody waits for a provider that is away."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Closed until ``failures`` in a row, then open for ``open_s``; then one caller tries, others are turned away."""

    def __init__(self, failures: int, open_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._open_s = open_s
        self._clock = clock
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._opened_at = 0.0

    def wait_s(self) -> float:
        """Seconds until a call may be made; 0 means go, and when half open reserves the one trial for this caller."""
        with self._lock:
            if self._in_a_row < self._limit:
                return 0.0
            left = self._opened_at + self._open_s - self._clock()
            if left > 0:
                return left
            self._opened_at = self._clock()
            return 0.0

    def succeeded(self) -> None:
        """The provider answered."""
        with self._lock:
            self._in_a_row = 0

    def failed(self) -> None:
        """The provider did not answer as a provider should."""
        with self._lock:
            self._in_a_row += 1
            if self._in_a_row >= self._limit:
                self._opened_at = self._clock()
