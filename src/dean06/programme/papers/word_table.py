"""Ruled tables of a Word file: heading rows that come again on every page, group rows across."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.shared import Pt

from dean06.programme.papers import form
from dean06.programme.papers.blocks import Table
from dean06.programme.papers.word_parts import CENTER, LEFT, fix_widths, keep_whole, write

ALIGN = {"left": LEFT, "center": CENTER}


def ruled_table(document: Any, table: Table, width: float) -> None:
    """The table, `width` millimetres wide, and the space below it."""
    headings = _heading_rows(table)
    grid = document.add_table(rows=len(headings) + len(table.rows), cols=len(table.columns))
    grid.style = "Table Grid"
    whole = sum(column.share for column in table.columns)
    fix_widths(grid, [width * column.share / whole for column in table.columns], padding=1.5)
    _headings(grid, table, headings)
    aligns = [ALIGN[column.align] for column in table.columns]
    rows = list(grid.rows)[len(headings) :]
    for drawn, row in zip(rows, table.rows, strict=True):
        keep_whole(drawn)
        cells = drawn.cells
        if row.is_group:
            _fill([cells[0].merge(cells[-1])], row.cells, [LEFT], bold=True)
        else:
            _fill(cells, row.cells, aligns)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _heading_rows(table: Table) -> list[tuple[str, ...]]:
    texts = [column.heading for column in table.columns]
    if table.span is None:
        return [tuple(texts)]
    inside = range(table.span.first, table.span.last + 1)
    over = ["" if place in inside else text for place, text in enumerate(texts)]
    over[table.span.first] = table.span.heading
    return [tuple(over), tuple(text if place in inside else "" for place, text in enumerate(texts))]


def _headings(grid: Any, table: Table, headings: list[tuple[str, ...]]) -> None:
    for row in list(grid.rows)[: len(headings)]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    if table.span is not None:
        _merge(grid, table.span.first, table.span.last, len(table.columns))
    for place, texts in enumerate(headings):
        for column, text in enumerate(texts):
            if text:
                _fill([grid.cell(place, column)], [text], [CENTER], bold=True)


def _merge(grid: Any, first: int, last: int, columns: int) -> None:
    grid.cell(0, first).merge(grid.cell(0, last))
    for column in range(columns):
        if not first <= column <= last:
            grid.cell(0, column).merge(grid.cell(1, column))


def _fill(cells: Iterable[Any], texts: Iterable[str], aligns: Iterable[Any], *, bold: bool = False) -> None:
    for cell, text, align in zip(cells, texts, aligns, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(0)
        write(paragraph, text, size=form.TABLE_SIZE, bold=bold)
