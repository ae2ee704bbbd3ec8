"""What a deadline of a dispatch means in days. Wording kinds and bounds: protocols/dispatch-reading.schema.json."""

from dataclasses import dataclass
from datetime import date, timedelta

from dean06.kernel.base.calendar import is_working_day

DATED_KINDS = frozenset({"fixed", "period_end", "before_period"})
EXCLUSIVE = "exclusive"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A deadline in force: its words, kind, day and whether that day itself still counts."""

    text: str = ""
    kind: str = "none"
    on: date | None = None
    bound: str = "inclusive"

    @property
    def is_dated(self) -> bool:
        """True when a calendar day can be missed."""
        return self.kind in DATED_KINDS and self.on is not None


def last_allowed_day(deadline: Deadline) -> date | None:
    """The last day on which the duty is done in time; "trước ngày D" ends the day before D. None when undated.

    Working days are not applied: an administrative dispatch that names a calendar day means that day, so a deadline
    on a day off is shown as a contradiction to decide instead of being moved silently.
    """
    if not deadline.is_dated or deadline.on is None:
        return None
    return deadline.on - ONE_DAY if deadline.bound == EXCLUSIVE else deadline.on


def last_working_day(deadline: Deadline) -> date | None:
    """The last working day on or before the last allowed day: until then somebody is there to receive it."""
    day = last_allowed_day(deadline)
    while day is not None and not is_working_day(day):
        day -= ONE_DAY
    return day
