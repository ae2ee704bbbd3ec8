"""From counts to marks: full at the threshold, in proportion below it, two decimals, nothing out of nothing. Pure."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from dean06.kernel.base.calendar import WorkingCalendar
from dean06.kernel.cases.kpi.counting import INDICATORS
from dean06.kernel.cases.kpi.types import Counted, Facts, Group, GroupScore, Measured, Scoreboard, Weight

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def rate(counted: Counted) -> Decimal | None:
    """Percent, two decimals; None out of nothing."""
    if not counted.out_of:
        return None
    return _rounded(HUNDRED * len(counted.good) / len(counted.out_of))


def marks(counted: Counted, weight: Weight) -> Decimal | None:
    """Full marks at the threshold, else rate x marks / threshold; None out of nothing."""
    if not counted.out_of:
        return None
    exact = HUNDRED * len(counted.good) / len(counted.out_of)
    return weight.marks if exact >= weight.threshold else _rounded(exact * weight.marks / weight.threshold)


def score(facts: Facts, weights: Sequence[Weight], calendar: WorkingCalendar) -> Scoreboard:
    """The six groups by the weights in force."""
    measured = [_measure(weight, INDICATORS[weight.code](facts, calendar)) for weight in weights]
    groups = tuple(_group(group, [one for one in measured if one.weight.group is group]) for group in Group)
    return Scoreboard(groups=groups, is_verified=all(weight.verified for weight in weights))


def _measure(weight: Weight, counted: Counted) -> Measured:
    return Measured(weight=weight, counted=counted, rate=rate(counted), marks=marks(counted, weight))


def _group(group: Group, indicators: Sequence[Measured]) -> GroupScore:
    return GroupScore(
        group=group,
        marks=_sum(one.marks for one in indicators if one.marks is not None),
        measurable=_sum(one.weight.marks for one in indicators if one.marks is not None),
        most=_sum(one.weight.marks for one in indicators),
        indicators=tuple(indicators),
    )


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0))


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(CENT, ROUND_HALF_UP)
