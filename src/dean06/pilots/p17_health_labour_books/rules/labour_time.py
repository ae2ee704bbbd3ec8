"""Time at work added up: overlapping periods once, months by the share of their days.

Every calendar month counts for the part of its days that is covered, so a whole month is one whatever its length, and
two periods of the same day are one day. That a year of an occupation is twelve such months is our reading: no text on
proofs of experience was at hand (verified = false).
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Final

MONTHS_A_YEAR: Final = 12
YEARS_TOLD: Final = (1, 2, 3, 5, 10)
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Days:
    """Days from one to another, both counted."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Work:
    """A job as the rules see it; ``until`` is None while it goes on."""

    employer: str
    occupation: str
    since: date
    until: date | None
    is_insured: bool


def days_of(work: Work, day: date) -> Days | None:
    """Its days up to and including ``day``; None when it had not begun."""
    last = min(work.until or day, day)
    return Days(work.since, last) if work.since <= last else None


def union(spans: Iterable[Days]) -> tuple[Days, ...]:
    """The same days without overlaps, in order; periods that touch are one."""
    found: list[Days] = []
    for one in sorted(spans):
        if found and one.first <= found[-1].last + ONE_DAY:
            found[-1] = Days(found[-1].first, max(found[-1].last, one.last))
        else:
            found.append(one)
    return tuple(found)


def months_in(spans: Iterable[Days]) -> Fraction:
    """Months covered, each day once."""
    return sum((_months(one) for one in union(spans)), Fraction(0))


def gaps(spans: Iterable[Days]) -> tuple[Days, ...]:
    """Days between the first and the last that nothing covers."""
    whole = union(spans)
    return tuple(Days(one.last + ONE_DAY, other.first - ONE_DAY) for one, other in pairwise(whole))


def time_in(works: Iterable[Work], occupation: str, day: date) -> Fraction:
    """Months in one occupation up to a day, by insured jobs alone."""
    counted = (days_of(one, day) for one in works if one.occupation == occupation and one.is_insured)
    return months_in(one for one in counted if one)


def years_reached(months: Fraction) -> tuple[int, ...]:
    """Which of the thresholds a proof speaks of are reached."""
    return tuple(years for years in YEARS_TOLD if months >= years * MONTHS_A_YEAR)


def words_of(months: Fraction) -> str:
    """ "7 năm 8 tháng"; a month that is not full is left out."""
    years, rest = divmod(int(months), MONTHS_A_YEAR)
    told = [f"{years} năm" if years else "", f"{rest} tháng" if rest else ""]
    return " ".join(part for part in told if part) or "chưa đủ 1 tháng"


def marks(work: Work, others: Iterable[Work], day: date) -> tuple[str, ...]:
    """What does not fit the rest of the book. It is marked, never refused: two jobs at a time may well be true."""
    own, rest = days_of(work, day), list(others)
    if own is None:
        return ("Chưa bắt đầu",)
    told = []
    elsewhere = [days_of(one, day) for one in rest if one.employer != work.employer]
    if any(one and one.first <= own.last and own.first <= one.last for one in elsewhere):
        told.append("Trùng thời gian với việc khác")
    if not work.is_insured:
        insured = union(found for one in rest if one.is_insured and (found := days_of(one, day)))
        if not any(one.first <= own.first and own.last <= one.last for one in insured):
            told.append("Có thời gian không đóng bảo hiểm")
    return tuple(told)


def _months(span: Days) -> Fraction:
    if _is_same_month(span):
        return Fraction((span.last - span.first).days + 1, _length(span.first))
    head = Fraction(_length(span.first) - span.first.day + 1, _length(span.first))
    tail = Fraction(span.last.day, _length(span.last))
    between = (span.last.year - span.first.year) * MONTHS_A_YEAR + span.last.month - span.first.month - 1
    return head + between + tail


def _is_same_month(span: Days) -> bool:
    return (span.first.year, span.first.month) == (span.last.year, span.last.month)


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]
