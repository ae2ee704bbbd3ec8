"""Shape of what people enter and the words of its errors; the services hold the rules."""

from dean06.programme.forms.decisions import DecisionForm
from dean06.programme.forms.directives import ImportForm
from dean06.programme.forms.followup import AnswerForm, ExtensionForm, ImpedimentForm, InspectionForm
from dean06.programme.forms.submissions import PaperPlanForm, PlanForm, ProgressForm, VerdictForm

__all__ = [
    "AnswerForm",
    "DecisionForm",
    "ExtensionForm",
    "ImpedimentForm",
    "ImportForm",
    "InspectionForm",
    "PaperPlanForm",
    "PlanForm",
    "ProgressForm",
    "VerdictForm",
]
