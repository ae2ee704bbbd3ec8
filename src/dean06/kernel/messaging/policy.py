"""What each class of message may do, and the hours in which people are left alone; read from data/."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from dean06.kernel.base import clock
from dean06.kernel.base.declarations import DeclarationError, Source, Table
from dean06.kernel.messaging.types import Channel, MessageClass

DATA = Path(__file__).with_name("data")
CLASSES, QUIET = "classes.toml", "quiet_hours.toml"


@dataclass(frozen=True, kw_only=True)
class ClassPolicy:
    """How a class goes out. ``channels``: tried in this order, or all at once when ``together``."""

    kind: MessageClass
    channels: tuple[Channel, ...]
    together: bool
    quiet_hours: bool
    optional: bool


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """From ``begins`` to ``ends`` (Vietnamese time, over midnight when it begins later) nothing unasked rings."""

    valid_from: date
    begins: time
    ends: time
    channels: tuple[Channel, ...]
    source: str
    verified: bool

    def end_of(self, at: datetime) -> datetime | None:
        """When the quiet time around an instant ends; None outside of it."""
        local = clock.local(at)
        now = local.time()
        over_midnight = self.begins > self.ends
        is_quiet = (now >= self.begins or now < self.ends) if over_midnight else self.begins <= now < self.ends
        if not is_quiet:
            return None
        day = local.date() + timedelta(days=int(over_midnight and now >= self.begins))
        return datetime.combine(day, self.ends, clock.VN_TZ)


@cache
def policies() -> dict[MessageClass, ClassPolicy]:
    """The policy of every class. DeclarationError with file and line."""
    return read_policies(CLASSES, (DATA / CLASSES).read_text(encoding="utf-8"))


@cache
def quiet_hours() -> tuple[QuietHours, ...]:
    """The periods, earliest first. DeclarationError with file and line."""
    return read_quiet_hours(QUIET, (DATA / QUIET).read_text(encoding="utf-8"))


def quiet_until(channel: Channel, at: datetime) -> datetime | None:
    """When a message that does not press may go out on this channel; None for at once."""
    day = clock.local(at).date()
    in_force = [one for one in quiet_hours() if one.valid_from <= day]
    return in_force[-1].end_of(at) if in_force and channel in in_force[-1].channels else None


def read_policies(file: str, text: str) -> dict[MessageClass, ClassPolicy]:
    """The classes a file declares; every class must be there."""
    source = Source(file, text)
    found = {one.kind: one for one in map(_policy, source.root.tables("class", required=True))}
    source.root.done()
    if not source.problems and (missing := [kind.value for kind in MessageClass if kind not in found]):
        source.problem((), f"Thiếu loại tin: {', '.join(missing)}.")
    if source.problems:
        raise DeclarationError(source.problems)
    return found


def read_quiet_hours(file: str, text: str) -> tuple[QuietHours, ...]:
    """The periods a file declares, earliest first."""
    source = Source(file, text)
    found = [_period(one) for one in source.root.tables("period")]
    source.root.done()
    if source.problems:
        raise DeclarationError(source.problems)
    return tuple(sorted(found, key=lambda one: one.valid_from))


def _policy(table: Table) -> ClassPolicy:
    policy = ClassPolicy(
        kind=table.one_of("code", MessageClass) or MessageClass.NOTICE,
        channels=table.some_of("channels", Channel),
        together=table.flag("together"),
        quiet_hours=table.flag("quiet_hours"),
        optional=table.flag("optional"),
    )
    table.done()
    return policy


def _period(table: Table) -> QuietHours:
    period = QuietHours(
        valid_from=table.day("valid_from") or date.min,
        begins=table.clock_time("begins") or time.min,
        ends=table.clock_time("ends") or time.min,
        channels=table.some_of("channels", Channel),
        source=table.text("source"),
        verified=table.flag("verified"),
    )
    table.done()
    return period
