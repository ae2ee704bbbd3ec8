"""Writes a dispatch as .pdf with a text layer and a ruled table over several pages (Typst, `dispatch.typ`)."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from dean06.programme.sample.blocks import Dispatch, Para, Table
from dean06.programme.sample.compose import compose
from dean06.programme.sample.docx_form import MOTTO
from dean06.programme.sample.layout import STANDARD, Layout
from dean06.programme.sample.model import Facts


def write_pdf(facts: Facts, path: Path, *, seed: int = 0, layout: Layout = STANDARD) -> None:
    """Writes the dispatch of `facts` to `path`; same words as the other formats with the same seed and layout."""
    path.write_bytes(pdf_bytes(facts, seed=seed, layout=layout))


def pdf_bytes(facts: Facts, *, seed: int = 0, layout: Layout = STANDARD) -> bytes:
    """The PDF itself."""
    source = files("dean06.programme.sample").joinpath("dispatch.typ").read_bytes()
    data = _data(compose(facts, seed=seed, layout=layout))
    compiled = typst.compile(source, format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    if not isinstance(compiled, bytes):
        raise TypeError("typst returned several files for one PDF")
    return compiled


def _data(dispatch: Dispatch) -> dict[str, Any]:
    head, signature = dispatch.head, dispatch.signature
    return {
        "title": " ".join(head.subject),
        "motto": MOTTO,
        "parent": head.issuer_parent,
        "issuer": head.issuer,
        "number": head.number,
        "subject": head.subject,
        "titled": head.is_titled,
        "place_and_date": head.place_and_date,
        "addressees": _ended(dispatch.addressees),
        "body": _paras(dispatch.body),
        "copies": ["- " + name for name in _ended(signature.copies)],
        "authority": signature.authority,
        "signer": signature.signer,
        "mark": signature.mark,
        "annex": _paras(dispatch.annex),
        "table_heading": _paras(dispatch.table_heading),
        "table": _table(dispatch.table) if dispatch.table else None,
    }


def _ended(items: tuple[str, ...]) -> list[str]:
    return [f"{item}{'.' if place == len(items) else ';'}" for place, item in enumerate(items, start=1)]


def _paras(paras: tuple[Para, ...]) -> list[dict[str, Any]]:
    return [
        {"kind": para.kind, "runs": [{"text": run.text, "style": run.style} for run in para.runs]} for para in paras
    ]


def _table(table: Table) -> dict[str, Any]:
    return {
        "columns": table.columns,
        "header": _header(table),
        "rows": [{"group": row.is_group, "cells": row.cells} for row in table.rows],
    }


def _header(table: Table) -> list[dict[str, Any]]:
    span = Layout(columns=table.columns).span
    depth = 1 if span is None else 2
    first, last = span or (0, -1)
    cells = [
        _cell(text, x=x, y=int(first <= x <= last), rowspan=1 if first <= x <= last else depth)
        for x, text in enumerate(table.headings)
    ]
    return [*cells, _cell(table.span_heading, x=first, y=0, colspan=last - first + 1)] if span else cells


def _cell(text: str, *, x: int, y: int, colspan: int = 1, rowspan: int = 1) -> dict[str, Any]:
    return {"text": text, "x": x, "y": y, "colspan": colspan, "rowspan": rowspan}
