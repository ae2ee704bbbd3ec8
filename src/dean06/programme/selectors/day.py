"""The end of a day in Vietnamese time: what happened up to it counts in a view as of that day."""

from datetime import date, datetime, time, timedelta

from dean06.kernel.base.clock import VN_TZ, local


def end_of(day: date) -> datetime:
    """The first instant after the day; compare with "<"."""
    return datetime.combine(day + timedelta(days=1), time.min, VN_TZ)


def day_of(instant: datetime | None) -> date | None:
    """The Vietnamese day of an instant."""
    return local(instant).date() if instant else None
