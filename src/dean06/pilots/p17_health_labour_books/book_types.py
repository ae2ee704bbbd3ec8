"""Values the pages of the health book are drawn from."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from dean06.pilots.p17_health_labour_books.choices import EntryKind, EntryStatus, LookHow, Review

SEVERITIES = {
    "high": "nguy cơ cao",
    "low": "nguy cơ thấp",
    "unable-to-assess": "chưa đánh giá được nguy cơ",
    "severe": "nặng",
    "moderate": "vừa",
    "mild": "nhẹ",
}
# What may kill stands first and in red.
GRAVE = frozenset({"nguy cơ cao", "nặng"})
TONES = {Review.OPEN: "due_soon", Review.JUSTIFIED: "done", Review.UNJUSTIFIED: "overdue"}


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """One fact of a book as people read it."""

    id: UUID
    kind: EntryKind
    status: EntryStatus
    display: str
    value: str
    severity: str
    occurred_at: datetime | None
    ended_at: datetime | None
    updated_at: datetime
    facility: str

    @property
    def is_retracted(self) -> bool:
        """Told by mistake, its facility says."""
        return self.status is EntryStatus.RETRACTED

    @property
    def severity_tone(self) -> str:
        """Tone of the word of its severity."""
        return "high" if self.severity in GRAVE else "medium"

    @property
    def has_time(self) -> bool:
        """Whether more than the day is known: facilities that tell a day only mean midnight."""
        return self.occurred_at is not None and self.occurred_at.time() != time()

    @property
    def year(self) -> int:
        """Under which it stands in the timeline; 0 without a day."""
        return self.occurred_at.year if self.occurred_at else 0


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Facts of one kind that hold today."""

    kind: EntryKind
    title: str
    empty: str
    lines: tuple[EntryLine, ...]
    is_cut: bool = False


@dataclass(frozen=True, kw_only=True)
class LookLine:
    """One reading by somebody else, as the holder or a reviewer reads of it."""

    id: UUID
    at: datetime
    how: LookHow
    who: str
    unit_name: str
    reason: str
    review: Review | None
    reviewed_by: str
    review_note: str

    @property
    def tone(self) -> str:
        """Tone of the state of its review."""
        return TONES[self.review] if self.review else "neutral"


@dataclass(frozen=True, kw_only=True)
class ShareLine:
    """One share as its giver reads of it."""

    id: UUID
    consent_id: UUID
    unit_name: str
    kinds: tuple[str, ...]
    purpose: str
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    is_open: bool
    looks: tuple[LookLine, ...]


@dataclass(frozen=True, kw_only=True)
class OpenedBook:
    """What a clinician sees: the person, why and until when he may, the shelves that are shared."""

    name: str
    personal_id: str
    born: str
    until: datetime
    purpose: str
    kinds: tuple[str, ...]
    shelves: tuple[Shelf, ...]
    timeline: tuple[EntryLine, ...]
    blood: tuple[EntryLine, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """A broken glass in the queue; nothing tells whose book it was."""

    id: UUID
    at: datetime
    who: str
    unit_name: str
    due_on: str
    is_late: bool
    may_judge: bool


@dataclass(frozen=True, kw_only=True)
class ReviewCase:
    """A broken glass opened for judging."""

    look: LookLine
    name: str
    due_on: str
    is_late: bool
    may_judge: bool
