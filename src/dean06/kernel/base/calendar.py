"""The Vietnamese working calendar and the deadlines counted on it.

Saturdays, Sundays and public holidays come from the ``holidays`` library (lunar dates by the Vietnamese table, swaps
and days in lieu included); a dated overlay of official decisions wins over it. Counting starts on the day after
the event (Bộ luật Dân sự 2015, Điều 147), so the first working day is at the earliest tomorrow.
"""

import tomllib
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from holidays.countries.vietnam import Vietnam

from dean06.kernel.base import clock

SATURDAY = 5
ONE_DAY = timedelta(days=1)
# Received after this hour, a file due "trong ngày" is due on the next working day.
SAME_DAY_CUT_OFF = time(15, 0)
OVERLAY_FILE = Path(__file__).with_name("data") / "calendar_overlay.toml"


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """One official decision about one day; ``verified`` says somebody has read the notice named in ``source``."""

    day: date
    is_working: bool
    source: str
    verified: bool = False


@dataclass(frozen=True, kw_only=True)
class OfficeHours:
    """Opening hours of a working day, in order and not overlapping. Offices differ: pass your own."""

    spans: tuple[tuple[time, time], ...] = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        if not edges or any(first >= second for first, second in pairwise(edges)):
            raise ValueError(f"office hours must be in order and not empty: {self.spans}")


class OverlayError(ValueError):
    """The overlay file cannot be read; the message names the file and the entry."""


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """Working days and hours of one office. Immutable; ``with_overlay`` gives a changed one."""

    overlay: tuple[Overlay, ...] = ()
    hours: OfficeHours = OfficeHours()

    def with_overlay(self, more: Iterable[Overlay]) -> "WorkingCalendar":
        """The same calendar with further decisions, which win over earlier ones for the same day."""
        return replace(self, overlay=(*self.overlay, *more))

    def is_working_day(self, day: date) -> bool:
        """True when offices work on that day."""
        decided = _decisions(self.overlay).get(day)
        if decided is not None:
            return decided.is_working
        free, made_working = _year(day.year)
        return day in made_working or (day.weekday() < SATURDAY and day not in free)

    def add_working_days(self, start: date, days: int) -> date:
        """The ``days``-th working day after ``start`` (before it when negative); 0 is ``start`` itself."""
        step = ONE_DAY if days > 0 else -ONE_DAY
        day, left = start, abs(days)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``: what turns one into the other by addition.

        Negative when ``last`` is the earlier one: the working days from ``last`` up to but not including ``first``.
        """
        if last < first:
            return -self._count(last, first)
        return self._count(first + ONE_DAY, last + ONE_DAY)

    def _count(self, begin: date, end: date) -> int:
        """Working days from a day on until another, which does not count."""
        whole = sum(len(_working_days(self, year)) for year in range(begin.year, end.year))
        return whole + _before(self, end) - _before(self, begin)

    def last_working_day_before(self, day: date) -> date:
        """Last working day on which something due "trước ngày" ``day`` can be handed in at an office."""
        return self.add_working_days(day, -1)

    def next_working_day(self, day: date) -> date:
        """``day`` itself when offices work, else the next day they do (Bộ luật Dân sự 2015, Điều 148 khoản 5)."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def due_same_day(self, received_at: datetime) -> date:
        """Day a "trong ngày" file is due: after 15:00, or on a day off, the next working day."""
        received = clock.local(received_at)
        if self.is_working_day(received.date()) and received.time() <= SAME_DAY_CUT_OFF:
            return received.date()
        return self.add_working_days(received.date(), 1)

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """Instant when ``hours`` (>= 0) of office time have passed since ``start``, in Vietnamese time."""
        if hours < 0:
            raise ValueError("hours must not be negative")
        moment, left = clock.local(start), timedelta(hours=hours)
        day = moment.date()
        while True:
            for opening, closing in self._spans(day):
                begin = max(moment, opening)
                if begin < closing or (begin == closing and not left):
                    if left <= closing - begin:
                        return begin + left
                    left -= closing - begin
            day += ONE_DAY

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.is_working_day(day):
            return []
        return [(_at(day, opening), _at(day, closing)) for opening, closing in self.hours.spans]


def holiday_name(day: date) -> str:
    """Vietnamese name of the public holiday on that day, "" when there is none."""
    return str(_vietnam(day.year).get(day) or "")


def last_day_before(day: date) -> date:
    """Last day on which something due "trước ngày" ``day`` is in time: the bound is exclusive."""
    return day - ONE_DAY


def last_working_day_before(day: date) -> date:
    """``WorkingCalendar.last_working_day_before`` of the default calendar."""
    return _default.last_working_day_before(day)


def read_overlay(file: Path) -> tuple[Overlay, ...]:
    """Decisions written in a TOML file of ``[[day]]`` entries; OverlayError says what is wrong and where."""
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8")).get("day", [])
        return tuple(_overlay_entry(entry) for entry in entries)
    except (AttributeError, TypeError, ValueError) as error:
        raise OverlayError(f"{file.name}: {error}") from error


def default_calendar() -> WorkingCalendar:
    """The calendar behind the module's functions."""
    return _default


def extend_default(more: Iterable[Overlay]) -> None:
    """Add the installation's own decisions to the default calendar; called once when a process starts."""
    global _default  # noqa: PLW0603 - one calendar per process, replaced whole before it is used
    _default = _default.with_overlay(more)


def is_working_day(day: date, overlay: Iterable[Overlay] = ()) -> bool:
    """``WorkingCalendar.is_working_day`` of the default calendar, with further decisions if given."""
    return _default.with_overlay(overlay).is_working_day(day)


def add_working_days(start: date, days: int) -> date:
    """``WorkingCalendar.add_working_days`` of the default calendar."""
    return _default.add_working_days(start, days)


def working_days_between(first: date, last: date) -> int:
    """``WorkingCalendar.working_days_between`` of the default calendar."""
    return _default.working_days_between(first, last)


def next_working_day(day: date) -> date:
    """``WorkingCalendar.next_working_day`` of the default calendar."""
    return _default.next_working_day(day)


def add_working_hours(start: datetime, hours: float) -> datetime:
    """``WorkingCalendar.add_working_hours`` of the default calendar."""
    return _default.add_working_hours(start, hours)


def due_same_day(received_at: datetime) -> date:
    """``WorkingCalendar.due_same_day`` of the default calendar."""
    return _default.due_same_day(received_at)


def _overlay_entry(entry: dict[str, object]) -> Overlay:
    day, is_working, source = entry.get("day"), entry.get("is_working"), entry.get("source")
    if type(day) is not date or not isinstance(is_working, bool) or not isinstance(source, str) or not source:
        raise ValueError(f"{entry}: day must be a date, is_working true or false, source the notice's number")
    return Overlay(day=day, is_working=is_working, source=source, verified=entry.get("verified") is True)


def _at(day: date, clock_time: time) -> datetime:
    return datetime.combine(day, clock_time, clock.VN_TZ)


@lru_cache(maxsize=64)
def _working_days(calendar: WorkingCalendar, year: int) -> tuple[date, ...]:
    """The working days of a year in order: what lies between two days is looked up, not counted day by day."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=offset) for offset in range(366))
    return tuple(day for day in days if day.year == year and calendar.is_working_day(day))


def _before(calendar: WorkingCalendar, day: date) -> int:
    return bisect_left(_working_days(calendar, day.year), day)


@lru_cache(maxsize=64)
def _decisions(overlay: tuple[Overlay, ...]) -> dict[date, Overlay]:
    return {decision.day: decision for decision in overlay}


@lru_cache(maxsize=64)
def _vietnam(year: int) -> Vietnam:
    return Vietnam(years=year, expand=False, language="vi")


@lru_cache(maxsize=64)
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Free days and weekend days made working ones, as the library knows them for one year."""
    known = _vietnam(year)
    return frozenset(known), frozenset(known.weekend_workdays)


_default = WorkingCalendar(overlay=read_overlay(OVERLAY_FILE))
