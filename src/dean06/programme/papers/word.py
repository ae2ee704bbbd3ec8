"""Writes a paper as .docx: page, running text and the order of the parts."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dean06.programme.papers import form
from dean06.programme.papers.blocks import BOLD, LABEL, Annex, Block, Paper, Para, Table
from dean06.programme.papers.word_boxes import addressees, letterhead, signature
from dean06.programme.papers.word_parts import CENTER, JUSTIFY, number_field, write
from dean06.programme.papers.word_table import ruled_table
from dean06.programme.papers.zips import settled

PRODUCER = "dean06"


def docx_bytes(paper: Paper) -> bytes:
    """The Word file; the same paper gives the same bytes."""
    document = _new_document()
    letterhead(document, paper.head)
    addressees(document, paper.addressees)
    _blocks(document, paper.body, _text_width(document.sections[0]))
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # the signature never stands alone on a page
    signature(document, paper.signature)
    for annex in paper.annexes:
        _annex(document, annex)
    _properties(document, paper)
    stream = io.BytesIO()
    document.save(stream)
    return settled(stream.getvalue())


def _new_document() -> Any:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = form.FONT, Pt(form.BODY_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), form.FONT)
    style.element.rPr.rFonts.set(qn("w:cs"), form.FONT)
    language = style.element.rPr.makeelement(qn("w:lang"), {qn("w:val"): "vi-VN"})
    style.element.rPr.append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(form.PAGE_WIDTH), Mm(form.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(form.MARGIN_TOP), Mm(form.MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Mm(form.MARGIN_LEFT), Mm(form.MARGIN_RIGHT)
    section.header_distance = Mm(form.MARGIN_TOP / 2)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    number_field(number, form.PAGE_NUMBER_SIZE)
    return document


def _text_width(section: Any) -> float:
    """Millimetres between the margins."""
    width: float = section.page_width.mm - section.left_margin.mm - section.right_margin.mm
    return width


def _blocks(document: Any, blocks: Iterable[Block], width: float) -> None:
    for block in blocks:
        if isinstance(block, Table):
            ruled_table(document, block, width)
        else:
            _paragraph(document, block)


def _paragraph(document: Any, para: Para) -> None:
    paragraph = document.add_paragraph()
    centered = para.kind == "center"
    paragraph.alignment = CENTER if centered else JUSTIFY
    layout = paragraph.paragraph_format
    layout.space_after, layout.line_spacing = Pt(form.PARAGRAPH_GAP), form.LINES
    layout.first_line_indent = Mm(0 if centered else form.FIRST_LINE)
    layout.keep_with_next = para.kind in {"heading", "title"} or None
    for run in para.runs:
        write(paragraph, run.text, size=form.BODY_SIZE, bold=run.style == BOLD, italic=run.style == LABEL)


def _annex(document: Any, annex: Annex) -> None:
    """A section of its own: it may lie on its side, and its pages are numbered from 1 again."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    sides = (form.PAGE_WIDTH, form.PAGE_HEIGHT)
    width, height = sides[::-1] if annex.is_landscape else sides
    section.orientation = WD_ORIENT.LANDSCAPE if annex.is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    start = section._sectPr.makeelement(qn("w:pgNumType"), {qn("w:start"): "1"})
    section._sectPr.find(qn("w:pgMar")).addnext(start)
    _blocks(document, annex.blocks, _text_width(section))


def _properties(document: Any, paper: Paper) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.title, " ".join(paper.head.issuer), PRODUCER
    properties.last_modified_by, properties.language = "", "vi-VN"
    properties.created = properties.modified = datetime.combine(paper.drawn_on, time.min)
