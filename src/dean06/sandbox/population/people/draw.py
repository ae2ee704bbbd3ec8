"""Weighted choice made fast: the sums are worked out once."""

from bisect import bisect
from collections.abc import Mapping
from itertools import accumulate
from random import Random


class Wheel:
    """Values with weights, spun by a random generator."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._values = list(weights)
        self._sums = list(accumulate(weights.values()))
        self._total = self._sums[-1]
        self._last = len(self._values) - 1

    def spin(self, rng: Random) -> str:
        """One value."""
        return self._values[min(self._last, bisect(self._sums, rng.random() * self._total))]
