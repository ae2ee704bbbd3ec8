"""Recurring duties roll from month to month by what was reported."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.programme.rules.periods import month_end, period_end

DAYS = st.dates(date(2022, 1, 6), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("started", "reported", "due"),
    [
        (date(2023, 11, 27), None, date(2023, 12, 31)),  # received late in its month: first reported for the next one
        (date(2023, 11, 15), None, date(2023, 11, 30)),
        (date(2023, 11, 16), None, date(2023, 12, 31)),
        (date(2023, 11, 27), date(2023, 11, 29), date(2023, 12, 31)),
        (date(2023, 11, 27), date(2023, 12, 7), date(2024, 1, 31)),
        (date(2023, 11, 27), date(2024, 1, 31), date(2024, 2, 29)),
        (date(2023, 11, 27), date(2026, 10, 20), date(2026, 11, 30)),
    ],
)
def test_the_period_that_waits(started, reported, due):
    assert period_end(started, reported) == due


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2023, 2, 28), date(2023, 2, 28)),
        (date(2023, 12, 31), date(2023, 12, 31)),
        (date(2023, 4, 30), date(2023, 4, 30)),
    ],
)
def test_month_ends(day, end):
    assert month_end(day) == end


@given(started=DAYS, first=DAYS, second=DAYS)
def test_a_later_report_never_brings_the_period_forward(started, first, second):
    earlier, later = sorted([first, second])
    assert period_end(started, earlier) <= period_end(started, later)


@given(started=DAYS, reported=DAYS)
def test_a_report_is_never_late_for_the_period_it_opens(started, reported):
    due = period_end(started, reported)
    assert due > reported
    assert due == month_end(due)
