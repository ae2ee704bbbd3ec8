"""A table whose cells ran together line by line: rows by their numbers, columns by the shape of what they hold."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from dean06.kernel.parties.names import Mention, find_units, squash
from dean06.programme.reading.cell_worth import row_worth
from dean06.programme.reading.damage import flat
from dean06.programme.reading.deadlines import expressions
from dean06.programme.reading.flat_cells import (
    LIST_EDGES,
    REQUEST,
    Cell,
    Piece,
    at_line_start,
    cells_of,
    is_one_list,
    line_end_before,
    loose_kind,
    parts,
)
from dean06.programme.reading.headings import Column
from dean06.programme.reading.items import Item, label_end, span_of, table_items
from dean06.programme.reading.layout import Block, group_headings
from dean06.programme.reading.lines import Line, Stretch
from dean06.programme.reading.model import Account, Span
from dean06.programme.reading.roles import has_markers, only_markers
from dean06.programme.reading.table_break import rejoin
from dean06.programme.reading.table_cells import TableAnnex, account_of
from dean06.programme.reading.tools import begins_tool, looks_like_tools
from dean06.programme.reading.units import is_joiner

STANDARD: tuple[Column, ...] = ("number", "title", "lead", "coordinate", "force", "deadline", "tools")
UNIT_COLUMNS: tuple[Column, ...] = ("lead", "coordinate", "force")
# In front of a unit these words make it part of a title.
# Without its tones only what is no other word counts ("va", "tai", "ve" are many words).
_GOVERNING = re.compile(
    r"(?<!\w)(?:của|cua|với|theo|tại|trên|về|giữa|bởi|và|đến|từ|thuộc|thuoc|trong)"
    r"\s*(?:các\s*|cac\s*)?$",
    re.IGNORECASE,
)
# What a cell more or less than the table has columns takes from a division of the row.
SURPLUS = 0.6


@dataclass(frozen=True, slots=True)
class _Cut:
    """One way to divide a row: where the title ends, the cells found, how good it is."""

    title_end: int
    cells: tuple[Cell, ...]
    pieces: tuple[Piece, ...]
    score: float
    # What takes the row for better divided into more cells than the table has columns.
    rival: "_Cut | None" = None


class FlatTable:
    """Reads the rows of one flattened table."""

    def __init__(self, block: Block, titles: Mapping[int, str]) -> None:
        self.block, self.titles = block, titles
        self.columns = block.columns if _is_usable(block.columns) else STANDARD
        self.unit_columns = [c for c in self.columns if c in UNIT_COLUMNS]
        self.cell_columns = self._cell_columns()
        self.front = self._columns_before_title()
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

    def _columns_before_title(self) -> tuple[Column, ...] | None:
        """Columns between number and title; None where cells stand in front of the number of their row."""
        if "title" not in self.columns:
            return ()  # its heading is what was lost
        front = self.columns[: self.columns.index("title")]
        if "number" not in self.columns:
            return front
        return front[1:] if front[:1] == ("number",) else None

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
        if self.front is None or set(self.front) - {"deadline"}:
            # Which cell is whose cannot be told: cells of one row stand on both sides of its number or title.
            return account_of({"title": source.cut(0, len(lines[0].text))}, self.columns, words, span)
        if self.front:
            return self._behind_deadline(lines, number, words, span)
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
                cells = {name: cell for name, cell in joined.cells.items() if name != "lead" or is_one_list(cell.text)}
        return account_of(cells, self.columns, words, span)

    def _behind_deadline(self, lines: list[Line], number: int, words: str, span: Span) -> Account:
        """A row whose deadline stands in front of its title: lines that tell a time, then the rest as ever."""
        count = next((n for n, line in enumerate(lines) if not expressions(line.text)), len(lines))
        told, rest = lines[:count], lines[count:]
        source = Stretch((line.text, line.start) for line in rest)
        cells = self._cells(source, self._hard(rest), number) if rest else {}
        cells.pop("deadline", None)
        if told:
            cells["deadline"] = Stretch((line.text, line.start) for line in told)
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
        if self._is_doubtful(cut, assigned) or self._title_took_unit(source.text, cut, number):
            cells.pop("lead", None)
        cells["title"] = source.cut(0, min([cut.title_end, *(cell.start for cell in cut.cells)]))
        deadline = next((p for p in cut.pieces if p.kind == "deadline"), None)
        if deadline:
            cells["deadline"] = source.cut(deadline.start, deadline.end)
        cells["tools"] = self._tools(source, cut)
        return cells

    def _is_doubtful(self, cut: _Cut, assigned: Mapping[Column, Cell]) -> bool:
        """Whether somebody else may lead: more cells than columns, and the surplus was put to the lead or the title.

        A heading may be what was lost. Nobody is better than the wrong one: the lead is then missing.
        """
        if "lead" not in assigned or cut.rival is None:
            return False
        first = cut.rival.cells[0]
        return (first.start, first.end) != (assigned["lead"].start, assigned["lead"].end)

    def _title_took_unit(self, text: str, cut: _Cut, number: int) -> bool:
        """Whether the words taken for the title end with a unit that the title in the prose does not name."""
        first = min((cell.start for cell in cut.cells), default=0)
        title = squash(self.titles.get(number, ""))
        behind = (m for m in find_units(text, in_list=True) if m.end <= first and not text[m.end : first].strip())
        return any(self._may_begin(text, m) and squash(text[m.start : m.end]) not in title for m in behind)

    def _tools(self, source: Stretch, cut: _Cut) -> Stretch:
        """Words that are neither title nor units nor deadline, where the column of tools stands."""
        if "tools" not in self.columns:
            return Stretch([])
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
        requests = [m.start() for m in REQUEST.finditer(flat(text))]
        mentions = find_units(text, in_list=True)
        limits = expressions(text)
        starts = {m.start for m in mentions if self._may_begin(text, m)} | set(requests)
        if self._next_column() == "deadline":
            starts = {e.start for e in limits} or starts
        elif self._next_column() == "tools":
            starts |= {m.start() for m in re.finditer(r"(?<=\s)[^\W\d_a-z]\S+", text) if text[m.start()].isupper()}
        candidates = [self._judge(text, hard, start, number) for start in sorted(starts) if start > 0]
        blank = _Cut(self._bare_title_end(text), (), tuple(self._pieces(text, self._bare_title_end(text))), -9.0)
        best = max(candidates, key=lambda cut: cut.score, default=blank)
        wanted = len(self.cell_columns)
        others = [cut for cut in candidates if len(cut.cells) > wanted]
        rival = max(others, key=lambda cut: cut.score + SURPLUS * (len(cut.cells) - wanted), default=None)
        if rival is None or rival.score + SURPLUS * (len(rival.cells) - wanted) < best.score:
            return best
        return replace(best, rival=rival)

    def _bare_title_end(self, text: str) -> int:
        found = expressions(text)
        return found[-1].start if found and at_line_start(text, found[-1].start) else len(text)

    def _may_begin(self, text: str, mention: Mention) -> bool:
        """A cell begins with a capital, unless that is the letter that was lost, and not behind a preposition."""
        start = mention.start
        lost_first = mention.cost > 0 and squash(text[start]) != squash(mention.unit.name)[:1]
        if text[start].islower() and not lost_first:
            return False
        return not _GOVERNING.search(text[max(0, start - 16) : start])

    def _judge(self, text: str, hard: frozenset[int], start: int, number: int) -> _Cut:
        pieces = self._pieces(text, start)
        cells = cells_of(text, pieces, hard)
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
        score -= SURPLUS * abs(len(cells) - wanted)
        score += 0.25 if at_line_start(text, start) else 0.0
        score += 0.25 if line_end_before(text, start) in hard else 0.0
        score += 0.4 if self._next_column() == "tools" and begins_tool(text[start:]) else 0.0
        score += 0.3 if any(p.kind == "deadline" for p in pieces) else 0.0
        score -= 1.0 if has_markers(text[: min((c.start for c in cells), default=start)]) else 0.0
        title = self.titles.get(number)
        if title:
            score += 1.5 * fuzz.ratio(squash(text[:start]), squash(title)) / 100
        return _Cut(start, tuple(cells), tuple(pieces), score)

    def _pieces(self, text: str, start: int) -> list[Piece]:
        """Units, the deadline and loose words after the title, in order."""
        limit = None if self.front else self._deadline(text, start)
        mentions: list[Piece] = []
        for m in find_units(text, in_list=True):
            if m.start < start or (limit and m.start < limit.end and limit.start < m.end):
                continue
            # In lower case it is a unit of the list only when joined to one ("..., các trường học").
            before = text[mentions[-1].end if mentions else start : m.start]
            if text[m.start].islower() and m.cost == 0 and m.start > start and parts(before):
                continue
            mentions.append(Piece("unit", m.start, m.end, m.unit.code))
        if limit and self.columns[-1] == "tools":
            mentions = [m for m in mentions if m.end <= limit.start or self._has_units_after_deadline()]
        known = sorted([*mentions, *([limit] if limit else [])], key=lambda p: p.start)
        pieces: list[Piece] = []
        position = start
        for piece in [*known, Piece("end", len(text), len(text))]:
            gap = text[position : piece.start]
            if squash(gap) and not only_markers(gap) and not is_joiner(gap):
                lead = len(gap) - len(gap.lstrip(LIST_EDGES))
                is_behind = limit is not None and position >= limit.end and not self._has_units_after_deadline()
                kind = "words" if is_behind else loose_kind(gap)
                pieces.append(Piece(kind, position + lead, position + len(gap.rstrip(LIST_EDGES))))
            if piece.kind != "end":
                pieces.append(piece)
            position = max(position, piece.end)
        return pieces

    def _has_units_after_deadline(self) -> bool:
        place = self.columns.index("deadline") if "deadline" in self.columns else len(self.columns)
        return any(column in UNIT_COLUMNS for column in self.columns[place:])

    def _deadline(self, text: str, start: int) -> Piece | None:
        # "ngân hàng th ơng mại" is rather a damaged name than "hằng tháng".
        units = [m for m in find_units(text, in_list=True) if m.cost]
        found = [
            e
            for e in expressions(text)
            if e.start >= start and not any(m.start < e.start and e.end <= m.end for m in units)
        ]
        lines = [e for e in found if at_line_start(text, e.start)]
        chosen = lines[:1] or found[:1]
        return Piece("deadline", chosen[0].start, chosen[0].end) if chosen else None

    def _assign(self, cells: Sequence[Cell]) -> dict[Column, Cell]:
        """Cells to columns in order; too many are merged at their weakest boundary, too few go where habit says."""
        merged = list(cells)
        while len(merged) > len(self.cell_columns) > 0:
            weakest = min(range(1, len(merged)), key=lambda n: merged[n].boundary)
            left, right = merged[weakest - 1], merged.pop(weakest)
            merged[weakest - 1] = Cell(left.start, right.end, (*left.codes, *right.codes), left.boundary)
        places = _places(len(merged), len(self.cell_columns))
        best = max(places, key=lambda place: self._habit_score(merged, place), default=())
        return {self.cell_columns[column]: cell for cell, column in zip(merged, best, strict=True)}

    def _habit_score(self, cells: Sequence[Cell], place: Sequence[int]) -> float:
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


def _text(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _is_usable(columns: Sequence[Column]) -> bool:
    return any(c in UNIT_COLUMNS for c in columns)


def read_flat_table(block: Block, titles: Mapping[int, str]) -> TableAnnex:
    """All rows of a flattened table; ``titles`` are the titles known from the prose, by number."""
    return FlatTable(block, titles).read()
