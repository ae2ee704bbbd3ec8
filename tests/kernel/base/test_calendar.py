"""The working calendar: published vectors, traps and laws of counting."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.calendar import OfficeHours, Overlay, OverlayError, WorkingCalendar

DAYS = st.dates(date(2014, 1, 1), date(2029, 12, 31))


def vn(*parts: int) -> datetime:
    """An instant given by year, month, day, hour, minute ... of Vietnamese time."""
    return datetime(*parts, tzinfo=clock.VN_TZ)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2024, 2, 6), 3, date(2024, 2, 16)),  # over Tết
        (date(2025, 4, 25), 3, date(2025, 4, 29)),  # Saturday 26/4 was worked
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2023, 12, 1), 1, date(2023, 12, 4)),
        (date(2023, 12, 4), 0, date(2023, 12, 4)),
        (date(2023, 12, 4), -1, date(2023, 12, 1)),
        (date(2026, 1, 1), 1, date(2026, 1, 5)),  # 2/1 off by decision
        (date(2026, 1, 9), 1, date(2026, 1, 10)),  # and made good on a Saturday
    ],
)
def test_adding_working_days(start: date, days: int, due: date) -> None:
    assert calendar.add_working_days(start, days) == due
    assert calendar.working_days_between(start, due) == days


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2023, 12, 3), False),  # Sunday: the plans' deadline
        (date(2023, 12, 30), False),
        (date(2023, 12, 31), False),
        (date(2024, 3, 31), False),
        (date(2024, 5, 4), True),  # worked Saturdays
        (date(2026, 8, 22), True),
        (date(2026, 1, 2), False),  # the overlay
        (date(2026, 1, 10), True),
        (date(2026, 11, 24), False),  # Ngày Văn hóa Việt Nam
        (date(2025, 11, 24), True),  # not yet
        (date(2030, 2, 2), False),
    ],
)
def test_working_days(day: date, is_working: bool) -> None:
    assert calendar.is_working_day(day) is is_working


def test_lunar_new_year_follows_the_vietnamese_table() -> None:
    assert "Tết Nguyên Đán" in calendar.holiday_name(date(2030, 2, 2))
    assert "Tết Nguyên Đán" in calendar.holiday_name(date(2007, 2, 17))
    assert calendar.holiday_name(date(2023, 12, 1)) == ""


def test_a_later_decision_wins_and_the_default_is_left_alone() -> None:
    freed = Overlay(day=date(2023, 12, 4), is_working=False, source="Thông báo thử")
    worked = Overlay(day=date(2023, 12, 4), is_working=True, source="Thông báo sửa")
    assert not calendar.is_working_day(date(2023, 12, 4), [freed])
    assert calendar.is_working_day(date(2023, 12, 4), [freed, worked])
    assert calendar.is_working_day(date(2023, 12, 4))


def test_shipped_decisions_name_their_source_and_admit_not_being_checked() -> None:
    shipped = calendar.read_overlay(calendar.OVERLAY_FILE)
    assert {decision.day for decision in shipped} == {date(2026, 1, 2), date(2026, 1, 10)}
    assert all(decision.source and not decision.verified for decision in shipped)


@pytest.mark.parametrize(
    "text",
    [
        "[[day]]\nday = 2026-01-02\nis_working = false",
        '[[day]]\nday = "2026-01-02"\nis_working = false\nsource = "x"',
        '[[day]]\nday = 2026-01-02\nis_working = "no"\nsource = "x"',
        "day = 3",
        "[[day",
    ],
)
def test_a_wrong_overlay_file_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "calendar_overlay.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OverlayError, match=r"calendar_overlay\.toml"):
        calendar.read_overlay(file)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (vn(2023, 12, 1, 14, 59), date(2023, 12, 1)),
        (vn(2023, 12, 1, 15, 0), date(2023, 12, 1)),
        (vn(2023, 12, 1, 15, 0, 1), date(2023, 12, 4)),  # Friday after 15:00: Monday
        (vn(2023, 12, 2, 9), date(2023, 12, 4)),  # Saturday
        (datetime(2023, 12, 1, 8, 30, tzinfo=UTC), date(2023, 12, 4)),  # 15:30 in Việt Nam
    ],
)
def test_same_day_files_turn_at_three(received: datetime, due: date) -> None:
    assert calendar.due_same_day(received) == due


def test_before_a_day_excludes_it() -> None:
    assert calendar.last_day_before(date(2023, 12, 3)) == date(2023, 12, 2)
    assert calendar.last_working_day_before(date(2023, 12, 3)) == date(2023, 12, 1)
    assert calendar.next_working_day(date(2023, 12, 3)) == date(2023, 12, 4)
    assert calendar.next_working_day(date(2023, 12, 4)) == date(2023, 12, 4)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (vn(2023, 12, 1, 8), 2, vn(2023, 12, 1, 10)),
        (vn(2023, 12, 1, 10, 30), 2, vn(2023, 12, 1, 14, 30)),  # over lunch
        (vn(2023, 12, 1, 16), 2, vn(2023, 12, 4, 8)),  # over the weekend
        (vn(2023, 12, 1, 7, 30), 4, vn(2023, 12, 1, 11, 30)),
        (vn(2023, 12, 2, 9), 0, vn(2023, 12, 4, 7, 30)),
        (vn(2023, 12, 1, 8), 16, vn(2023, 12, 5, 8)),
        (vn(2023, 12, 1, 8), 0.5, vn(2023, 12, 1, 8, 30)),
    ],
)
def test_office_hours(start: datetime, hours: float, due: datetime) -> None:
    assert calendar.add_working_hours(start, hours) == due


def test_offices_may_have_their_own_hours() -> None:
    mornings = WorkingCalendar(hours=OfficeHours(spans=((time(8), time(11)),)))
    assert mornings.add_working_hours(vn(2023, 12, 1, 10), 2) == vn(2023, 12, 4, 9)
    for spans in ((), ((time(11), time(8)),), ((time(8), time(11)), (time(10), time(12)))):
        with pytest.raises(ValueError, match="office hours"):
            OfficeHours(spans=spans)
    with pytest.raises(ValueError, match="negative"):
        mornings.add_working_hours(vn(2023, 12, 1, 10), -1)


@given(DAYS, st.integers(-40, 40))
def test_counting_undoes_adding(start: date, days: int) -> None:
    due = calendar.add_working_days(start, days)
    assert calendar.working_days_between(start, due) == days
    assert days == 0 or calendar.is_working_day(due)


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(first: date, second: date, third: date) -> None:
    first, second, third = sorted((first, second, third))
    whole = calendar.working_days_between(first, third)
    assert whole == calendar.working_days_between(first, second) + calendar.working_days_between(second, third)


@given(st.datetimes(datetime(2015, 1, 1), datetime(2029, 1, 1)), st.integers(0, 30), st.integers(0, 30))  # noqa: DTZ001
def test_hours_add_up(start: datetime, first: int, second: int) -> None:
    begin = start.replace(tzinfo=clock.VN_TZ)
    at_once = calendar.add_working_hours(begin, first + second)
    in_two = calendar.add_working_hours(calendar.add_working_hours(begin, first), second)
    # Closing time and the next opening are the same moment of office time.
    assert at_once == in_two or calendar.add_working_hours(at_once, 1) == calendar.add_working_hours(in_two, 1)
    assert at_once >= begin
    assert at_once - begin >= timedelta(hours=first + second)
