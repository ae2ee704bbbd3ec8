"""Prints a sample dispatch as .docx and .pdf, in the form every official paper of ours has."""

from __future__ import annotations

from datetime import date

from dean06.programme.papers import Annex, Column, Paper, Span, docx_bytes, pdf_bytes
from dean06.programme.papers import Table as RuledTable
from dean06.programme.sample.blocks import Dispatch, Table
from dean06.programme.sample.compose import compose
from dean06.programme.sample.layout import LEAD_AND_COORDINATE, STANDARD, Layout
from dean06.programme.sample.model import Facts

WRITTEN_ON = date(2023, 11, 24)
"""Fixed, so that the same facts do not pretend to be newer each time."""

SHARES = {
    "number": 0.5,
    "title": 2.4,
    "lead": 1.2,
    "coordinate": 1.7,
    LEAD_AND_COORDINATE: 2.2,
    "force": 1.2,
    "deadline": 1.0,
    "tools": 1.3,
}
"""Widths of the columns beside each other."""


def docx_of(facts: Facts, *, seed: int = 0, layout: Layout = STANDARD) -> bytes:
    """The dispatch of `facts` as .docx; same words as the other formats with the same seed and layout."""
    return docx_bytes(_paper(compose(facts, seed=seed, layout=layout)))


def pdf_of(facts: Facts, *, seed: int = 0, layout: Layout = STANDARD) -> bytes:
    """The dispatch of `facts` as .pdf; same words as the other formats with the same seed and layout."""
    return pdf_bytes(_paper(compose(facts, seed=seed, layout=layout)))


def _paper(dispatch: Dispatch) -> Paper:
    annexes = [Annex(dispatch.annex)] if dispatch.annex else []
    if dispatch.table:
        annexes.append(Annex((*dispatch.table_heading, _ruled(dispatch.table)), is_landscape=True))
    return Paper(
        head=dispatch.head,
        addressees=dispatch.addressees,
        body=dispatch.body,
        signature=dispatch.signature,
        annexes=tuple(annexes),
        drawn_on=WRITTEN_ON,
    )


def _ruled(table: Table) -> RuledTable:
    columns = tuple(
        Column(heading, SHARES[key], "center" if key == "number" else "left")
        for key, heading in zip(table.columns, table.headings, strict=True)
    )
    span = Layout(columns=table.columns).span
    return RuledTable(columns, table.rows, Span(*span, table.span_heading) if span else None)
