"""The only source of "now". Tests and seeding set it with ``at``; nobody else asks the machine for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

VN_TZ = ZoneInfo("Asia/Ho_Chi_Minh")
# A bare day means the opening of offices: the same calendar day in Việt Nam and in UTC.
START_OF_OFFICE = time(8, 0)

_set_to: ContextVar[datetime | None] = ContextVar("dean06_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Việt Nam."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """An aware instant in Vietnamese time; a naive one is refused with ValueError."""
    if instant.tzinfo is None:
        raise ValueError("naive datetime: the instant must carry its time zone")
    return instant.astimezone(VN_TZ)


@contextmanager
def at(moment: datetime | date) -> Iterator[datetime]:
    """Hold the clock at an aware instant, or at 08:00 Vietnamese time of a day, for the block; may be nested."""
    held = _as_instant(moment)
    token = _set_to.set(held)
    try:
        yield held
    finally:
        _set_to.reset(token)


def _as_instant(moment: datetime | date) -> datetime:
    if isinstance(moment, datetime):
        return local(moment).astimezone(UTC)
    return datetime.combine(moment, START_OF_OFFICE, VN_TZ).astimezone(UTC)
