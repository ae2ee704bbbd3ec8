"""Indicators that pilots count from their own data: the manifest names the function, nobody types the figure."""

from collections.abc import Sequence
from datetime import date

from dean06.kernel.manifest.api import function_at
from dean06.kernel.manifest.types import Indicator, Pilot, Status
from dean06.programme.selectors.board_types import IndicatorValue

TREND_MONTHS = 6


def values(pilot: Pilot, as_of: date) -> tuple[IndicatorValue, ...]:
    """Current figures and month-end trend of a pilot; nothing for one that is not built."""
    if pilot.status is not Status.BUILT:
        return ()
    days = _month_ends(as_of)
    counted = function_at(pilot.figures)(days) if pilot.figures else {}
    return tuple(
        _value(one, _one_by_one(one.selector, days) if one.selector else counted[one.code]) for one in pilot.indicators
    )


def _value(indicator: Indicator, trend: Sequence[int]) -> IndicatorValue:
    return IndicatorValue(label=indicator.label, value=trend[-1], unit=indicator.unit_vi, trend=tuple(trend))


def _one_by_one(path: str, days: list[date]) -> tuple[int, ...]:
    count = function_at(path)
    return tuple(int(count(day)) for day in days)


def _month_ends(as_of: date) -> list[date]:
    first = as_of.replace(day=1)
    ends = [as_of]
    for _ in range(TREND_MONTHS - 1):
        end = date.fromordinal(first.toordinal() - 1)
        ends.append(end)
        first = end.replace(day=1)
    return ends[::-1]
