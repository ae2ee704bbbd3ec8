"""What selectors and services of pilot 2 hand to pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from dean06.kernel.payments.types import OrderView
from dean06.pilots.p02_certified_documents.rules import State


@dataclass(frozen=True, kw_only=True)
class Original:
    """What was brought: ``kind`` is the code of a type of documents it is one of, "" when it is none known here."""

    name: str
    issuer: str
    kind: str = ""
    number: str = ""
    issued_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PageView:
    """A scanned page; ``findings`` in words, empty for one that is fine."""

    id: UUID
    position: int
    angle: float
    findings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the queue and of the book. Names are shown to officers of the unit and to the persons themselves."""

    id: UUID
    state: State
    number: str
    original_name: str
    requester_name: str = field(repr=False)
    holder_name: str = field(repr=False)
    received_at: datetime
    due_on: date
    decided_at: datetime | None
    decided_by: str
    pages: int
    fee: int
    reason: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class View:
    """A certification opened."""

    line: Line
    original: Original
    unit_code: str
    issuer_name: str
    revision: int
    pages: tuple[PageView, ...]
    files: tuple[tuple[str, str], ...]
    scan_sha256: str
    fee_now: int
    fee_source: str
    ground: str
    document_id: UUID | None
    order: OrderView | None


@dataclass(frozen=True, kw_only=True)
class BookRow:
    """A line of the book as it is sealed: words under their headings, which nothing later rewrites."""

    id: UUID
    columns: dict[str, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SlotView:
    """A slot that may be booked: when it begins and how many papers still fit."""

    begins_at: datetime
    left: int


@dataclass(frozen=True, kw_only=True)
class BookingView:
    """An appointment."""

    id: UUID
    unit_code: str
    unit_name: str
    person_id: UUID
    person_name: str = field(repr=False)
    begins_at: datetime
    papers: int
    organisation: str
    note: str
    is_cancelled: bool
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class DayBook:
    """The book of one day of a unit."""

    day: date
    unit_name: str
    lines: Sequence[Line]
    fees: int
