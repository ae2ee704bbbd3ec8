"""A table whose cells ran together line by line: rows by their numbers, columns by the shape of what they hold."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dean06.kernel.parties.names import Mention, find_units, squash
from dean06.programme.reading.cell_worth import row_worth
from dean06.programme.reading.damage import flat, worn
from dean06.programme.reading.deadlines import expressions
from dean06.programme.reading.headings import Column
from dean06.programme.reading.items import Item, label_end, span_of, table_items
from dean06.programme.reading.layout import Block, group_headings
from dean06.programme.reading.lines import Line, Stretch
from dean06.programme.reading.model import Account
from dean06.programme.reading.roles import has_markers, label_before, only_markers
from dean06.programme.reading.table_break import rejoin
from dean06.programme.reading.table_cells import TableAnnex, account_of
from dean06.programme.reading.tools import begins_tool, looks_like_tools
from dean06.programme.reading.units import is_joiner, looks_like_name

STANDARD: tuple[Column, ...] = ("number", "title", "lead", "coordinate", "force", "deadline", "tools")
UNIT_COLUMNS: tuple[Column, ...] = ("lead", "coordinate", "force")
# In front of a unit these words make it part of a title.
# Without its tones only what is no other word counts ("va", "tai", "ve" are many words).
_GOVERNING = re.compile(
    r"(?<!\w)(?:của|cua|với|theo|tại|trên|về|giữa|bởi|và|đến|từ|thuộc|thuoc|trong)"
    r"\s*(?:các\s*|cac\s*)?$",
    re.IGNORECASE,
)
_ASKS = rf"(?<![a-z])(?:(?:d\s?e?|e)\s{{0,2}}(?:ngh(?:i|\s)?|n hi|ng i)|{worn('de nghi')})(?![a-z])"
_REQUEST = re.compile(rf"{_ASKS}\s*")
_BEFORE_UNIT = re.compile(rf"{_ASKS}[\s:]*$")
LONGEST_LABEL = 24
_LIST_EDGES = " \t\n,;"
# In front of a unit these say that its list goes on, whatever stands between.
_CONTINUES = re.compile(r"(?:[,;]|(?<![a-z])va)\s*$")
_MARKER_BEHIND = re.compile(r"\s*(?:la\s+(?:don vi|co quan)\s+)?(?:chu\s+tri|phoi\s+hop)(?!\s*[:,])(?![a-z])")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a row's words: a unit, a deadline or other words."""

    kind: str
    start: int
    end: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Cell:
    """Units that belong together, and how sure the boundary in front of them is."""

    start: int
    end: int
    codes: tuple[str, ...]
    boundary: float


@dataclass(frozen=True, slots=True)
class _Cut:
    """One way to divide a row: where the title ends, the cells found, how good it is."""

    title_end: int
    cells: tuple[_Cell, ...]
    pieces: tuple[_Piece, ...]
    score: float


class FlatTable:
    """Reads the rows of one flattened table."""

    def __init__(self, block: Block, titles: Mapping[int, str]) -> None:
        self.block, self.titles = block, titles
        self.columns = block.columns if _is_usable(block.columns) else STANDARD
        self.unit_columns = [c for c in self.columns if c in UNIT_COLUMNS]
        self.cell_columns = self._cell_columns()
        self.habits: Counter[tuple[str, Column]] = Counter()
        blanks = [line.blanks == 0 for line in block.lines]
        share = sum(blanks) / max(1, len(blanks))
        # Where most lines stand alone or none does, line spacing tells nothing about cells.
        self.spacing_tells = 0.05 < share < 0.75

    def _cell_columns(self) -> list[Column]:
        """The columns of units as cells; a shared one counts once, under the name "lead"."""
        if self.block.is_together:
            return [c for c in self.unit_columns if c != "coordinate"]
        return self.unit_columns

    def read(self) -> TableAnnex:
        """All rows."""
        items = table_items(self.block.lines)
        headings = group_headings(self.block.lines, frozenset(item.first for item in items)) if items else []
        heading_lines = {n for h in headings for n in range(h.first, h.last)}
        rows = {item.number: self._lines(item, heading_lines) for item in items}
        self._learn(rows)
        accounts = {number: self._account(number, lines) for number, lines in rows.items() if lines}
        bounds = [h.first for h in headings]
        groups = []
        for place, heading in enumerate(headings):
            end = bounds[place + 1] if place + 1 < len(bounds) else len(self.block.lines)
            groups.append((heading, tuple(i.number for i in items if heading.first <= i.first < end)))
        return TableAnnex(accounts, groups, self.columns)

    def _lines(self, item: Item, heading_lines: set[int]) -> list[Line]:
        lines = [self.block.lines[n] for n in range(item.first, item.last) if n not in heading_lines]
        first = self.block.lines[item.first]
        rest = first.text[item.title_start :]
        if not rest.strip():
            lines = lines[1:]
            if lines and (start := label_end(lines[0].text)):
                lines[0] = Line(lines[0].text[start:], lines[0].start + start, lines[0].blanks)
            return lines
        return [Line(rest, first.start + item.title_start, first.blanks), *lines[1:]]

    def _learn(self, rows: Mapping[int, list[Line]]) -> None:
        """Which units stand in which column where the row divides without doubt."""
        for number, lines in rows.items():
            cut = self._cut(_text(lines), self._hard(lines), number) if lines else None
            if cut and len(cut.cells) == len(self.cell_columns):
                for cell, column in zip(cut.cells, self.cell_columns, strict=True):
                    self.habits.update((code, column) for code in cell.codes)

    def _account(self, number: int, lines: list[Line]) -> Account:
        source = Stretch((line.text, line.start) for line in lines)
        words, span = "\n".join(line.text for line in lines), span_of(lines)
        cells = self._cells(source, self._hard(lines), number)
        broken = next((n for n, line in enumerate(lines) if n and line.start in self.block.page_starts), None)
        if broken is not None:
            above, below = lines[:broken], lines[broken:]
            top = Stretch((line.text, line.start) for line in above)
            bottom = Stretch((line.text, line.start) for line in below)
            columns = [c for c in self.columns[1:] if c in self.cell_columns or c not in UNIT_COLUMNS]
            title = self.titles.get(number, "")
            joined = rejoin(top, bottom, columns, title)
            whole = row_worth({name: cell.text for name, cell in cells.items()}, columns, title)
            if joined is not None and joined.worth > whole:
                cells = joined.cells
        return account_of(cells, self.columns, words, span)

    def _hard(self, lines: Sequence[Line]) -> frozenset[int]:
        """Indexes of line ends that end a block of words rather than wrap it."""
        if not self.spacing_tells:
            return frozenset()
        ends: list[int] = []
        length = 0
        for number, line in enumerate(lines):
            if number and line.blanks == 0:
                ends.append(length - 1)
            length += len(line.text) + 1
        return frozenset(ends)

    def _cells(self, source: Stretch, hard: frozenset[int], number: int) -> dict[Column, Stretch]:
        cut = self._cut(source.text, hard, number)
        assigned = self._assign(cut.cells)
        cells: dict[Column, Stretch] = {column: source.cut(c.start, c.end) for column, c in assigned.items()}
        cells["title"] = source.cut(0, min([cut.title_end, *(cell.start for cell in cut.cells)]))
        deadline = next((p for p in cut.pieces if p.kind == "deadline"), None)
        if deadline:
            cells["deadline"] = source.cut(deadline.start, deadline.end)
        cells["tools"] = self._tools(source, cut)
        return cells

    def _tools(self, source: Stretch, cut: _Cut) -> Stretch:
        """Words that are neither title nor units nor deadline, where the column of tools stands."""
        loose = [p for p in cut.pieces if p.kind == "words"]
        if self.columns and self.columns[-1] == "tools":
            firm = [*(p.end for p in cut.pieces if p.kind == "deadline"), *(c.end for c in cut.cells)]
            return source.cut(max(firm, default=cut.title_end), len(source.text))
        if self._next_column() == "tools":
            first = min((c.start for c in cut.cells), default=len(source.text))
            until = min([first, *(p.start for p in cut.pieces if p.kind == "deadline")])
            return source.cut(cut.title_end, max(cut.title_end, until))
        found = [p for p in loose if looks_like_tools(source.text[p.start : p.end])]
        return source.cut(found[0].start, found[-1].end) if found else Stretch([])

    def _next_column(self) -> Column:
        """The column right of the title."""
        place = self.columns.index("title") + 1 if "title" in self.columns else 2
        return self.columns[place] if place < len(self.columns) else "tools"

    def _cut(self, text: str, hard: frozenset[int], number: int) -> _Cut:
        """The best division of a row into title and the rest."""
        requests = [m.start() for m in _REQUEST.finditer(flat(text))]
        mentions = find_units(text, in_list=True)
        limits = expressions(text)
        starts = {m.start for m in mentions if self._may_begin(text, m)} | set(requests)
        if self._next_column() == "deadline":
            starts = {e.start for e in limits} or starts
        elif self._next_column() == "tools":
            starts |= {m.start() for m in re.finditer(r"(?<=\s)[^\W\d_a-z]\S+", text) if text[m.start()].isupper()}
        candidates = [self._judge(text, hard, start, number) for start in sorted(starts) if start > 0]
        blank = _Cut(self._bare_title_end(text), (), tuple(self._pieces(text, self._bare_title_end(text))), -9.0)
        return max(candidates, key=lambda cut: cut.score, default=blank)

    def _bare_title_end(self, text: str) -> int:
        found = expressions(text)
        return found[-1].start if found and _at_line_start(text, found[-1].start) else len(text)

    def _may_begin(self, text: str, mention: Mention) -> bool:
        """A cell begins with a capital, unless that is the letter that was lost, and not behind a preposition."""
        start = mention.start
        lost_first = mention.cost > 0 and squash(text[start]) != squash(mention.unit.name)[:1]
        if text[start].islower() and not lost_first:
            return False
        return not _GOVERNING.search(text[max(0, start - 16) : start])

    def _judge(self, text: str, hard: frozenset[int], start: int, number: int) -> _Cut:
        pieces = self._pieces(text, start)
        cells = _cells_of(text, pieces, hard)
        wanted = len(self.cell_columns)
        units = [p for p in pieces if p.kind == "unit"]
        zone_start = min((p.start for p in units), default=start)
        zone_end = max((p.end for p in units), default=start)
        loose = sum(
            len(squash(text[p.start : p.end]))
            for p in pieces
            if p.kind == "words" and p.end <= zone_end and p.start >= zone_start
        )
        named = sum(len(squash(text[p.start : p.end])) for p in units)
        score = named / max(1, named + 2 * loose)
        score -= 0.6 * abs(len(cells) - wanted)
        score += 0.25 if _at_line_start(text, start) else 0.0
        score += 0.25 if _line_end_before(text, start) in hard else 0.0
        score += 0.4 if self._next_column() == "tools" and begins_tool(text[start:]) else 0.0
        score += 0.3 if any(p.kind == "deadline" for p in pieces) else 0.0
        score -= 1.0 if has_markers(text[: min((c.start for c in cells), default=start)]) else 0.0
        title = self.titles.get(number)
        if title:
            score += 1.5 * fuzz.ratio(squash(text[:start]), squash(title)) / 100
        return _Cut(start, tuple(cells), tuple(pieces), score)

    def _pieces(self, text: str, start: int) -> list[_Piece]:
        """Units, the deadline and loose words after the title, in order."""
        limit = self._deadline(text, start)
        mentions: list[_Piece] = []
        for m in find_units(text, in_list=True):
            if m.start < start or (limit and m.start < limit.end and limit.start < m.end):
                continue
            # In lower case it is a unit of the list only when joined to one ("..., các trường học").
            before = text[mentions[-1].end if mentions else start : m.start]
            if text[m.start].islower() and m.cost == 0 and m.start > start and _parts(before):
                continue
            mentions.append(_Piece("unit", m.start, m.end, m.unit.code))
        if limit and self.columns[-1] == "tools":
            mentions = [m for m in mentions if m.end <= limit.start or self._has_units_after_deadline()]
        known = sorted([*mentions, *([limit] if limit else [])], key=lambda p: p.start)
        pieces: list[_Piece] = []
        position = start
        for piece in [*known, _Piece("end", len(text), len(text))]:
            gap = text[position : piece.start]
            if squash(gap) and not only_markers(gap) and not is_joiner(gap):
                lead = len(gap) - len(gap.lstrip(_LIST_EDGES))
                is_behind = limit is not None and position >= limit.end and not self._has_units_after_deadline()
                kind = "words" if is_behind else _loose_kind(gap)
                pieces.append(_Piece(kind, position + lead, position + len(gap.rstrip(_LIST_EDGES))))
            if piece.kind != "end":
                pieces.append(piece)
            position = max(position, piece.end)
        return pieces

    def _has_units_after_deadline(self) -> bool:
        place = self.columns.index("deadline") if "deadline" in self.columns else len(self.columns)
        return any(column in UNIT_COLUMNS for column in self.columns[place:])

    def _deadline(self, text: str, start: int) -> _Piece | None:
        found = [e for e in expressions(text) if e.start >= start]
        lines = [e for e in found if _at_line_start(text, e.start)]
        chosen = lines[:1] or found[:1]
        return _Piece("deadline", chosen[0].start, chosen[0].end) if chosen else None

    def _assign(self, cells: Sequence[_Cell]) -> dict[Column, _Cell]:
        """Cells to columns in order; too many are merged at their weakest boundary, too few go where habit says."""
        merged = list(cells)
        while len(merged) > len(self.cell_columns) > 0:
            weakest = min(range(1, len(merged)), key=lambda n: merged[n].boundary)
            left, right = merged[weakest - 1], merged.pop(weakest)
            merged[weakest - 1] = _Cell(left.start, right.end, (*left.codes, *right.codes), left.boundary)
        places = _places(len(merged), len(self.cell_columns))
        best = max(places, key=lambda place: self._habit_score(merged, place), default=())
        return {self.cell_columns[column]: cell for cell, column in zip(merged, best, strict=True)}

    def _habit_score(self, cells: Sequence[_Cell], place: Sequence[int]) -> float:
        total = 0.0
        for cell, column in zip(cells, place, strict=True):
            for code in cell.codes:
                everywhere = sum(self.habits[code, c] for c in self.cell_columns)
                total += self.habits[code, self.cell_columns[column]] / everywhere if everywhere else 0.0
        return total + (0.6 if place and place[0] == 0 else 0.0)


def _places(cells: int, columns: int) -> list[tuple[int, ...]]:
    """Every way to put ``cells`` in order into ``columns``."""
    if cells == 0:
        return [()]
    return [(*rest, last) for last in range(cells - 1, columns) for rest in _places(cells - 1, last)]


def _parts(gap: str) -> bool:
    """Whether words that neither join nor decide roles stand between two mentions."""
    return bool(gap.strip()) and not is_joiner(gap) and not (has_markers(gap) and only_markers(gap))


def _cells_of(text: str, pieces: Sequence[_Piece], hard: frozenset[int]) -> list[_Cell]:
    """Units joined by commas or "và" make a cell; where nothing joins two of them a new cell begins."""
    cells: list[_Cell] = []
    previous: _Piece | None = None
    for piece in pieces:
        if piece.kind not in ("unit", "name"):
            previous = None if piece.kind == "deadline" else previous
            continue
        boundary = _boundary(text, previous, piece, hard) if previous else 1.0
        codes = (piece.code,) if piece.code else ()
        if previous is None or boundary > 0:
            start = _request_start(text, piece.start) - int(_lost_capital(text, piece))
            cells.append(_Cell(start, piece.end, codes, boundary))
        else:
            last = cells[-1]
            cells[-1] = _Cell(last.start, piece.end, (*last.codes, *codes), last.boundary)
        previous = piece
    return [_with_marker(text, cell) for cell in cells]


def _request_start(text: str, start: int) -> int:
    """ "Đề nghị" and "Chủ trì:" in front of a unit belong to its cell."""
    before = text[max(0, start - LONGEST_LABEL) : start]
    match = _BEFORE_UNIT.search(flat(before))
    return start - len(before) + (match.start() if match else label_before(before))


def _with_marker(text: str, cell: _Cell) -> _Cell:
    """ "... chủ trì" behind the last unit belongs to the cell, too."""
    match = _MARKER_BEHIND.match(flat(text[cell.end : cell.end + 60]))
    return _Cell(cell.start, cell.end + match.end(), cell.codes, cell.boundary) if match else cell


def _boundary(text: str, left: _Piece, right: _Piece, hard: frozenset[int]) -> float:
    """How surely a new cell begins between two units: 0 when they are joined, up to 1."""
    gap = text[left.end : right.start]
    if is_joiner(gap) or (has_markers(gap) and only_markers(gap)) or _CONTINUES.search(flat(gap)):
        return 0.0
    if text[right.start].islower() and not _lost_capital(text, right):
        return 0.0
    if any(left.end <= end <= right.start for end in hard):
        return 1.0
    return 0.6 if "\n" in gap else 0.8


def _lost_capital(text: str, piece: _Piece) -> bool:
    """Room for a letter in front, and the name's own first letter missing (" hòng VHTT")."""
    before = text[max(0, piece.start - 2) : piece.start]
    return before in ("  ", "\n ") and piece.code[:1] != squash(text[piece.start])


def _loose_kind(gap: str) -> str:
    """An office no alias knows, or just words."""
    words = " ".join(gap.split()).strip(" ,;:.-")
    return "name" if looks_like_name(words) and words[:1].isupper() and not looks_like_tools(words) else "words"


def _at_line_start(text: str, index: int) -> bool:
    return not text[text.rfind("\n", 0, index) + 1 : index].strip(" -+•")


def _line_end_before(text: str, index: int) -> int:
    return text.rfind("\n", 0, index)


def _text(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _is_usable(columns: Sequence[Column]) -> bool:
    return any(c in UNIT_COLUMNS for c in columns)


def read_flat_table(block: Block, titles: Mapping[int, str]) -> TableAnnex:
    """All rows of a flattened table; ``titles`` are the titles known from the prose, by number."""
    return FlatTable(block, titles).read()
