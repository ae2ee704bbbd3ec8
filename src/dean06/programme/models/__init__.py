"""Tables of the programme. Facts are only ever added or ended, never overwritten, so any day can be drawn again."""

from dean06.programme.models.decisions import Contradiction, Decision
from dean06.programme.models.directive import Assignment, Directive, Group, Obligation, Reading, ReadingUnit
from dean06.programme.models.duties import DeadlineEntry, Responsibility
from dean06.programme.models.evidence import Evidence
from dean06.programme.models.followup import (
    ExtensionRequest,
    Impediment,
    ImpedimentAnswer,
    Inspection,
    ReminderSent,
)
from dean06.programme.models.reporting import ProgressReport, UnitPlan

__all__ = [
    "Assignment",
    "Contradiction",
    "DeadlineEntry",
    "Decision",
    "Directive",
    "Evidence",
    "ExtensionRequest",
    "Group",
    "Impediment",
    "ImpedimentAnswer",
    "Inspection",
    "Obligation",
    "ProgressReport",
    "Reading",
    "ReadingUnit",
    "ReminderSent",
    "Responsibility",
    "UnitPlan",
]
