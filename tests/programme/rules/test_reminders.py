"""Reminders: 7, 3 and 1 working days before, the day after, then escalation."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.programme.rules.reminders import ESCALATED, OVERDUE, due_stage

DUE = date(2023, 12, 29)  # a Friday; 1/1/2024 is a holiday
ORDER = ["d7", "d3", "d1", OVERDUE, ESCALATED]
DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2023, 12, 1), None),
        (date(2023, 12, 19), None),  # eight working days left
        (date(2023, 12, 20), "d7"),
        (date(2023, 12, 25), "d7"),
        (date(2023, 12, 26), "d3"),
        (date(2023, 12, 27), "d3"),
        (date(2023, 12, 28), "d1"),
        (DUE, "d1"),
        (date(2023, 12, 30), OVERDUE),  # a Saturday: late is late
        (date(2024, 1, 1), OVERDUE),
        (date(2024, 1, 3), OVERDUE),
        (date(2024, 1, 4), ESCALATED),
        (date(2026, 1, 1), ESCALATED),
    ],
)
def test_the_stage_of_a_day(on, stage):
    found = due_stage(DUE, on)
    assert (found.stage if found else None) == stage


def test_an_undated_duty_reminds_nobody():
    assert due_stage(None, date(2030, 1, 1)) is None


@settings(deadline=None)
@given(due=DAYS)
def test_a_worker_that_runs_daily_goes_through_every_stage_in_order(due):
    run = [due_stage(due, due + timedelta(days=offset)) for offset in range(-25, 25)]
    stages = [found.stage for found in run if found]
    assert list(dict.fromkeys(stages)) == ORDER
    assert stages == sorted(stages, key=ORDER.index)


@given(due=DAYS, slept=st.integers(0, 900))
def test_a_worker_that_slept_never_skips_lateness(due, slept):
    """Whenever it wakes after the deadline, the unit hears that it is late."""
    assert due_stage(due, due + timedelta(days=slept + 1)).stage in {OVERDUE, ESCALATED}
