"""What cases tell the rest of the house, and what they are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from dean06.kernel.audit.types import BULK_FROM
from dean06.kernel.base.actor import Entrance
from dean06.kernel.base.declarations import DeclarationError
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.events import Event
from dean06.kernel.cases.agencies import Agency
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
from dean06.kernel.cases.slips.forms import SlipForm, SlipKind
from dean06.kernel.cases.statuses import Clock, Status

__all__ = [
    "NAMES_AT_ONCE",
    "Act",
    "Agency",
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
    "Holder",
    "IncomingPaper",
    "InterlinkInfo",
    "InvalidForm",
    "Left",
    "Level",
    "Measured",
    "NamedService",
    "OpenedPaper",
    "PaperInfo",
    "PaperSource",
    "PaperSpec",
    "PrefillTerms",
    "Prefilled",
    "Procedure",
    "ProcedureFigures",
    "QueueChoice",
    "QueueCounts",
    "Received",
    "Register",
    "RegisterLine",
    "SavedViewInfo",
    "Scoreboard",
    "ServiceList",
    "SlipFacts",
    "SlipForm",
    "SlipKind",
    "SlipPaper",
    "Statistics",
    "Status",
    "StepSpec",
    "SubstitutionInfo",
    "SupplementInfo",
]


# Fewer persons at once than the log counts as going through a list.
NAMES_AT_ONCE = BULK_FROM - 1


class PaperSource(StrEnum):
    """Where a paper of a file comes from."""

    WALLET = "wallet"
    FILE = "file"
    COUNTER = "counter"  # shown and handed over at the counter


class InvalidForm(Invalid):
    """Answers or papers that break the declaration; ``errors`` says what is wrong by field, in Vietnamese."""

    default_code = "invalid_form"

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Tờ khai chưa đúng. Hãy sửa các mục được đánh dấu.", field=next(iter(errors), ""))
        self.errors = dict(errors)


@dataclass(frozen=True, kw_only=True)
class IncomingPaper:
    """A paper handed in under a code of the declaration.

    WALLET needs ``document_ref`` and its ``document_type``; FILE needs ``sha256`` (a stored blob) and ``file_name``.
    """

    code: str
    source: PaperSource
    document_ref: str = ""
    document_type: str = ""
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
    """A file of a draft, under the code of a paper; ``size`` in bytes."""

    id: UUID
    code: str
    sha256: str
    file_name: str = field(repr=False)
    size: int


@dataclass(frozen=True, kw_only=True)
class DraftInfo:
    """A draft as its owner goes on with it: as typed, with what is wrong so far.

    ``blockers`` are what stands in the way of handing it in, by field and by "papers.<code>"; ``needed`` are the papers
    that belong to the answers so far. ``left`` are answers the form of today has no place for; ``is_open`` False: the
    procedure takes no cases any more.
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


class Holder(StrEnum):
    """On whose name work of a queue is."""

    ANYBODY = "anybody"
    ME = "me"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class QueueChoice:
    """Which lines of a queue; what is left out does not narrow. ``code``: a file code's beginning or last part.

    ``is_overdue`` is asked of cases for which time runs.
    """

    statuses: tuple[Status, ...] = ()
    procedure: str = ""
    channel: Channel | None = None
    held_by: Holder = Holder.ANYBODY
    due_before: datetime | None = None
    is_overdue: bool | None = None
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One line of a list: nothing in it tells who filed. ``step`` and ``assignee`` are filled in a queue only."""

    id: UUID
    code: str
    procedure_code: str
    procedure_name: str
    status: Status
    channel: Channel
    unit_code: str
    unit_name: str
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    promised_at: datetime | None
    ended_at: datetime | None
    is_paused: bool
    is_overdue: bool
    revision: int
    step: str
    assignee: str


@dataclass(frozen=True, kw_only=True)
class FoundCase:
    """A case found by an officer, with the name."""

    line: CaseLine
    applicant_name: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PaperInfo:
    """A paper of a file."""

    id: UUID
    code: str
    name: str
    source: PaperSource
    document_ref: str
    sha256: str
    file_name: str = field(repr=False)
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class SupplementInfo:
    """A request for more, and the answer when there is one."""

    number: int
    asked_at: datetime
    asked_by: str
    request: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, kw_only=True)
class CaseStep:
    """One line of a case's history."""

    number: int
    at: datetime
    act: str
    status: Status
    who: str
    note: str


@dataclass(frozen=True, kw_only=True)
class InterlinkInfo:
    """What was filed together: the case it became, or why not, and what to mend."""

    id: UUID
    procedure_code: str
    title: str
    unit_code: str
    case_id: UUID | None
    code: str
    status: Status | None
    failure: str
    errors: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """A case opened. ``acts`` are those of the step it lies at, ``lies_with`` unit and role ("" once it is over).

    ``held_by`` is the officer who has it on his name, None when nobody has; ``fee_subject`` what the order for the fee
    asked for last is about ("" when none was asked for).
    """

    line: CaseLine
    procedure: Procedure
    applicant_id: UUID
    applicant_name: str = field(repr=False)
    entrance: Entrance
    answers: Mapping[str, Any] = field(repr=False)
    result_number: str
    acts: tuple[Act, ...]
    lies_with: tuple[str, str]
    step_code: str
    held_by: UUID | None
    papers: tuple[PaperInfo, ...]
    supplements: tuple[SupplementInfo, ...]
    fee_subject: str
    together: tuple[InterlinkInfo, ...]
    steps: tuple[CaseStep, ...]


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A form begun."""

    id: UUID
    procedure_code: str
    procedure_name: str
    unit_code: str
    saved_at: datetime
