"""Counting on from the day says the same as counting the working days up to the deadline."""

from datetime import date, timedelta

import pytest

from dean06.kernel.base.calendar import working_days_between
from dean06.programme.rules.status import DUE_SOON_WORKING_DAYS, is_soon

# Around Tết 2024 (8-14 February), the Friday of a swap, an ordinary week, the year's end.
DAYS = (date(2024, 2, 1), date(2024, 4, 25), date(2023, 12, 13), date(2023, 12, 29))


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_same_as_counting_up_to_the_deadline(as_of: date) -> None:
    dues = [as_of + timedelta(days=days) for days in range(-3, 40)]
    found = [is_soon(due, as_of) for due in dues]
    assert found == [working_days_between(as_of, due) <= DUE_SOON_WORKING_DAYS for due in dues]
    assert found[0]
    assert not found[-1]
