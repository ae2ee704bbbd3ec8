"""Indicators that pilots count from their own data: the manifest names the function, nobody types the figure."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

from dean06.kernel.manifest.types import Indicator, Pilot, Status
from dean06.programme.selectors.board_types import IndicatorValue

TREND_MONTHS = 6


def values(pilot: Pilot, as_of: date) -> tuple[IndicatorValue, ...]:
    """Current figures and month-end trend of a pilot; nothing for one that is not built."""
    if pilot.status is not Status.BUILT:
        return ()
    return tuple(_value(indicator, as_of) for indicator in pilot.indicators)


def _value(indicator: Indicator, as_of: date) -> IndicatorValue:
    days = _month_ends(as_of)
    trend = _at_once(indicator.series, days) if indicator.series else _one_by_one(indicator.selector, days)
    return IndicatorValue(label=indicator.label, value=trend[-1], unit=indicator.unit_vi, trend=trend)


def _at_once(path: str, days: list[date]) -> tuple[int, ...]:
    return tuple(int(value) for value in _function(path)(days))


def _one_by_one(path: str, days: list[date]) -> tuple[int, ...]:
    count = _function(path)
    return tuple(int(count(day)) for day in days)


def _function(path: str) -> Callable[..., Any]:
    module, _, name = path.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def _month_ends(as_of: date) -> list[date]:
    first = as_of.replace(day=1)
    ends = [as_of]
    for _ in range(TREND_MONTHS - 1):
        end = date.fromordinal(first.toordinal() - 1)
        ends.append(end)
        first = end.replace(day=1)
    return ends[::-1]
