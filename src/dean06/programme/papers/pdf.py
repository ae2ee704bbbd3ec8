"""Writes a paper as .pdf (Typst, `paper.typ`): the text layer is real, the fonts are inside, and it fits an archive."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from dean06.programme.papers import form
from dean06.programme.papers.blocks import Block, Paper, Table
from dean06.ui import fonts

TEMPLATE = Path(__file__).with_name("paper.typ")
STANDARD: Final = "a-2a"
"""PDF/A, with the structure tags readers aloud need."""


def pdf_bytes(paper: Paper) -> bytes:
    """The PDF; the same paper gives the same bytes. FileNotFoundError when the document fonts are not built."""
    drawn_at = datetime.combine(paper.drawn_on, time.min, UTC)
    return typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=[fonts.directory()],
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(_data(paper), ensure_ascii=False), "form": _form()},
        timestamp=int(drawn_at.timestamp()),
    )


@cache
def _form() -> str:
    """The measures of `form`, so that both formats share one set."""
    measures = {name.lower(): value for name, value in vars(form).items() if isinstance(value, float)}
    return json.dumps({**measures, "font": form.PDF_FONT, "motto": form.MOTTO}, ensure_ascii=False)


def _data(paper: Paper) -> dict[str, Any]:
    day = paper.drawn_on
    return {
        "title": paper.title,
        "drawn_on": [day.year, day.month, day.day],
        "head": asdict(paper.head),
        "addressees": paper.addressees if len(paper.addressees) == 1 else form.listed_lines(paper.addressees),
        "body": [_block(block) for block in paper.body],
        "signature": {**asdict(paper.signature), "copies": form.listed_lines(paper.signature.copies)},
        "annexes": [
            {"landscape": annex.is_landscape, "blocks": [_block(block) for block in annex.blocks]}
            for annex in paper.annexes
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if not isinstance(block, Table):
        return asdict(block)
    return {
        "kind": "table",
        "columns": [asdict(column) for column in block.columns],
        "header": _header(block),
        "rows": [asdict(row) for row in block.rows],
    }


def _header(table: Table) -> list[dict[str, Any]]:
    span = table.span
    if span is None:
        return [_cell(column.heading, x=place, y=0) for place, column in enumerate(table.columns)]
    inside = range(span.first, span.last + 1)
    cells = [
        _cell(column.heading, x=place, y=int(place in inside), rowspan=1 if place in inside else 2)
        for place, column in enumerate(table.columns)
    ]
    return [*cells, _cell(span.heading, x=span.first, y=0, colspan=len(inside))]


def _cell(text: str, *, x: int, y: int, colspan: int = 1, rowspan: int = 1) -> dict[str, Any]:
    return {"text": text, "x": x, "y": y, "colspan": colspan, "rowspan": rowspan}
