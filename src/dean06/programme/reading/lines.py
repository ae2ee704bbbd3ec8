"""A text as lines that know their place, and joined stretches of text that know theirs."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dean06.kernel.base.text import fold
from dean06.kernel.parties.names import squash
from dean06.programme.reading.model import Span

_BROKEN_SYMBOL = re.compile(r"(?<=[A-ZĐ0-9]-)[ \t]*\n\s*(?=[A-ZĐ])")


@dataclass(frozen=True)
class Line:
    """One line without its end. ``blanks`` is how many empty lines stand before it."""

    text: str
    start: int
    blanks: int

    @property
    def end(self) -> int:
        """Offset just after its last character."""
        return self.start + len(self.text)

    @cached_property
    def folded(self) -> str:
        """Lower case, no tones, single spaces."""
        return fold(self.text)

    @cached_property
    def letters(self) -> str:
        """Folded letters and digits alone."""
        return squash(self.text)


def lines_of(text: str, span: Span | None = None) -> list[Line]:
    """The lines of ``text`` (or of a part of it) that hold anything."""
    first, last = span or Span(0, len(text))
    lines: list[Line] = []
    blanks = 0
    for match in re.finditer(r"[^\n\r\f\v]+|\n", text[first:last]):
        if match.group() == "\n":
            blanks += 1
        elif match.group().strip():
            lines.append(Line(match.group(), first + match.start(), max(0, blanks - 1)))
            blanks = 0
    return lines


class Stretch:
    """Pieces of the text joined by single spaces, able to give back the offset of any character."""

    def __init__(self, pieces: Iterable[tuple[str, int]]) -> None:
        self._starts: list[int] = []
        self._offsets: list[int] = []
        parts: list[str] = []
        length = 0
        for text, offset in pieces:
            self._starts.append(length)
            self._offsets.append(offset)
            parts.append(text)
            length += len(text) + 1
        self.text = "\n".join(parts)

    def at(self, index: int) -> int:
        """Offset in the whole text of character ``index`` of the stretch."""
        piece = max(0, bisect_right(self._starts, index) - 1)
        return self._offsets[piece] + index - self._starts[piece] if self._offsets else 0

    def span(self, start: int, end: int) -> Span:
        """Where the characters ``start:end`` stand; covers what lies between when they cross pieces."""
        return (
            Span(self.at(start), self.at(max(start, end - 1)) + 1)
            if end > start
            else Span(self.at(start), self.at(start))
        )

    def cut(self, start: int, end: int) -> "Stretch":
        """The part from ``start`` to ``end``, still knowing its place."""
        return Stretch(
            (line.group(), self.at(start + line.start())) for line in re.finditer(r"[^\n]+", self.text[start:end])
        )


def stretch_of(lines: Iterable[Line]) -> Stretch:
    """Whole lines as one stretch."""
    return Stretch((line.text, line.start) for line in lines)


def tidy(text: str) -> str:
    """Words with single spaces between them; a symbol broken after its hyphen ("QĐ-" / "TTg") is whole again."""
    return " ".join(whole_symbols(text).split())


def whole_symbols(text: str) -> str:
    """``text`` without the line ends inside the symbols of documents."""
    return _BROKEN_SYMBOL.sub("", text)
