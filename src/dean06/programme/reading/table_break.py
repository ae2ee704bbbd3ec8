"""A row that a page break cut in two: every column goes on below the repeated header, all in one run of words.

Which words continue which column is decided by what makes whole cells: "Phòng Kinh tế" above and "hạ tầng" below.
Both halves run through the columns in the same order, so a division is a pair of places per column.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from dean06.kernel.parties.names import find_units
from dean06.programme.reading.cell_worth import HIGHEST, cell_worth
from dean06.programme.reading.headings import Column
from dean06.programme.reading.lines import Stretch

# Beyond these a row is not worth trying to divide: the reading stays linear in the length of the text.
MAX_WORDS_BELOW = 60
MAX_WORDS_ABOVE = 120
# So many divisions of the columns so far are followed up.
BEAM = 60
# A division that falls so far behind the best is given up.
BEHIND = 1.0
# A cell rather ends with its line than within it.
WITHIN_LINE = 0.02
# Places reached in the upper and the lower half; for those, what the cells so far are worth and where each ended.
_Places = tuple[int, int]
_Reached = dict[_Places, tuple[float, tuple[_Places, ...]]]
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Rejoined:
    """The cells of the row put together again, and what they are worth as a row."""

    cells: dict[Column, Stretch]
    worth: float


class _Half:
    """One half of the row: the places where a cell may begin, and which pieces may be (part of) a cell.

    A cell is a run of whole lines, or a part of one line that several short cells share.
    """

    def __init__(self, source: Stretch, starts: Sequence[int]) -> None:
        self.source = source
        self.text = source.text
        self.lines = {0, len(self.text), *(m.end() for m in re.finditer(r"\n", self.text))}
        self.starts = sorted({*starts, *self.lines})

    def ends(self, start: int) -> Iterator[int]:
        """Where a piece beginning at ``start`` may end; at ``start`` itself when the cell has nothing here."""
        line_end = min((end for end in self.lines if end > start), default=start)
        for end in self.starts:
            if start <= end <= line_end or (end > line_end and start in self.lines and end in self.lines):
                yield end


class _Division:
    """Goes on column by column, keeping the divisions so far that may still turn out the best."""

    def __init__(self, above: _Half, below: _Half, title: str) -> None:
        self.above, self.below, self.title = above, below, title

    def after(self, column: Column, reached: _Reached, *, is_last: bool) -> _Reached:
        """Where the divisions ``reached`` so far may lead when ``column`` takes its words of both halves."""
        following: _Reached = {}
        best = -inf
        # The reading of words is what takes time: those that cannot win any more are not read.
        for (first, second), (worth, path) in sorted(reached.items(), key=lambda item: -item[1][0]):
            highest = worth + HIGHEST[column]
            for places in self._next(first, second, is_last=is_last):
                if highest <= max(best - BEHIND, following[places][0] if places in following else -inf):
                    continue
                words = _joined(self.above.text[first : places[0]], self.below.text[second : places[1]])
                within = (places[0] not in self.above.lines) + (places[1] not in self.below.lines)
                total = worth + cell_worth(column, words, self.title) - WITHIN_LINE * within
                if places not in following or following[places][0] < total:
                    following[places] = (total, (*path, places))
                    best = max(best, total)
        leaders = sorted(following.items(), key=lambda item: -item[1][0])[:BEAM]
        return {places: state for places, state in leaders if state[0] >= best - BEHIND}

    def _next(self, first: int, second: int, *, is_last: bool) -> Iterator[_Places]:
        if is_last:
            yield len(self.above.text), len(self.below.text)
            return
        for upper in self.above.ends(first):
            for lower in self.below.ends(second):
                yield upper, lower


def rejoin(top: Stretch, bottom: Stretch, columns: Sequence[Column], title: str) -> Rejoined | None:
    """The row put together, ``columns`` in the order of the table; None where it is too long to try."""
    below_words = [m.start() for m in _WORD.finditer(bottom.text)]
    if not below_words or len(below_words) > MAX_WORDS_BELOW or len(top.text.split()) > MAX_WORDS_ABOVE:
        return None
    division = _Division(_Half(top, _cell_starts(top.text)), _Half(bottom, below_words), title)
    reached: _Reached = {(0, 0): (0.0, ((0, 0),))}
    for number, column in enumerate(columns):
        reached = division.after(column, reached, is_last=number == len(columns) - 1)
    if not reached:
        return None
    worth, path = max(reached.values())
    cells = {
        column: _both(top.cut(path[n][0], path[n + 1][0]), bottom.cut(path[n][1], path[n + 1][1]))
        for n, column in enumerate(columns)
    }
    return Rejoined(cells, worth)


def _cell_starts(text: str) -> list[int]:
    """Words that a cell of a shared line may begin with: a capital or a figure, or room for one that was lost."""
    inside = [(m.start, m.end) for m in find_units(text, in_list=True)]
    return [
        m.start()
        for m in _WORD.finditer(text)
        if (not text[m.start()].islower() or text[max(0, m.start() - 2) : m.start()] in ("  ", "\n "))
        and not any(start < m.start() < end for start, end in inside)
    ]


def _joined(upper: str, lower: str) -> str:
    """Both parts; room for a letter at the end of one is kept, as the sign that it was lost."""
    parts = (part.strip("\n") for part in (upper, lower) if part.strip())
    return "\n".join(part.rstrip() + ("  " if part.endswith("  ") else "") for part in parts)


def _both(upper: Stretch, lower: Stretch) -> Stretch:
    pieces = [(m.group(), part.at(m.start())) for part in (upper, lower) for m in re.finditer(r"[^\n]+", part.text)]
    return Stretch(pieces)
