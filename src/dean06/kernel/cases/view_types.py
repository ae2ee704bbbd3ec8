"""A case, a queue and a history as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from dean06.kernel.base.actor import Entrance
from dean06.kernel.cases.arrival_types import PostArrival
from dean06.kernel.cases.procedures.types import Act, Channel, Procedure
from dean06.kernel.cases.statuses import Status
from dean06.kernel.documents.types import DocumentLine


class PaperSource(StrEnum):
    """Where a paper of a file comes from."""

    WALLET = "wallet"
    FILE = "file"
    COUNTER = "counter"  # shown and handed over at the counter


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
class CaseFacts:
    """A case as the platform itself works with it, never as a page shows it."""

    id: UUID
    code: str
    procedure_code: str
    status: Status
    unit_code: str
    applicant_id: UUID
    applicant_name: str = field(repr=False)
    answers: Mapping[str, Any] = field(repr=False)
    received_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FoundCase:
    """A case found by an officer, with the name."""

    line: CaseLine
    applicant_name: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PaperInfo:
    """A paper of a file; ``document`` is the one of the wallet it cites, as that stands now."""

    id: UUID
    code: str
    name: str
    source: PaperSource
    document_ref: str
    sha256: str
    file_name: str = field(repr=False)
    added_at: datetime
    document: DocumentLine | None


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
    asked for last is about ("" when none was asked for); ``document`` its result in the wallet; ``post`` how it came
    when it came by post.
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
    document: DocumentLine | None
    post: PostArrival | None = field(repr=False)
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
