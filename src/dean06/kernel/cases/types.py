"""What cases tell the rest of the house, and what they are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from dean06.kernel.audit.types import BULK_FROM
from dean06.kernel.base.declarations import DeclarationError
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.events import Event
from dean06.kernel.cases.agencies import Agency
from dean06.kernel.cases.arrival_types import (
    ArrivalFigures,
    ArrivalLine,
    ArrivalState,
    Heard,
    LateReport,
    PostArrival,
    Spoken,
)
from dean06.kernel.cases.deadlines import DeadlineKind, DeadlineRule
from dean06.kernel.cases.desk_types import (
    CaseOutcome,
    Handing,
    OpenedPaper,
    ProcedureFigures,
    QueueCounts,
    Register,
    RegisterLine,
    SavedViewInfo,
    SlipFacts,
    SlipPaper,
    Statistics,
    SubstitutionInfo,
)
from dean06.kernel.cases.kpi.types import GroupScore, Measured, Scoreboard
from dean06.kernel.cases.outcomes import Outcome
from dean06.kernel.cases.prefill_types import Prefilled, PrefillTerms
from dean06.kernel.cases.procedures.catalogue import Catalogue
from dean06.kernel.cases.procedures.lists import NamedService, ServiceList
from dean06.kernel.cases.procedures.migration import Left
from dean06.kernel.cases.procedures.types import (
    Act,
    Channel,
    Condition,
    Copy,
    DecisionList,
    Fee,
    FieldSpec,
    FieldType,
    Level,
    PaperSpec,
    Procedure,
    StepSpec,
)
from dean06.kernel.cases.reuse import Reuse
from dean06.kernel.cases.slips.forms import SlipForm, SlipKind
from dean06.kernel.cases.status_maps import StatusMap, UnknownStatus
from dean06.kernel.cases.statuses import Clock, Status
from dean06.kernel.cases.view_types import (
    CaseFacts,
    CaseLine,
    CaseStep,
    CaseView,
    DraftLine,
    FoundCase,
    Holder,
    InterlinkInfo,
    PaperInfo,
    PaperSource,
    QueueChoice,
    SupplementInfo,
)
from dean06.kernel.documents.types import DocumentLine

__all__ = [
    "NAMES_AT_ONCE",
    "Act",
    "Agency",
    "ArrivalFigures",
    "ArrivalLine",
    "ArrivalState",
    "CaseFacts",
    "CaseFiled",
    "CaseLine",
    "CaseMoved",
    "CaseOutcome",
    "CaseStep",
    "CaseView",
    "Catalogue",
    "Channel",
    "Clock",
    "Condition",
    "Copy",
    "DeadlineKind",
    "DeadlineRule",
    "DecisionList",
    "DeclarationError",
    "DraftInfo",
    "DraftLine",
    "DraftPaperInfo",
    "Fee",
    "FieldSpec",
    "FieldType",
    "Filed",
    "FoundCase",
    "GroupScore",
    "Handing",
    "Heard",
    "Holder",
    "IncomingPaper",
    "InterlinkInfo",
    "InvalidForm",
    "LateReport",
    "Left",
    "Level",
    "Measured",
    "NamedService",
    "OpenedPaper",
    "Outcome",
    "PaperInfo",
    "PaperSource",
    "PaperSpec",
    "PostArrival",
    "PrefillTerms",
    "Prefilled",
    "Procedure",
    "ProcedureFigures",
    "QueueChoice",
    "QueueCounts",
    "Received",
    "Register",
    "RegisterLine",
    "Reuse",
    "SavedViewInfo",
    "Scoreboard",
    "ServiceList",
    "SlipFacts",
    "SlipForm",
    "SlipKind",
    "SlipPaper",
    "Spoken",
    "Statistics",
    "Status",
    "StatusMap",
    "StepSpec",
    "SubstitutionInfo",
    "SupplementInfo",
    "UnknownStatus",
]


# Fewer persons at once than the log counts as going through a list.
NAMES_AT_ONCE = BULK_FROM - 1


class InvalidForm(Invalid):
    """Answers or papers that break the declaration; ``errors`` says what is wrong by field, in Vietnamese."""

    default_code = "invalid_form"

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Tờ khai chưa đúng. Hãy sửa các mục được đánh dấu.", field=next(iter(errors), ""))
        self.errors = dict(errors)


@dataclass(frozen=True, kw_only=True)
class IncomingPaper:
    """A paper handed in under a code of the declaration.

    WALLET needs ``document_ref`` (the id of a document); FILE needs ``sha256`` (a stored blob) and ``file_name``.
    """

    code: str
    source: PaperSource
    document_ref: str = ""
    sha256: str = ""
    file_name: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What filing did: the case, those filed together with it, what could not be filed and why, by procedure code.

    ``is_repeat``: the key had filed before, and this is what came of it then.
    """

    case_id: UUID
    code: str
    children: tuple[str, ...]
    failures: Mapping[str, str]
    is_repeat: bool


@dataclass(frozen=True, kw_only=True)
class DraftPaperInfo:
    """A file of a draft, under the code of a paper (``size`` in bytes), or a ``document`` of the owner's wallet."""

    id: UUID
    code: str
    sha256: str
    file_name: str = field(repr=False)
    size: int
    document: DocumentLine | None = None


@dataclass(frozen=True, kw_only=True)
class DraftInfo:
    """A draft as its owner goes on with it: as typed, with what is wrong so far.

    ``blockers`` are what stands in the way of handing it in, by field and by "papers.<code>"; ``needed`` are the papers
    that belong to the answers so far, ``fitting`` what the wallet has for each by code. ``left`` are answers the form
    of today has no place for; ``is_open`` False: the procedure takes no cases any more.
    """

    id: UUID
    procedure: Procedure
    unit_code: str
    answers: dict[str, Any] = field(repr=False)
    errors: Mapping[str, str]
    blockers: Mapping[str, str]
    left: tuple[Left, ...] = field(repr=False)
    asked_anew: tuple[str, ...]
    needed: tuple[PaperSpec, ...]
    papers: tuple[DraftPaperInfo, ...]
    fitting: Mapping[str, tuple[DocumentLine, ...]]
    revision: int
    saved_at: datetime
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class CaseFiled(Event):
    """A case came in."""

    case_id: UUID
    code: str
    procedure_code: str
    unit_code: str


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event):
    """Something was done with a case; ``status`` is where it stands now."""

    case_id: UUID
    code: str
    act: str
    status: Status
    revision: int


@dataclass(frozen=True, kw_only=True)
class Received:
    """What became of one case of many to be received: due when, or refused why (``reason`` for programs)."""

    case_id: UUID
    code: str
    due_at: datetime | None
    reason: str
    refusal: str
