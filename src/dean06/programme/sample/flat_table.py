"""Flattens the assignment table the way an extractor does: cell after cell, headings again on every page."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from dean06.programme.papers import BODY, BOLD, Para, Row, Run
from dean06.programme.sample.blocks import CELL, Table
from dean06.programme.sample.compose import HEADINGS
from dean06.programme.sample.damage import Damage, damaged
from dean06.programme.sample.layout import LEAD_AND_COORDINATE, Layout
from dean06.programme.sample.wrapping import wrapped

WIDTHS = {
    "number": 4,
    "title": 39,
    "lead": 16,
    "coordinate": 24,
    LEAD_AND_COORDINATE: 30,
    "force": 14,
    "deadline": 13,
    "tools": 17,
}
"""Characters that fit into a cell, by column."""
GROUP_ROW = 110
PAGE = 44
"""Lines of the table on a page."""
JOINED = 0.8
"""Share of neighbouring one-line cells that come out on one line."""

Cells = list[list[str]]


def flat_table(table: Table, heading: Sequence[str], damage: Damage | None, rng: Random) -> list[str]:
    """The pages of the table, the first one opened by `heading`."""
    return _Printer(table, damage, rng).pages(heading)


class _Printer:
    def __init__(self, table: Table, damage: Damage | None, rng: Random) -> None:
        self.table = table
        self.damage = damage
        self.rng = rng
        self.span = Layout(columns=table.columns).span

    def pages(self, heading: Sequence[str]) -> list[str]:
        pages: list[list[str]] = [["\n\n".join(f"{line} " for line in heading), self._header()]]
        room = PAGE - 2 * len(heading)
        for row in self.table.rows:
            cells = self._cells(row)
            height = max(len(cell) for cell in cells)
            if height > room and self._is_cut(row, room, height):
                pages[-1].append(self._flat([cell[:room] for cell in cells], is_cut=True))
                pages.append([self._header(), self._flat([cell[room:] for cell in cells], is_cut=True)])
                room = PAGE - height + room
                continue
            if height > room:
                pages.append([self._header()])
                room = PAGE
            pages[-1].append(self._flat(cells))
            room -= height
        return ["\n".join(page) for page in pages]

    def _is_cut(self, row: Row, room: int, height: int) -> bool:
        return self.damage is not None and self.damage.breaks_rows and not row.is_group and 0 < room < height

    def _cells(self, row: Row) -> Cells:
        if row.is_group:
            return [wrapped(row.cells[0], GROUP_ROW, self._printed(row.cells[0], BOLD))]
        return [
            wrapped(cell, WIDTHS[column], self._printed(cell, CELL if column == "title" else BODY))
            for column, cell in zip(self.table.columns, row.cells, strict=True)
        ]

    def _printed(self, text: str, style: str) -> str:
        return damaged(Para((Run(text, style),)), self.damage, self.rng)

    def _header(self) -> str:
        headings = [
            wrapped(HEADINGS[c], WIDTHS[c], self._printed(HEADINGS[c], BOLD)) if c != "number" else ["TT"]
            for c in self.table.columns
        ]
        if self.span is None:
            return self._flat(headings)
        first, last = self.span
        over = [self._printed(self.table.span_heading, BOLD)]
        upper = [*headings[:first], over, *headings[last + 1 :]]
        return "\n".join([self._flat(upper), self._flat(headings[first : last + 1])])

    def _flat(self, cells: Cells, *, is_cut: bool = False) -> str:
        """Cells in reading order: the lines of a cell apart, one-line neighbours often on one line."""
        blocks: list[str] = []
        joinable = False
        for lines in (cell for cell in cells if cell):
            single = len(lines) == 1
            if blocks and single and joinable and (is_cut or self.rng.random() < JOINED):
                blocks[-1] += f"{lines[0]} "
            else:
                blocks.append("\n\n".join(f"{line} " for line in lines))
            joinable = single
        return "\n".join(blocks) + "\n"
