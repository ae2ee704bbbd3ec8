"""The boxes of a Word file: letterhead, addressees, signature and receivers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docx.shared import Mm, Pt

from dean06.programme.papers import form
from dean06.programme.papers.blocks import Head, Signature
from dean06.programme.papers.word_parts import CENTER, LEFT, fix_widths, keep_whole, rule, write

TEXT_WIDTH = form.PAGE_WIDTH - form.MARGIN_LEFT - form.MARGIN_RIGHT
MOTTO_BOX = TEXT_WIDTH - form.ISSUER_BOX


@dataclass(frozen=True)
class _Line:
    text: str
    size: float
    bold: bool = False
    italic: bool = False
    before: float = 0.0


def letterhead(document: Any, head: Head) -> None:
    """Issuer and national name side by side, number and date below, then the name of a titled paper."""
    boxes = document.add_table(rows=2, cols=2)
    fix_widths(boxes, (form.ISSUER_BOX, MOTTO_BOX), padding=0)
    parent = [_Line(head.issuer_parent, form.ISSUER_SIZE)] if head.issuer_parent else []
    issuer = boxes.cell(0, 0)
    _fill(issuer, [*parent, *(_Line(line, form.ISSUER_SIZE, bold=True) for line in head.issuer)])
    rule(issuer.add_paragraph(), room=form.ISSUER_BOX, length=form.ISSUER_RULE)
    state = boxes.cell(0, 1)
    name, motto = form.MOTTO
    _fill(state, [_Line(name, form.STATE_SIZE, bold=True), _Line(motto, form.MOTTO_SIZE, bold=True)])
    rule(state.add_paragraph(), room=MOTTO_BOX, length=form.MOTTO_RULE)
    abstract = () if head.is_titled else head.subject
    number = _Line(head.number, form.NUMBER_SIZE, before=form.PARAGRAPH_GAP)
    _fill(boxes.cell(1, 0), [number, *(_Line(line, form.ABSTRACT_SIZE) for line in abstract)])
    date_line = _Line(head.place_and_date, form.DATE_SIZE, italic=True, before=form.PARAGRAPH_GAP)
    _fill(boxes.cell(1, 1), [date_line])
    if head.is_titled:
        _title(document, head)
    else:
        _gap(document)


def _title(document: Any, head: Head) -> None:
    for place, line in enumerate(head.subject):
        paragraph = document.add_paragraph()
        paragraph.alignment = CENTER
        layout = paragraph.paragraph_format
        layout.space_before = Pt(2 * form.PARAGRAPH_GAP if place == 0 else 0)
        layout.space_after = Pt(0)
        write(paragraph, line, size=form.BODY_SIZE, bold=True)
    rule(document.add_paragraph(), room=TEXT_WIDTH, length=form.SUBJECT_RULE)
    _gap(document)


def _gap(document: Any) -> Any:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def addressees(document: Any, names: tuple[str, ...]) -> None:
    """ "Kính gửi: X" on one line for one addressee, else a line each under the colon."""
    if not names:
        return
    first = document.add_paragraph()
    if len(names) == 1:
        first.alignment = CENTER
        write(first, f"Kính gửi: {names[0]}", size=form.BODY_SIZE)
        first.paragraph_format.space_after = Pt(2 * form.PARAGRAPH_GAP)
        return
    first.paragraph_format.left_indent = Mm(form.ADDRESSEE_INDENT)
    first.paragraph_format.space_after = Pt(form.PARAGRAPH_GAP)
    write(first, "Kính gửi:", size=form.BODY_SIZE)
    for line in form.listed_lines(names):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(form.ADDRESSEE_DASH)
        paragraph.paragraph_format.space_after = Pt(form.PARAGRAPH_GAP)
        write(paragraph, line, size=form.BODY_SIZE)


def signature(document: Any, signed: Signature) -> None:
    """Receivers on the left, who signs on the right; the room between title and name is for hand and seal."""
    _gap(document).paragraph_format.keep_with_next = True
    boxes = document.add_table(rows=1, cols=2)
    fix_widths(boxes, (TEXT_WIDTH / 2, TEXT_WIDTH / 2), padding=0)
    keep_whole(boxes.rows[0])
    receivers = [_Line(line, form.COPIES_SIZE) for line in form.listed_lines(signed.copies)]
    title = _Line("Nơi nhận:", form.COPIES_TITLE_SIZE, bold=True, italic=True)
    _fill(boxes.cell(0, 0), [title, *receivers], align=LEFT)
    authority = [_Line(line, form.BODY_SIZE, bold=True) for line in signed.authority]
    name = _Line(signed.signer, form.BODY_SIZE, bold=True, before=form.SIGNING_ROOM)
    mark = [_Line(signed.mark, form.COPIES_SIZE, italic=True)] if signed.mark else []
    _fill(boxes.cell(0, 1), [*authority, name, *mark])


def _fill(cell: Any, lines: Iterable[_Line], *, align: Any = CENTER) -> None:
    for place, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_before = Pt(line.before)
        paragraph.paragraph_format.space_after = Pt(0)
        write(paragraph, line.text, size=line.size, bold=line.bold, italic=line.italic)
