"""When a case is due: the kinds of deadline procedures have, and how a pause moves the day. Pure.

Working days count from the day after receipt (Bộ luật Dân sự 2015, Điều 147); a last day on which offices rest moves to
the next working day (Điều 148 khoản 5). A case is pinned to the rule it was received under.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dean06.kernel.base import clock
from dean06.kernel.base.calendar import WorkingCalendar
from dean06.kernel.cases.statuses import Clock, Status


class DeadlineKind(StrEnum):
    """How a procedure counts its time."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"
    SAME_DAY = "same_day"  # received after 15:00: the next working day
    ON_DAY = "on_day"  # a period's end, e.g. of an examination's registration
    AT_ONCE = "at_once"  # before the office closes that day; brought to a closed office: the next working day


COUNTED = (DeadlineKind.WORKING_DAYS, DeadlineKind.CALENDAR_DAYS, DeadlineKind.WORKING_HOURS)


@dataclass(frozen=True, kw_only=True)
class DeadlineRule:
    """``amount`` of days or hours for the counted kinds, else 0; ``day`` for ON_DAY only."""

    kind: DeadlineKind
    amount: int = 0
    day: date | None = None

    def __post_init__(self) -> None:
        if (self.amount > 0) != (self.kind in COUNTED) or (self.day is not None) != (self.kind is DeadlineKind.ON_DAY):
            raise ValueError(f"{self.kind}: amount {self.amount}, day {self.day} do not fit")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A case came to a status at an aware instant."""

    at: datetime
    status: Status


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A case's time: received when, due when (None while not received or without a limit), ended when, on time or not.

    ``pauses`` counts requests for supplement after receipt; a second one counts as overdue whatever the days say
    (QĐ 766/QĐ-TTg). ``is_overdue`` is judged at the end, or at ``now`` while the case is open; a pause is not overdue.
    """

    received_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    pauses: int
    is_paused: bool
    is_overdue: bool


def from_arrival(steps: Sequence[Step], arrived_at: datetime | None) -> list[Step]:
    """The history of a file that came by post as its time is counted: from when the unit got it, not from when somebody
    found time to enter it. Sent back for more before it was taken in, it was not whole: receipt stays where it was."""
    first = next((number for number, step in enumerate(steps) if step.status.clock is Clock.RUNS), len(steps))
    if arrived_at is None or any(step.status is not Status.SUBMITTED for step in steps[:first]):
        return list(steps)
    return [replace(step, at=arrived_at) if number <= first else step for number, step in enumerate(steps)]


def due(rule: DeadlineRule, received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Last instant on time, in Vietnamese time: the closing of the office on the last day, or the hour itself."""
    received = clock.local(received_at)
    match rule.kind:
        case DeadlineKind.WORKING_HOURS:
            return calendar.add_working_hours(received, rule.amount)
        case DeadlineKind.AT_ONCE:
            last = _open_day(received, calendar)
        case DeadlineKind.SAME_DAY:
            last = calendar.due_same_day(received)
        case DeadlineKind.WORKING_DAYS:
            last = calendar.add_working_days(received.date(), rule.amount)
        case DeadlineKind.CALENDAR_DAYS:
            last = calendar.next_working_day(received.date() + timedelta(days=rule.amount))
        case DeadlineKind.ON_DAY:
            last = calendar.next_working_day(rule.day or received.date())
    return closing(last, calendar)


def closing(day: date, calendar: WorkingCalendar) -> datetime:
    """When the office closes on a day."""
    return datetime.combine(day, calendar.hours.spans[-1][1], clock.VN_TZ)


def standing(rule: DeadlineRule, steps: Sequence[Step], calendar: WorkingCalendar, now: datetime) -> Standing:
    """Where a case's time stands, from its history in order. ``now`` matters only while the case is open."""
    received_at = next((step.at for step in steps if step.status.clock is Clock.RUNS), None)
    ended_at = _ended_at(steps)
    pauses = _pauses([step for step in steps if received_at is not None and step.at >= received_at], ended_at or now)
    is_paused = bool(steps) and steps[-1].status.clock is Clock.PAUSES and received_at is not None
    if received_at is None:
        return Standing(received_at=None, due_at=None, ended_at=ended_at, pauses=0, is_paused=False, is_overdue=False)
    due_at = moved(rule, due(rule, received_at, calendar), pauses, calendar)
    judged_at, judged_due = ended_at or now, due_at
    if is_paused:  # the request is the end, held against the day without the wait that it began
        judged_at, judged_due = pauses[-1][0], moved(rule, due(rule, received_at, calendar), pauses[:-1], calendar)
    return Standing(
        received_at=received_at,
        due_at=due_at,
        ended_at=ended_at,
        pauses=len(pauses),
        is_paused=is_paused,
        is_overdue=len(pauses) > 1 or judged_at > judged_due,
    )


def moved(
    rule: DeadlineRule, due_at: datetime, pauses: Sequence[tuple[datetime, datetime]], calendar: WorkingCalendar
) -> datetime:
    """The due instant after pauses (from, until): later by the time the office could not work on the case.

    Days are counted for rules in days, hours for rules in hours; a rule on a fixed day is not moved by anybody. Where
    the law gives a single day the answer is received anew: in the afternoon, it leaves the next day. Who asks after the
    day is late already, and no wait mends that.
    """
    for begin, end in pauses:
        if begin > due_at:
            continue
        first, last = clock.local(begin).date(), clock.local(end).date()
        match rule.kind:
            case DeadlineKind.WORKING_HOURS:
                due_at = calendar.add_working_hours(due_at, _working_hours(begin, end, calendar))
            case DeadlineKind.WORKING_DAYS:
                due_at = _later(due_at, calendar.working_days_between(first, last), calendar)
            case DeadlineKind.SAME_DAY | DeadlineKind.AT_ONCE:
                shifted = _later(due_at, calendar.working_days_between(first, last), calendar)
                due_at = max(due(rule, end, calendar), shifted)
            case DeadlineKind.CALENDAR_DAYS:
                due_at = closing(calendar.next_working_day(due_at.date() + (last - first)), calendar)
            case DeadlineKind.ON_DAY:
                pass
    return due_at


def _open_day(received: datetime, calendar: WorkingCalendar) -> date:
    """The day itself while the office is open or yet to open, else the next working day."""
    day = received.date()
    is_in_time = calendar.is_working_day(day) and received <= closing(day, calendar)
    return day if is_in_time else calendar.add_working_days(day, 1)


def _later(due_at: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    return closing(calendar.add_working_days(due_at.date(), days), calendar) if days else due_at


def _ended_at(steps: Sequence[Step]) -> datetime | None:
    """Decided, else handed over, else whatever else ended it; a withdrawal taken back ended nothing (QĐ 766)."""
    for wanted in (Status.DECIDED, Status.HANDED_OVER):
        found = next((step.at for step in steps if step.status is wanted), None)
        if found:
            return found
    if not steps or steps[-1].status.clock is not Clock.ENDS:
        return None
    trailing = [step for step in steps if step.status.clock is Clock.ENDS]
    runs = [step.at for step in steps if step.status.clock is not Clock.ENDS]
    return next(step.at for step in trailing if not runs or step.at >= runs[-1])


def _pauses(steps: Sequence[Step], until: datetime) -> list[tuple[datetime, datetime]]:
    """Each wait for a supplement; the last one may go on until ``until``."""
    found: list[tuple[datetime, datetime]] = []
    began: datetime | None = None
    for step in steps:
        is_pause = step.status.clock is Clock.PAUSES
        if is_pause and began is None:
            began = step.at
        elif not is_pause and began is not None:
            found.append((began, step.at))
            began = None
    return [*found, (began, until)] if began is not None else found


def _working_hours(begin: datetime, end: datetime, calendar: WorkingCalendar) -> float:
    """Office hours between two instants."""
    first, last = clock.local(begin), clock.local(end)
    total, day = timedelta(), first.date()
    while day <= last.date():
        if calendar.is_working_day(day):
            for opening, shutting in calendar.hours.spans:
                total += max(_overlap(day, opening, shutting, first, last), timedelta())
        day += timedelta(days=1)
    return total / timedelta(hours=1)


def _overlap(day: date, opening: time, shutting: time, first: datetime, last: datetime) -> timedelta:
    begin = max(datetime.combine(day, opening, clock.VN_TZ), first)
    return min(datetime.combine(day, shutting, clock.VN_TZ), last) - begin
