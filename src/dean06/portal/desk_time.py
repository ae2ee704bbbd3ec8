"""How much time a case has left, as a word and a colour. The one place that says it."""

from datetime import datetime

from dean06.kernel.base import clock
from dean06.kernel.base.calendar import WorkingCalendar
from dean06.kernel.cases.types import CaseLine, Clock, Status
from dean06.ui.words import Word

HOUR = 3600
MINUTE = 60
SOON_DAYS = 1  # working days; from here on a case is "sắp đến hạn"
WITHDRAWAL = Word("xin rút, chờ dừng", "warning")
NOT_RECEIVED = Word("chưa tiếp nhận", "info")
WAITS_FOR_PAPERS = Word("chờ bổ sung", "neutral")
PAUSED = Word("tạm dừng", "neutral")
LATE_BY_RULE = Word("tính là quá hạn", "danger")
ENDED = Word("xong đúng hạn", "success")
ENDED_LATE = Word("xong quá hạn", "warning")
CLOSED = Word("đã kết thúc", "neutral")


def time_left(line: CaseLine, now: datetime, calendar: WorkingCalendar) -> Word:
    """Words for a line: what is left in working days (hours on the last day), how late it is, or why no time runs."""
    if line.ended_at or line.status.clock is Clock.ENDS:
        return _ended(line)
    if line.due_at is None:
        return WAITS_FOR_PAPERS if line.status is Status.SUPPLEMENT_ASKED else NOT_RECEIVED
    if line.is_paused:
        return LATE_BY_RULE if line.is_overdue else PAUSED
    return _running(line, line.due_at, now, calendar)


def _ended(line: CaseLine) -> Word:
    if line.status is Status.WITHDRAWAL_ASKED:
        return WITHDRAWAL
    if line.status in (Status.NOT_RECEIVED, Status.STOPPED):
        return CLOSED
    return ENDED_LATE if line.is_overdue else ENDED


def _running(line: CaseLine, due_at: datetime, now: datetime, calendar: WorkingCalendar) -> Word:
    if due_at < now:
        return Word(f"quá hạn {_span(due_at, now, calendar)}", "danger")
    left = f"còn {_span(now, due_at, calendar)}"
    if line.is_overdue:
        return Word(f"{LATE_BY_RULE.text}, {left}", "danger")
    return Word(left, "warning" if _is_soon(due_at, now, calendar) else "info")


def _is_soon(due_at: datetime, now: datetime, calendar: WorkingCalendar) -> bool:
    days = calendar.working_days_between(clock.local(now).date(), clock.local(due_at).date())
    return days <= SOON_DAYS


def _span(begin: datetime, end: datetime, calendar: WorkingCalendar) -> str:
    """Working days between two days; within one day, or over days off alone, hours or minutes of the clock."""
    days = calendar.working_days_between(clock.local(begin).date(), clock.local(end).date())
    if days:
        return f"{days} ngày làm việc"
    seconds = int((end - begin).total_seconds())
    return f"{seconds // HOUR} giờ" if seconds >= HOUR else f"{max(1, seconds // MINUTE)} phút"
