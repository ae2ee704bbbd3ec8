"""CSV, XLSX and iCalendar of the board."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
from icalendar import Calendar

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, Actor
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.programme.selectors.board import board
from dean06.programme.selectors.board_types import Board, Card
from dean06.programme.services import exports
from dean06.programme.services.drawn import Drawn
from dean06.programme.services.exports import HEADINGS, export

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 10)
ALL = (("board", "csv"), ("board", "xlsx"), ("deadlines", "ics"))


def cards_of(shown: Board) -> list[Card]:
    return [card for group in shown.groups for card in group.cards]


def csv_rows(drawn: Drawn) -> list[list[str]]:
    return list(csv.reader(io.StringIO(drawn.data.decode("utf-8-sig"))))


def test_csv_opens_in_excel_with_the_figures_of_the_board(coordinator: Actor) -> None:
    drawn = export(coordinator, name="board", form="csv", as_of=DAY)
    assert drawn.data.startswith(b"\xef\xbb\xbf"), "what makes Excel read Vietnamese letters"
    heading, *rows = csv_rows(drawn)
    assert tuple(heading) == HEADINGS
    cards = cards_of(board(coordinator, as_of=DAY))
    assert [row[0] for row in rows] == [str(card.number) for card in cards]
    assert [row[6] for row in rows] == [card.status.label for card in cards]
    assert rows[4][5] == "30/12/2023"


def test_xlsx_holds_days_and_numbers_as_such(coordinator: Actor) -> None:
    drawn = export(coordinator, name="board", form="xlsx", as_of=DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(drawn.data)).active
    assert sheet.title == "Tại 10-01-2024"
    assert sheet.freeze_panes == "D2"
    heading, *rows = sheet.iter_rows(values_only=True)
    assert heading == HEADINGS
    for row, card in zip(rows, cards_of(board(coordinator, as_of=DAY)), strict=True):
        assert (row[0], row[6], row[7]) == (card.number, card.status.label, card.percent)
        assert (row[5].date() if row[5] else None) == card.due_on


def test_calendar_holds_the_open_deadlines(coordinator: Actor) -> None:
    calendar = Calendar.from_ical(export(coordinator, name="deadlines", form="ics", as_of=DAY).data)
    wanted = [c for c in cards_of(board(coordinator, as_of=DAY)) if c.due_on and not c.status.is_done]
    events = calendar.walk("VEVENT")
    assert [event["dtstart"].dt for event in events] == [card.due_on for card in wanted]
    assert all(event["dtstamp"].dt == datetime(2024, 1, 10, tzinfo=UTC) for event in events)
    assert len({event["uid"] for event in events}) == len(wanted) > 0
    assert str(events[0]["summary"]).startswith(f"Hạn nhiệm vụ {wanted[0].number}: ")


@pytest.mark.parametrize(("name", "form"), ALL)
def test_the_same_day_gives_the_same_bytes(coordinator: Actor, name: str, form: str) -> None:
    with clock.at(date(2024, 2, 1)):
        first = export(coordinator, name=name, form=form, as_of=DAY)
    with clock.at(date(2026, 11, 20)):
        again = export(coordinator, name=name, form=form, as_of=DAY)
    assert first == again


def test_xlsx_is_dated_by_the_day_it_shows(coordinator: Actor) -> None:
    drawn = export(coordinator, name="board", form="xlsx", as_of=DAY)
    properties = openpyxl.load_workbook(io.BytesIO(drawn.data)).properties
    assert properties.created == properties.modified
    assert properties.modified.date() == DAY


def test_words_of_a_dispatch_never_become_formulas(coordinator: Actor) -> None:
    shown = board(coordinator, as_of=DAY)
    group = shown.groups[0]
    evil = replace(group.cards[0], title='=HYPERLINK("http://x";"y")\x0c\nz', leads=("+84", "@x"))
    hostile = replace(shown, groups=(replace(group, cards=(evil,)),))
    text = csv_rows(exports._csv(hostile))[1]
    assert text[2] == '\'=HYPERLINK("http://x";"y") z'
    assert text[3].startswith("'+84")
    sheet = openpyxl.load_workbook(io.BytesIO(exports._xlsx(hostile).data)).active
    cell = sheet["C2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x";"y") z')


def test_an_export_leaves_one_entry_in_the_audit_log(coordinator: Actor) -> None:
    before = AuditEntry.objects.count()
    export(coordinator, name="board", form="csv", as_of=DAY)
    assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize(("name", "form"), [("board", "ics"), ("people", "csv"), ("", "")])
def test_no_such_export(coordinator: Actor, name: str, form: str) -> None:
    with pytest.raises(NotFound):
        export(coordinator, name=name, form=form, as_of=DAY)


def test_nothing_to_export_before_the_directive_came(coordinator: Actor) -> None:
    with pytest.raises(NotFound, match="chưa có công văn"):
        export(coordinator, name="board", form="csv", as_of=date(2023, 11, 1))


def test_only_officials_export(told: object) -> None:
    with pytest.raises(NotPermitted):
        export(ANONYMOUS, name="board", form="csv", as_of=DAY)
