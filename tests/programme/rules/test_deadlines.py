"""Deadlines in days: bounds, kinds that can be missed, working days only for those who wait at a counter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base.calendar import is_working_day
from dean06.programme.rules.deadlines import DATED_KINDS, Deadline, last_allowed_day, last_working_day

DAYS = st.dates(date(2022, 1, 6), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("kind", "on", "bound", "last"),
    [
        ("fixed", date(2023, 12, 30), "inclusive", date(2023, 12, 30)),
        ("fixed", date(2023, 12, 3), "exclusive", date(2023, 12, 2)),
        ("period_end", date(2024, 3, 31), "inclusive", date(2024, 3, 31)),
        ("before_period", date(2024, 1, 1), "exclusive", date(2023, 12, 31)),
        ("recurring", None, "inclusive", None),
        ("recurring", date(2024, 1, 1), "inclusive", None),
        ("event", None, "inclusive", None),
        ("roadmap", None, "inclusive", None),
        ("none", None, "inclusive", None),
        ("fixed", None, "inclusive", None),
    ],
)
def test_the_last_allowed_day(kind, on, bound, last):
    assert last_allowed_day(Deadline(kind=kind, on=on, bound=bound)) == last


def test_a_sunday_bound_is_not_moved_but_offices_close_on_friday():
    """The dispatch's own case: plans "trước ngày 03/12/2023", a Sunday."""
    plans = Deadline(kind="fixed", on=date(2023, 12, 3), bound="exclusive")
    assert last_allowed_day(plans) == date(2023, 12, 2)
    assert last_working_day(plans) == date(2023, 12, 1)


def test_no_working_day_is_invented_for_an_undated_duty():
    assert last_working_day(Deadline(kind="event")) is None


@given(day=DAYS, kind=st.sampled_from(sorted(DATED_KINDS)))
def test_exclusive_is_one_day_earlier_than_inclusive(day, kind):
    inclusive = last_allowed_day(Deadline(kind=kind, on=day))
    assert last_allowed_day(Deadline(kind=kind, on=day, bound="exclusive")) == inclusive - timedelta(days=1)


@given(day=DAYS, bound=st.sampled_from(["inclusive", "exclusive"]))
def test_the_last_working_day_is_a_working_day_not_after_the_deadline(day, bound):
    deadline = Deadline(kind="fixed", on=day, bound=bound)
    found = last_working_day(deadline)
    assert is_working_day(found)
    assert found <= last_allowed_day(deadline)
