"""Which reminder is due on a day: 7, 3 and 1 working days before, the day after, and escalation."""

from dataclasses import dataclass
from datetime import date

from dean06.kernel.base.calendar import working_days_between

STAGES_BEFORE = {7: "d7", 3: "d3", 1: "d1"}
OVERDUE = "overdue"
ESCALATED = "escalated"
ESCALATE_AFTER_WORKING_DAYS = 3


@dataclass(frozen=True)
class Due:
    """A reminder stage reached, for a last allowed day."""

    stage: str
    due_on: date


def due_stage(last: date | None, on: date) -> Due | None:
    """The stage reached on a day for a last allowed day, or None. A worker that slept over a stage catches up with the
    nearest later one."""
    if last is None:
        return None
    if on > last:
        late = working_days_between(last, on)
        return Due(ESCALATED if late >= ESCALATE_AFTER_WORKING_DAYS else OVERDUE, last)
    left = working_days_between(on, last)
    reached = [days for days in STAGES_BEFORE if left <= days]
    return Due(STAGES_BEFORE[min(reached)], last) if reached else None
