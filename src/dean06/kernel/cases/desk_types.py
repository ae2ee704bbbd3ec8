"""What an officer's pages are told beside the cases themselves: slips, figures, leave, ways of looking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO
from uuid import UUID

from dean06.kernel.cases.procedures.types import Channel, Fee
from dean06.kernel.cases.slips.forms import SlipForm
from dean06.kernel.cases.statuses import Status


@dataclass(frozen=True, kw_only=True)
class OpenedPaper:
    """The file of a paper; ``media_type`` by its content."""

    file_name: str = field(repr=False)
    media_type: str
    stream: BinaryIO = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SavedViewInfo:
    """A person's own way of looking at the queue: its name and the query string it stands for."""

    id: UUID
    name: str
    query: str


@dataclass(frozen=True, kw_only=True)
class SubstitutionInfo:
    """Who works on whose cases, from a day until a day (exclusive), in which unit and role."""

    id: UUID
    unit_code: str
    role: str
    away_name: str
    substitute_name: str
    valid_from: date
    valid_until: date
    made_by: str


@dataclass(frozen=True, kw_only=True)
class SlipPaper:
    """A paper in the file: its name and in which form it was handed in."""

    name: str
    copy: str


@dataclass(frozen=True, kw_only=True)
class Handing:
    """One desk of the course: who gave, who took, when; ``due_at`` and ``done_at`` say whether it kept its time."""

    desk: str
    given_by: str
    taken_by: str
    given_at: datetime
    due_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class SlipFacts:
    """Everything a slip prints: ``at`` when the act it speaks of was done, ``by`` whom, ``words`` with which reason.

    ``return_address``: where the applicant wishes the result posted to; "" when it is fetched.
    """

    form: SlipForm
    code: str
    procedure: str
    unit_code: str
    unit_name: str
    applicant: str = field(repr=False)
    address: str = field(repr=False)
    phone: str = field(repr=False)
    at: datetime
    by: str
    words: str
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    promised_at: datetime | None
    channel: Channel
    return_address: str = field(repr=False)
    papers: tuple[SlipPaper, ...]
    fees: tuple[Fee, ...]
    course: tuple[Handing, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """One line of a unit's book of cases."""

    code: str
    procedure: str
    applicant: str = field(repr=False)
    received_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    status: str


@dataclass(frozen=True, kw_only=True)
class Register:
    """A unit's book over days, by the form in force on the last of them."""

    form: SlipForm
    lines: tuple[RegisterLine, ...]


class CaseOutcome(StrEnum):
    """What became of cases filed in a period."""

    FILED = "filed"
    RECEIVED = "received"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"  # among the open ones
    CLOSED = "closed"  # not received, or stopped


@dataclass(frozen=True, kw_only=True)
class ProcedureFigures:
    """How many cases of one procedure had each outcome."""

    code: str
    name: str
    counts: Mapping[CaseOutcome, int]


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """Figures of a unit over a period: by procedure, and by where the cases stand now."""

    procedures: tuple[ProcedureFigures, ...]
    statuses: tuple[tuple[Status, int], ...]


@dataclass(frozen=True, kw_only=True)
class QueueCounts:
    """Figures over a queue. ``paused`` waits for an applicant, so it is neither overdue nor due.

    ``overdue`` is what runs and is late by the day or by a second request for papers (QĐ 766/QĐ-TTg); what has ended
    and waits to be handed over is not. ``due_today`` leaves out what is overdue. ``procedures`` are those with work in
    the queue, code and name, by name.
    """

    total: int
    mine: int
    unassigned: int
    to_receive: int
    paused: int
    overdue: int
    due_today: int
    procedures: tuple[tuple[str, str], ...]
