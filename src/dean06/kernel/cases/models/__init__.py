"""Tables of cases."""

from dean06.kernel.cases.models.arrivals import Arrival, ArrivalReport
from dean06.kernel.cases.models.arriving import PostalFiling
from dean06.kernel.cases.models.case import Case, FileCounter, ProcedureVersion
from dean06.kernel.cases.models.desk import SavedView, Substitution
from dean06.kernel.cases.models.filing import Draft, DraftPaper, Filing, Interlink
from dean06.kernel.cases.models.handling import Extension, Paper, Supplement, Task
from dean06.kernel.cases.models.history import CaseEvent

__all__ = [
    "Arrival",
    "ArrivalReport",
    "Case",
    "CaseEvent",
    "Draft",
    "DraftPaper",
    "Extension",
    "FileCounter",
    "Filing",
    "Interlink",
    "Paper",
    "PostalFiling",
    "ProcedureVersion",
    "SavedView",
    "Substitution",
    "Supplement",
    "Task",
]
