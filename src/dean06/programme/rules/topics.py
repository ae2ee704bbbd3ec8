"""What a type of contradiction is about, and so what its decision must settle."""

from typing import Literal

Topic = Literal["lead", "deadline", "note"]

LEAD_TYPES = frozenset(
    {
        "lead_mismatch",
        "lead_is_request",
        "lead_multiple",
        "lead_missing",
        "lead_also_coordinator",
        "lead_also_force",
    }
)
DEADLINE_TYPES = frozenset({"deadline_mismatch", "deadline_missing", "deadline_non_working_day"})


def settles(contradiction_type: str) -> Topic:
    """lead: one accountable unit; deadline: a day; note: nothing but the recorded reason."""
    if contradiction_type in LEAD_TYPES:
        return "lead"
    return "deadline" if contradiction_type in DEADLINE_TYPES else "note"
