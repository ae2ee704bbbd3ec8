"""The law's clock, by tables: holidays, Tết, the 15:00 cut-off, pauses, withdrawals, two requests for papers."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base.calendar import WorkingCalendar
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.cases.deadlines import DeadlineKind, DeadlineRule, Step, due, standing
from dean06.kernel.cases.statuses import Status

CALENDAR = WorkingCalendar()
SEVEN = DeadlineRule(kind=DeadlineKind.WORKING_DAYS, amount=7)
FAR = datetime(2030, 1, 1, tzinfo=VN_TZ)


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VN_TZ)


def rule(kind: DeadlineKind, amount: int = 0, day: date | None = None) -> DeadlineRule:
    return DeadlineRule(kind=kind, amount=amount, day=day)


def stand(*steps: tuple[str, int], by: DeadlineRule = SEVEN, now: datetime = FAR):
    history = [Step(at=at(moment), status=Status(number)) for moment, number in steps]
    return standing(by, history, CALENDAR, now)


@pytest.mark.parametrize(
    ("kind", "amount", "received", "expected"),
    [
        (DeadlineKind.WORKING_DAYS, 3, "06/02/2024 09:00", "16/02/2024 17:30"),  # Tết Giáp Thìn in between
        (DeadlineKind.WORKING_DAYS, 3, "25/04/2025 09:00", "29/04/2025 17:30"),  # Saturday 26/4 worked as a swap
        (DeadlineKind.WORKING_DAYS, 5, "13/02/2026 16:59", "27/02/2026 17:30"),  # Tết Bính Ngọ
        (DeadlineKind.WORKING_DAYS, 1, "05/12/2025 09:00", "08/12/2025 17:30"),  # Friday to Monday
        (DeadlineKind.CALENDAR_DAYS, 10, "05/12/2025 09:00", "15/12/2025 17:30"),
        (DeadlineKind.CALENDAR_DAYS, 15, "05/12/2025 09:00", "22/12/2025 17:30"),  # the 20th is a Saturday
        (DeadlineKind.WORKING_HOURS, 8, "08/12/2025 15:30", "09/12/2025 15:30"),
        (DeadlineKind.SAME_DAY, 0, "08/12/2025 15:00", "08/12/2025 17:30"),
        (DeadlineKind.SAME_DAY, 0, "08/12/2025 15:01", "09/12/2025 17:30"),
        (DeadlineKind.SAME_DAY, 0, "06/12/2025 09:00", "08/12/2025 17:30"),  # filed on a Saturday
        (DeadlineKind.AT_ONCE, 0, "08/12/2025 06:00", "08/12/2025 17:30"),
        (DeadlineKind.AT_ONCE, 0, "08/12/2025 10:00", "08/12/2025 17:30"),
        (DeadlineKind.AT_ONCE, 0, "08/12/2025 17:30", "08/12/2025 17:30"),
        (DeadlineKind.AT_ONCE, 0, "08/12/2025 17:31", "09/12/2025 17:30"),
        (DeadlineKind.AT_ONCE, 0, "06/12/2025 09:00", "08/12/2025 17:30"),  # brought on a Saturday
    ],
)
def test_due(kind, amount, received, expected):
    assert due(rule(kind, amount), at(received), CALENDAR) == at(expected)


def test_a_period_ends_on_its_day_or_the_working_day_after():
    assert due(rule(DeadlineKind.ON_DAY, day=date(2025, 12, 6)), at("01/12/2025 09:00"), CALENDAR) == at(
        "08/12/2025 17:30"
    )


@pytest.mark.parametrize(
    ("kind", "amount", "day"),
    [
        (DeadlineKind.WORKING_DAYS, 0, None),
        (DeadlineKind.SAME_DAY, 3, None),
        (DeadlineKind.ON_DAY, 0, None),
        (DeadlineKind.WORKING_HOURS, 2, date(2025, 1, 1)),
    ],
)
def test_a_rule_that_says_two_things_is_refused(kind, amount, day):
    with pytest.raises(ValueError, match="do not fit"):
        DeadlineRule(kind=kind, amount=amount, day=day)


def test_time_runs_from_receipt_not_from_filing():
    found = stand(("01/12/2025 09:00", 1), ("03/12/2025 09:00", 2), ("05/12/2025 09:00", 4))
    assert found.received_at == at("03/12/2025 09:00")
    assert found.due_at == at("12/12/2025 17:30")


def test_withdrawn_before_receipt_is_neither_due_nor_late():
    found = stand(("01/12/2025 09:00", 1), ("02/12/2025 09:00", 7), ("03/12/2025 09:00", 8))
    assert (found.received_at, found.due_at, found.is_overdue) == (None, None, False)
    assert found.ended_at == at("02/12/2025 09:00")


def test_a_withdrawal_taken_back_ended_nothing():
    found = stand(("01/12/2025 09:00", 2), ("01/12/2025 10:00", 4), ("02/12/2025 09:00", 7), ("02/12/2025 10:00", 4))
    assert found.ended_at is None


def test_the_days_spent_waiting_for_papers_are_not_the_offices():
    found = stand(("01/12/2025 09:00", 2), ("01/12/2025 10:00", 4), ("02/12/2025 09:00", 5), ("09/12/2025 09:00", 4))
    assert found.due_at == at("17/12/2025 17:30")  # 10/12 and five working days
    assert found.pauses == 1


def test_asked_for_papers_after_the_day_it_is_overdue():
    found = stand(("01/12/2025 09:00", 2), ("01/12/2025 10:00", 4), ("15/12/2025 09:00", 5))
    assert (found.is_paused, found.is_overdue) == (True, True)


def test_no_wait_mends_a_day_missed_before_it_began():
    late = (("01/12/2025 09:00", 2), ("01/12/2025 10:00", 4), ("10/12/2025 18:00", 5), ("12/12/2025 08:00", 4))
    found = stand(*late, ("12/12/2025 09:00", 9))
    assert (found.due_at, found.is_overdue) == (at("10/12/2025 17:30"), True)


def test_a_pause_is_not_overdue_however_long_it_takes():
    found = stand(("01/12/2025 09:00", 2), ("01/12/2025 10:00", 4), ("02/12/2025 09:00", 5))
    assert found.is_paused
    assert not found.is_overdue


def test_asking_twice_for_papers_counts_as_overdue():
    asked_twice = [
        ("01/12/2025 09:00", 2),
        ("01/12/2025 10:00", 4),
        ("02/12/2025 09:00", 5),
        ("03/12/2025 09:00", 4),
        ("04/12/2025 09:00", 5),
        ("05/12/2025 09:00", 4),
    ]
    found = stand(*asked_twice, ("05/12/2025 11:00", 9))
    assert (found.pauses, found.is_overdue) == (2, True)
    assert found.ended_at < found.due_at


def test_decided_counts_not_handed_over():
    on_time = stand(("01/12/2025 09:00", 2), ("01/12/2025 10:00", 4), ("10/12/2025 09:00", 9), ("20/01/2026 09:00", 10))
    assert on_time.ended_at == at("10/12/2025 09:00")
    assert not on_time.is_overdue


def test_hours_lost_to_a_pause_come_back():
    found = stand(
        ("08/12/2025 08:00", 2),
        ("08/12/2025 08:30", 4),
        ("08/12/2025 09:30", 5),
        ("08/12/2025 14:30", 4),
        by=rule(DeadlineKind.WORKING_HOURS, 4),
    )
    # 4 hours from 8:00 end at 14:00; 2 + 1 hours of office time were lost.
    assert found.due_at == at("08/12/2025 17:00")


ONE_DAY_PAUSES = [
    ("08/12/2025 09:00", "08/12/2025 10:00", "08/12/2025 14:55", "08/12/2025 17:30"),
    ("08/12/2025 09:00", "08/12/2025 10:00", "08/12/2025 15:30", "09/12/2025 17:30"),  # as if filed then
    ("08/12/2025 09:00", "08/12/2025 10:00", "08/12/2025 17:25", "09/12/2025 17:30"),
    ("08/12/2025 09:00", "08/12/2025 10:00", "10/12/2025 16:00", "11/12/2025 17:30"),
    ("08/12/2025 09:00", "08/12/2025 18:00", "10/12/2025 16:00", "08/12/2025 17:30"),  # asked too late: late it stays
    ("12/12/2025 16:00", "15/12/2025 08:00", "15/12/2025 16:00", "16/12/2025 17:30"),  # Friday's file, due on Monday
]


@pytest.mark.parametrize(("received", "asked", "answered", "expected"), ONE_DAY_PAUSES)
def test_papers_for_a_file_of_one_day_leave_time_to_work_on_them(received, asked, answered, expected):
    found = stand((received, 2), (received, 4), (asked, 5), (answered, 4), by=rule(DeadlineKind.SAME_DAY))
    assert found.due_at == at(expected)


def test_what_is_due_at_once_gets_the_rest_of_the_day_the_papers_came():
    by = rule(DeadlineKind.AT_ONCE)
    taken = (("08/12/2025 09:00", 2), ("08/12/2025 09:00", 4), ("08/12/2025 10:00", 5))
    assert stand(*taken, ("09/12/2025 16:00", 4), by=by).due_at == at("09/12/2025 17:30")
    assert stand(*taken, ("09/12/2025 18:00", 4), by=by).due_at == at("10/12/2025 17:30")


@pytest.mark.parametrize(("now", "late"), [("10/12/2025 17:30", False), ("10/12/2025 17:31", True)])
def test_an_open_case_is_judged_now(now, late):
    assert stand(("01/12/2025 09:00", 2), ("01/12/2025 10:00", 4), now=at(now)).is_overdue is late


moments = st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: at("01/01/2023 00:00") + timedelta(minutes=minutes))


RULES = st.one_of(
    st.integers(1, 60).map(lambda amount: rule(DeadlineKind.WORKING_DAYS, amount)),
    st.sampled_from([rule(DeadlineKind.SAME_DAY), rule(DeadlineKind.AT_ONCE)]),
)


@given(moments, RULES, st.integers(0, 40 * 24))
def test_a_longer_pause_never_makes_a_case_due_earlier(received, by, hours):
    asked = received + timedelta(hours=1)

    def due_after(pause: timedelta) -> datetime:
        history = [
            Step(at=received, status=Status.RECEIVED),
            Step(at=asked, status=Status.SUPPLEMENT_ASKED),
            Step(at=asked + pause, status=Status.PROCESSING),
        ]
        found = standing(by, history, CALENDAR, asked + pause).due_at
        assert found is not None
        return found

    short, long = due_after(timedelta(hours=hours)), due_after(timedelta(hours=hours + 24))
    assert due(by, received, CALENDAR) <= short <= long
    assert CALENDAR.is_working_day(long.date())
