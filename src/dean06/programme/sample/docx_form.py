"""Writes a dispatch as .docx in the form of NĐ 30/2020: boxes, margins, Times New Roman, page numbers from page 2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dean06.programme.sample.blocks import BOLD, LABEL, Head, Para, Signature, Table
from dean06.programme.sample.compose import compose
from dean06.programme.sample.layout import STANDARD, Layout
from dean06.programme.sample.model import Facts

FONT = "Times New Roman"
BODY_SIZE, SMALL_SIZE, TABLE_SIZE = 14, 11, 11
MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}
"""Millimetres; within the ranges of Annex I of NĐ 30/2020."""
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
WRITTEN_AT = datetime(2023, 11, 24, tzinfo=UTC)
"""Fixed, so that the same facts do not pretend to be newer each time."""

CENTER, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


def write_docx(facts: Facts, path: Path, *, seed: int = 0, layout: Layout = STANDARD) -> None:
    """Writes the dispatch of `facts` to `path`; same words as the other formats with the same seed and layout."""
    dispatch = compose(facts, seed=seed, layout=layout)
    document = _new_document()
    _head(document, dispatch.head)
    _addressees(document, dispatch.addressees)
    _paragraphs(document, dispatch.body)
    _signature(document, dispatch.signature)
    if dispatch.annex:
        document.add_page_break()
        _paragraphs(document, dispatch.annex)
    if dispatch.table:
        _landscape(document)
        _paragraphs(document, dispatch.table_heading)
        _table(document, dispatch.table)
    document.core_properties.created = document.core_properties.modified = WRITTEN_AT
    document.save(str(path))


def _new_document() -> Any:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, size in MARGINS.items():
        setattr(section, name, Mm(size))
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    _page_number(number)
    return document


def _page_number(paragraph: Any) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _write(paragraph: Any, text: str, *, size: int = BODY_SIZE, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _box(cell: Any, lines: Iterable[tuple[str, bool, bool]], *, align: Any = CENTER, size: int = 13) -> None:
    """Lines (text, bold, italic) stacked in a cell of the letterhead or the signature."""
    paragraph = cell.paragraphs[0]
    for place, (text, bold, italic) in enumerate(lines):
        paragraph = paragraph if place == 0 else cell.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(0)
        _write(paragraph, text, size=size, bold=bold, italic=italic)


def _head(document: Any, head: Head) -> None:
    boxes = document.add_table(rows=2, cols=2)
    parent = [(head.issuer_parent, False, False)] if head.issuer_parent else []
    _box(boxes.cell(0, 0), [*parent, *((line, True, False) for line in head.issuer)])
    _box(boxes.cell(0, 1), [(line, True, False) for line in MOTTO])
    subject = [] if head.is_titled else [(line, False, False) for line in head.subject]
    _box(boxes.cell(1, 0), [(head.number, False, False), *subject])
    _box(boxes.cell(1, 1), [(head.place_and_date, False, True)])
    for line in head.subject if head.is_titled else ():
        paragraph = document.add_paragraph()
        paragraph.alignment = CENTER
        _write(paragraph, line, bold=True)


def _addressees(document: Any, addressees: tuple[str, ...]) -> None:
    if not addressees:
        return
    _write(document.add_paragraph(), "Kính gửi:")
    for place, name in enumerate(addressees, start=1):
        _write(document.add_paragraph(), f"- {name}{'.' if place == len(addressees) else ';'}")


def _paragraphs(document: Any, paras: Iterable[Para]) -> None:
    for para in paras:
        paragraph = document.add_paragraph()
        centered = para.kind == "center"
        paragraph.alignment = CENTER if centered else JUSTIFY
        paragraph.paragraph_format.space_after = Pt(6)
        paragraph.paragraph_format.first_line_indent = Mm(0 if centered else 10)
        for run in para.runs:
            _write(paragraph, run.text, bold=run.style == BOLD, italic=run.style == LABEL)


def _signature(document: Any, signature: Signature) -> None:
    boxes = document.add_table(rows=1, cols=2)
    receivers = [f"- {name}{'.' if name.startswith('Lưu') else ';'}" for name in signature.copies]
    lines = [("Nơi nhận:", True, True), *((line, False, False) for line in receivers)]
    _box(boxes.cell(0, 0), lines, align=LEFT, size=SMALL_SIZE)
    names = [
        *((line, True, False) for line in signature.authority),
        ("", False, False),
        (signature.signer, True, False),
    ]
    _box(boxes.cell(0, 1), [*names, (signature.mark, False, True)])


def _landscape(document: Any) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


def _table(document: Any, table: Table) -> None:
    headings = _heading_rows(table)
    grid = document.add_table(rows=len(headings), cols=len(table.columns))
    grid.style = "Table Grid"
    _merge_headings(grid, table)
    for place, texts in enumerate(headings):
        for column, text in enumerate(texts):
            if text:
                _fill([grid.cell(place, column)], [text], bold=True)
    for row in table.rows:
        cells = grid.add_row().cells
        if row.is_group:
            _fill([cells[0].merge(cells[-1])], row.cells, bold=True)
        else:
            _fill(cells, row.cells)


def _heading_rows(table: Table) -> list[tuple[str, ...]]:
    span = Layout(columns=table.columns).span
    if span is None:
        return [table.headings]
    first, last = span
    over = ["" if first < i <= last else h for i, h in enumerate(table.headings)]
    over[first] = table.span_heading
    under = [h if first <= i <= last else "" for i, h in enumerate(table.headings)]
    return [tuple(over), tuple(under)]


def _merge_headings(grid: Any, table: Table) -> None:
    span = Layout(columns=table.columns).span
    for row in grid.rows:
        mark = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(mark)
    if span is None:
        return
    first, last = span
    grid.cell(0, first).merge(grid.cell(0, last))
    for column in range(len(table.columns)):
        if not first <= column <= last:
            grid.cell(0, column).merge(grid.cell(1, column))


def _fill(cells: Iterable[Any], texts: Iterable[str], *, bold: bool = False) -> None:
    for cell, text in zip(cells, texts, strict=True):
        _write(cell.paragraphs[0], text, size=TABLE_SIZE, bold=bold)
