"""Where in a text something is taken, and what stands just before a place; neither costs more in a longer text."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

# Letters looked back over for a word that governs what follows; the longest such word has 17.
_LOOKBACK = 120


class Spans:
    """Stretches of a text that are spoken for."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        known = list(spans)
        self._starts = sorted(start for start, _ in known)
        self._ends = sorted(end for _, end in known)

    def add(self, start: int, end: int) -> None:
        """Take one more."""
        insort(self._starts, start)
        insort(self._ends, end)

    def touch(self, start: int, end: int) -> bool:
        """Whether a letter of it is taken: more stretches begin before its end than end before its beginning."""
        return bisect_left(self._starts, end) > bisect_right(self._ends, start)

    def next_start(self, position: int, otherwise: int) -> int:
        """Where the next stretch begins, from ``position`` on."""
        index = bisect_left(self._starts, position)
        return self._starts[index] if index < len(self._starts) else otherwise


def just_before(text: str, position: int) -> str:
    """The words in front of a place, its blanks with them: enough for a search that is bound to end there."""
    last = position
    while last and text[last - 1].isspace():
        last -= 1
    return text[max(0, last - _LOOKBACK) : position]
