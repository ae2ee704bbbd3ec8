"""Figures that leave the programme: CSV and XLSX of the board, deadlines as iCalendar; the same day, the same bytes."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from icalendar import Calendar, Event
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.programme.papers.zips import settled
from dean06.programme.selectors.board import board
from dean06.programme.selectors.board_types import Board, Card
from dean06.programme.services.drawn import Drawn
from dean06.programme.services.log import record

HEADINGS = (
    "Số",
    "Nhóm",
    "Nhiệm vụ",
    "Chủ trì",
    "Thời hạn",
    "Ngày cuối",
    "Tình trạng",
    "Tiến độ (%)",
    "Mâu thuẫn",
    "Vướng mắc",
)
WIDTHS = (6, 8, 60, 40, 24, 14, 22, 12, 12, 12)
TEXT = "s"
PROPERTIES = "docProps/core.xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export(actor: Actor, *, name: str, form: str, as_of: date) -> Drawn:
    """Draw the named export; NotFound for one that does not exist. Leaves one audit entry."""
    draw = _EXPORTS.get((name, form))
    if draw is None:
        raise NotFound("Không có bản xuất này. Hãy chọn Excel, CSV hoặc lịch hạn trên bảng điều hành.")
    shown = board(actor, as_of=as_of)
    if shown.directive_id is None:
        raise NotFound("Vào ngày này chưa có công văn nào để xuất.")
    drawn = draw(shown)
    with transaction.atomic():
        record(actor, "export", "directive", shown.directive_id, export=drawn.name)
    return drawn


def _rows(shown: Board) -> list[tuple[str | int | date | None, ...]]:
    return [_row(group.code, card) for group in shown.groups for card in group.cards]


def _row(group: str, card: Card) -> tuple[str | int | date | None, ...]:
    return (
        card.number,
        group,
        _readable(card.title),
        _readable("; ".join(card.leads)),
        _readable(card.deadline_text),
        card.due_on,
        card.status.label,
        card.percent,
        card.open_contradictions,
        card.open_impediments,
    )


def _readable(text: str) -> str:
    """Words of a dispatch on one line, without the control characters a damaged text may carry."""
    return " ".join(ILLEGAL_CHARACTERS_RE.sub(" ", text).split())


def _csv(shown: Board) -> Drawn:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    writer.writerows([_plain(cell) for cell in row] for row in _rows(shown))
    # The byte order mark is what makes Excel read Vietnamese letters in a CSV.
    return Drawn(f"bang-dieu-hanh-{shown.as_of}.csv", "text/csv; charset=utf-8", stream.getvalue().encode("utf-8-sig"))


def _plain(cell: str | int | date | None) -> str:
    """Text of a cell; what a spreadsheet would run as a formula is made plain text."""
    text = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str("" if cell is None else cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _xlsx(shown: Board) -> Drawn:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = f"Tại {shown.as_of:%d-%m-%Y}"
    for row in (HEADINGS, *_rows(shown)):
        sheet.append([_cell(sheet, value) for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for index, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "D2"
    return Drawn(f"bang-dieu-hanh-{shown.as_of}.xlsx", XLSX, _saved(book, shown.as_of))


def _cell(sheet: Worksheet, value: Any) -> Cell:
    """Text stays text, whatever it begins with; a day is a day."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = TEXT
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell


def _saved(book: Workbook, as_of: date) -> bytes:
    """The workbook dated by the day it shows: openpyxl writes the time of saving, which is put right afterwards."""
    stream = io.BytesIO()
    book.save(stream)
    book.properties.created = book.properties.modified = datetime.combine(as_of, time.min)
    return settled(stream.getvalue(), replace={PROPERTIES: tostring(book.properties.to_tree())})


def _ics(shown: Board) -> Drawn:
    calendar = Calendar()
    calendar.add("prodid", "-//dean06//Chi dao Dieu hanh//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Hạn nhiệm vụ Đề án 06")
    for group in shown.groups:
        for card in group.cards:
            if card.due_on and not card.status.is_done:
                calendar.add_component(_event(card, card.due_on, shown.as_of))
    return Drawn(f"han-nhiem-vu-{shown.as_of}.ics", "text/calendar; charset=utf-8", calendar.to_ical())


def _event(card: Card, due_on: date, as_of: date) -> Event:
    event = Event()
    event.add("uid", f"{card.assignment_id}@dean06")
    event.add("dtstamp", datetime.combine(as_of, time.min, UTC))
    event.add("dtstart", due_on)
    event.add("dtend", due_on + timedelta(days=1))
    event.add("summary", f"Hạn nhiệm vụ {card.number}: {card.title}")
    event.add("description", f"Chủ trì: {'; '.join(card.leads)}. {card.status.label}.")
    return event


_EXPORTS: dict[tuple[str, str], Callable[[Board], Drawn]] = {
    ("board", "csv"): _csv,
    ("board", "xlsx"): _xlsx,
    ("deadlines", "ics"): _ics,
}
