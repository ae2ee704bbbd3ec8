"""Status in the national wording, and what time alone may do to it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base.calendar import working_days_between
from dean06.programme.rules.deadlines import Deadline
from dean06.programme.rules.status import DUE_SOON_WORKING_DAYS, Facts, Status, due_day, is_soon, status

DUE = date(2023, 12, 29)  # a Friday
FIXED = Deadline(text="29/12/2023", kind="fixed", on=DUE)
MONTHLY = Deadline(text="thường xuyên", kind="recurring")
START = date(2023, 11, 27)
DAYS = st.dates(date(2023, 11, 27), date(2027, 12, 31))
MAYBE = st.none() | DAYS
KINDS = ["fixed", "period_end", "before_period", "recurring", "event", "roadmap", "none"]


@st.composite
def facts(draw):
    kind = draw(st.sampled_from(KINDS))
    dated = kind in {"fixed", "period_end", "before_period"}
    deadline = Deadline(
        kind=kind, on=draw(DAYS) if dated else None, bound=draw(st.sampled_from(["inclusive", "exclusive"]))
    )
    return Facts(
        deadline=deadline,
        started_on=START,
        completed_on=draw(MAYBE),
        claimed_on=draw(MAYBE),
        last_report_on=draw(MAYBE),
    )


@pytest.mark.parametrize(
    ("known", "as_of", "expected"),
    [
        ({}, date(2023, 12, 1), Status.NOT_STARTED),
        ({}, date(2023, 12, 20), Status.DUE_SOON),
        ({}, DUE, Status.DUE_SOON),
        ({}, DUE + timedelta(days=1), Status.OVERDUE),
        ({"last_report_on": date(2023, 12, 1)}, date(2023, 12, 5), Status.IN_PROGRESS),
        ({"last_report_on": date(2023, 12, 1)}, date(2023, 12, 27), Status.DUE_SOON),
        ({"last_report_on": date(2023, 12, 1)}, date(2024, 1, 2), Status.OVERDUE),
        ({"completed_on": DUE}, date(2024, 1, 20), Status.DONE),
        ({"completed_on": DUE + timedelta(days=1)}, date(2024, 1, 20), Status.DONE_LATE),
        # Handed in on time and waiting for the assigner: the unit is not late, and it is not done either.
        ({"claimed_on": DUE, "last_report_on": DUE}, date(2024, 1, 20), Status.IN_PROGRESS),
        ({"claimed_on": date(2024, 1, 5), "last_report_on": date(2024, 1, 5)}, date(2024, 1, 20), Status.OVERDUE),
    ],
)
def test_a_dated_assignment(known, as_of, expected):
    assert status(Facts(deadline=FIXED, started_on=START, **known), as_of) is expected


@pytest.mark.parametrize(
    ("known", "as_of", "expected"),
    [
        ({}, date(2023, 12, 1), Status.NOT_STARTED),
        ({}, date(2023, 12, 25), Status.DUE_SOON),
        ({}, date(2024, 1, 1), Status.OVERDUE),
        ({"last_report_on": date(2023, 12, 7)}, date(2024, 1, 10), Status.IN_PROGRESS),
        ({"last_report_on": date(2023, 12, 7)}, date(2024, 1, 30), Status.DUE_SOON),
        ({"last_report_on": date(2023, 12, 7)}, date(2024, 2, 1), Status.OVERDUE),
        # "Thường xuyên" has no end: a confirmed completion completes its month and nothing more.
        (
            {"completed_on": date(2023, 12, 7), "last_report_on": date(2023, 12, 7)},
            date(2024, 1, 10),
            Status.IN_PROGRESS,
        ),
        ({"completed_on": date(2023, 12, 7), "last_report_on": date(2023, 12, 7)}, date(2024, 2, 1), Status.OVERDUE),
    ],
)
def test_a_recurring_assignment_rolls_by_months(known, as_of, expected):
    assert status(Facts(deadline=MONTHLY, started_on=START, **known), as_of) is expected


@pytest.mark.parametrize("kind", ["event", "roadmap", "none"])
def test_what_has_no_day_is_never_late(kind):
    known = Facts(deadline=Deadline(kind=kind), started_on=START)
    assert status(known, date(2030, 1, 1)) is Status.NOT_STARTED


def test_words_and_completion():
    assert [one.label for one in Status if one.is_done] == ["Hoàn thành", "Hoàn thành quá hạn"]
    assert Status.OVERDUE.label == "Quá hạn"


@given(known=facts(), day=DAYS, later=st.integers(0, 2000))
def test_time_alone_never_mends_lateness(known, day, later):
    """Overdue stays overdue, complete stays complete, and late completion is not turned into one on time."""
    now, then = status(known, day), status(known, day + timedelta(days=later))
    if now is Status.OVERDUE or now.is_done:
        assert then is now


@given(known=facts(), day=DAYS)
def test_overdue_exactly_after_the_due_day(known, day):
    due, found = due_day(known), status(known, day)
    if found is Status.OVERDUE:
        assert due is not None
        assert day > due
    elif not found.is_done and known.claimed_on is None and due is not None:
        assert day <= due


@given(known=facts(), day=DAYS)
def test_without_a_confirmed_completion_nothing_is_done(known, day):
    found = status(known, day)
    assert found.is_done == (known.completed_on is not None and not known.is_recurring)


@given(due=DAYS, before=st.integers(0, 400))
def test_soon_is_counted_in_working_days(due, before):
    as_of = due - timedelta(days=before)
    assert is_soon(due, as_of) == (working_days_between(as_of, due) <= DUE_SOON_WORKING_DAYS)
