"""The words of a flattened row as pieces, and units that stand together as cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dean06.kernel.parties.names import find_units, squash
from dean06.programme.reading.damage import flat, worn
from dean06.programme.reading.roles import has_markers, label_before, only_markers
from dean06.programme.reading.tools import looks_like_tools
from dean06.programme.reading.units import is_joiner, looks_like_name

_ASKS = rf"(?<![a-z])(?:(?:d\s?e?|e)\s{{0,2}}(?:ngh(?:i|\s)?|n hi|ng i)|{worn('de nghi')})(?![a-z])"
REQUEST = re.compile(rf"{_ASKS}\s*")
_BEFORE_UNIT = re.compile(rf"{_ASKS}[\s:]*$")
LONGEST_LABEL = 24
LIST_EDGES = " \t\n,;"
# In front of a unit these say that its list goes on, whatever stands between.
_CONTINUES = re.compile(r"(?:[,;]|(?<![a-z])va)\s*$")
_MARKER_BEHIND = re.compile(r"\s*(?:la\s+(?:don vi|co quan)\s+)?(?:chu\s+tri|phoi\s+hop)(?!\s*[:,])(?![a-z])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a row's words: a unit, a deadline or other words."""

    kind: str
    start: int
    end: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Units that belong together, and how sure the boundary in front of them is."""

    start: int
    end: int
    codes: tuple[str, ...]
    boundary: float


def parts(gap: str) -> bool:
    """Whether words that neither join nor decide roles stand between two mentions."""
    return bool(gap.strip()) and not is_joiner(gap) and not (has_markers(gap) and only_markers(gap))


def cells_of(text: str, pieces: Sequence[Piece], hard: frozenset[int]) -> list[Cell]:
    """Units joined by commas or "và" make a cell; where nothing joins two of them a new cell begins."""
    cells: list[Cell] = []
    previous: Piece | None = None
    for piece in pieces:
        if piece.kind not in ("unit", "name"):
            previous = None if piece.kind == "deadline" else previous
            continue
        boundary = _boundary(text, previous, piece, hard) if previous else 1.0
        codes = (piece.code,) if piece.code else ()
        if previous is None or boundary > 0:
            start = _request_start(text, piece.start) - int(_lost_capital(text, piece))
            cells.append(Cell(start, piece.end, codes, boundary))
        else:
            last = cells[-1]
            cells[-1] = Cell(last.start, piece.end, (*last.codes, *codes), last.boundary)
        previous = piece
    return [_with_marker(text, cell) for cell in cells]


def _request_start(text: str, start: int) -> int:
    """ "Đề nghị" and "Chủ trì:" in front of a unit belong to its cell."""
    before = text[max(0, start - LONGEST_LABEL) : start]
    match = _BEFORE_UNIT.search(flat(before))
    return start - len(before) + (match.start() if match else label_before(before))


def _with_marker(text: str, cell: Cell) -> Cell:
    """ "... chủ trì" behind the last unit belongs to the cell, too."""
    match = _MARKER_BEHIND.match(flat(text[cell.end : cell.end + 60]))
    return Cell(cell.start, cell.end + match.end(), cell.codes, cell.boundary) if match else cell


def _boundary(text: str, left: Piece, right: Piece, hard: frozenset[int]) -> float:
    """How surely a new cell begins between two units: 0 when they are joined, up to 1."""
    gap = text[left.end : right.start]
    if is_joiner(gap) or (has_markers(gap) and only_markers(gap)) or _CONTINUES.search(flat(gap)):
        return 0.0
    if text[right.start].islower() and not _lost_capital(text, right):
        return 0.0
    if any(left.end <= end <= right.start for end in hard):
        return 1.0
    return 0.6 if "\n" in gap else 0.8


def _lost_capital(text: str, piece: Piece) -> bool:
    """Room for a letter in front, and the name's own first letter missing (" hòng VHTT")."""
    before = text[max(0, piece.start - 2) : piece.start]
    return before in ("  ", "\n ") and piece.code[:1] != squash(text[piece.start])


def loose_kind(gap: str) -> str:
    """An office no alias knows, or just words."""
    words = " ".join(gap.split()).strip(" ,;:.-")
    return "name" if looks_like_name(words) and words[:1].isupper() and not looks_like_tools(words) else "words"


def at_line_start(text: str, index: int) -> bool:
    """Whether nothing but a bullet stands in front of ``index`` on its line."""
    return not text[text.rfind("\n", 0, index) + 1 : index].strip(" -+•")


def line_end_before(text: str, index: int) -> int:
    """Where the line before that of ``index`` ends; -1 on the first one."""
    return text.rfind("\n", 0, index)


def is_one_list(text: str) -> bool:
    """Whether the names in a cell are joined to one another; two that are not may belong to two cells."""
    gaps = (text[left.end : right.start] for left, right in pairwise(find_units(text, in_list=True)))
    return has_markers(text) or not any(parts(gap) or not gap.strip() for gap in gaps)
