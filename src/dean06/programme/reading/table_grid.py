"""A real table (Word, or ruled PDF): columns by their headings, rows by their numbers, continued rows put together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dean06.programme.reading.damage import flat
from dean06.programme.reading.headings import Column, columns_of
from dean06.programme.reading.layout import GroupHeading, code_of, read_heading
from dean06.programme.reading.lines import Line, Stretch
from dean06.programme.reading.model import Account, Span
from dean06.programme.reading.sources import Cell, Grid
from dean06.programme.reading.table_cells import TableAnnex, account_of
from dean06.programme.reading.table_flat import STANDARD

# The headings of a table take at most this many rows ("Phân công thực hiện" above "Chủ trì").
MAX_HEADER_ROWS = 4
_NUMBER = re.compile(r"^\s*(\d{1,3})\s*[.)]?\s*$")
# Under the headings some plans number the columns: (1) (2) (3).
_COLUMN_NUMBER = re.compile(r"^\s*[(\[]?\s*\d{1,2}\s*[)\]]?\s*$")
_LABELLED = re.compile(r"^\s*(?:mo hinh|nhiem vu)\s+(\d{1,3})(?!\d)")


@dataclass
class _Row:
    """A row of the plan: its number and, by column, the pieces of its cells."""

    number: int
    pieces: dict[Column, list[Cell]] = field(default_factory=dict)

    def add(self, columns: Sequence[Column], cells: Sequence[Cell]) -> None:
        """Take over the cells of one printed row; the same merged cell counts once."""
        for column, cell in zip(columns, cells, strict=False):
            known = self.pieces.setdefault(column, [])
            if cell.text.strip() and all(cell is not other for other in known):
                known.append(cell)


def is_assignment_table(grid: Grid) -> bool:
    """Whether the table's headings name who leads or helps."""
    return _header_end(grid) > 0


def read_grids(grids: Sequence[Grid]) -> TableAnnex:
    """One plan printed as one table or, page by page, as several."""
    rows: dict[int, _Row] = {}
    groups: list[tuple[GroupHeading, list[int]]] = []
    columns: tuple[Column, ...] = ()
    current: _Row | None = None
    for grid in grids:
        start = _header_end(grid)
        columns = _columns(grid, start) if start else columns
        for cells in grid.rows[start:]:
            heading = _heading(cells)
            if heading is not None:
                groups.append((heading, []))
                current = None
                continue
            number = _number(columns, cells)
            if number is not None:
                current = rows.setdefault(number, _Row(number))
                if groups and number not in groups[-1][1]:
                    groups[-1][1].append(number)
            if current is not None:
                current.add(columns, cells)
    accounts = {row.number: _account(row, columns) for row in rows.values()}
    return TableAnnex(accounts, [(heading, tuple(found)) for heading, found in groups], columns)


def _header_end(grid: Grid) -> int:
    """How many rows from the top are headings; 0 when the table has none of ours."""
    for count in range(1, min(MAX_HEADER_ROWS, len(grid.rows)) + 1):
        if _is_content(grid.rows[count - 1]):
            return 0
        found, _ = columns_of([cell.text for row in grid.rows[:count] for cell in _distinct(row)])
        if {"lead", "coordinate", "together"} & set(found) and {"title", "deadline", "tools", "force"} & set(found):
            end = count
            while end < len(grid.rows) and _is_header_row(grid.rows[end]):
                end += 1
            return end
    return 0


def _is_content(cells: Sequence[Cell]) -> bool:
    """Whether the row begins with the number of a task or of a group."""
    filled = [cell.text for cell in _distinct(cells) if cell.text.strip()]
    return bool(filled) and bool(_NUMBER.match(filled[0]) or code_of(filled[0].strip() + " x"))


def _is_header_row(cells: Sequence[Cell]) -> bool:
    """A further row of headings: every filled cell is one (or the number of its column), and it is no task or group."""
    filled = [cell for cell in _distinct(cells) if cell.text.strip()]
    if len(filled) > MAX_HEADER_ROWS - 2 and all(_COLUMN_NUMBER.match(cell.text) for cell in filled):
        return True
    if not filled or _is_content(cells):
        return False
    return all(columns_of([cell.text])[0] for cell in filled) and len(filled) > 1


def _distinct(cells: Sequence[Cell]) -> list[Cell]:
    kept: list[Cell] = []
    for cell in cells:
        if all(cell is not other for other in kept):
            kept.append(cell)
    return kept


def _columns(grid: Grid, count: int) -> tuple[Column, ...]:
    """For each place of a row the column it belongs to: the lowest heading above it that says so."""
    width = max(len(row) for row in grid.rows)
    found: list[Column] = []
    for place in range(width):
        meaning: Column = "other"
        for row in grid.rows[:count]:
            if place < len(row):
                named, is_shared = columns_of([row[place].text])
                here = _heading_of(named, is_shared=is_shared)
                meaning = here if here != "other" else meaning
        found.append(meaning)
    if "number" not in found and found and _is_numbered(grid.rows[count:]):
        found[0] = "number"
    roles = {column for column in found if column in ("lead", "coordinate")}
    if "lead" not in roles:
        # "Phân công thực hiện" with no heading below it, or "Đơn vị thực hiện" beside "Đơn vị phối hợp".
        found = ["lead" if column == "together" else column for column in found]
    if "title" not in found and "number" in found:
        place = found.index("number") + 1
        found[place : place + 1] = ["title"]
    return tuple(found)


def _is_numbered(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether numbers alone stand in the first place of most rows that have anything there."""
    filled = [row[0].text for row in rows if row[0].text.strip()]
    return bool(filled) and 2 * sum(bool(_NUMBER.match(text)) for text in filled) > len(filled)


def _heading_of(named: Sequence[Column], *, is_shared: bool) -> Column:
    if is_shared:
        return "lead"
    roles = [column for column in named if column in STANDARD]
    if not roles and "together" in named:
        return "together"
    return roles[0] if len(roles) == 1 else ("lead" if "lead" in roles else "other")


def _heading(cells: Sequence[Cell]) -> GroupHeading | None:
    """A row that is a group: a Roman numeral, and one cell of words (merged, or alone in its row)."""
    filled = [cell for cell in _distinct(cells) if cell.text.strip()]
    if not 1 <= len(filled) <= 2:
        return None
    words = " ".join(" ".join(cell.text.split()) for cell in filled)
    if not code_of(words):
        return None
    heading = read_heading((Line(words, filled[0].span.start, 0),))
    return replace(heading, span=Span(filled[0].span.start, filled[-1].span.end)) if heading else None


def _number(columns: Sequence[Column], cells: Sequence[Cell]) -> int | None:
    for column, cell in zip(columns, cells, strict=False):
        if column == "number" and (match := _NUMBER.match(cell.text)):
            return int(match.group(1))
        if column == "title" and (match := _LABELLED.match(flat(cell.text))):
            return int(match.group(1))
    return None


def _account(row: _Row, columns: Sequence[Column]) -> Account:
    cells: Mapping[Column, Stretch] = {
        column: Stretch((line, cell.span.start + offset) for cell in pieces for line, offset in _lines(cell.text))
        for column, pieces in row.pieces.items()
    }
    every = [cell for pieces in row.pieces.values() for cell in pieces]
    span = Span(min(c.span.start for c in every), max(c.span.end for c in every)) if every else Span(0, 0)
    return account_of(cells, columns, "\n".join(cell.text for cell in every), span)


def _lines(text: str) -> list[tuple[str, int]]:
    return [(match.group(), match.start()) for match in re.finditer(r"[^\n]+", text)]
