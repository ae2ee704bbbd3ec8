"""What the pages of the labour book show. Pay is in no type but the holder's own."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from dean06.kernel.documents.types import DocumentLine
from dean06.pilots.p17_health_labour_books.choices_labour import AskState, LabourSource, ProofState
from dean06.pilots.p17_health_labour_books.models import LabourEntry
from dean06.pilots.p17_health_labour_books.rules.occupations import occupations


@dataclass(frozen=True, kw_only=True)
class JobView:
    """An entry without its pay; ``until`` is None while it goes on."""

    id: UUID
    employer: str
    title: str
    occupation: str
    occupation_code: str
    since: date
    until: date | None
    source: LabourSource
    marks: tuple[str, ...]

    @classmethod
    def of(cls, row: LabourEntry, marks: tuple[str, ...] = ()) -> "JobView":
        """Of a row whose pay may not even have been read."""
        return cls(
            id=row.pk,
            employer=row.employer_name,
            title=row.title,
            occupation=occupations().name(row.occupation),
            occupation_code=row.occupation,
            since=row.since,
            until=row.until,
            source=LabourSource(row.source),
            marks=marks,
        )

    @property
    def is_own(self) -> bool:
        """Whether it rests on the person's word alone."""
        return self.source is LabourSource.DECLARED


@dataclass(frozen=True, kw_only=True)
class ProofView:
    """A request for a proof as the clerk sees it. ``facts``: what would be signed, by label."""

    id: UUID
    name: str
    occupation: str
    state: ProofState
    asked_at: datetime
    reason: str
    decided_by: str
    counted: str
    jobs: tuple[JobView, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ProofLine:
    """A request in a list; ``document``: what came of it, in the holder's wallet."""

    id: UUID
    occupation: str
    state: ProofState
    asked_at: datetime
    reason: str = ""
    document: DocumentLine | None = None


@dataclass(frozen=True, kw_only=True)
class BookView:
    """A person's own book. ``pay``: by entry, đồng a month, empty unless she asked to see it."""

    jobs: tuple[JobView, ...]
    trainings: tuple[JobView, ...]
    benefits: tuple[JobView, ...]
    gaps: tuple[tuple[date, date], ...]
    insured: str
    occupations: tuple[tuple[str, str, str], ...]
    ask_state: AskState | None
    asked_at: datetime | None
    proofs: tuple[ProofLine, ...]
    pay: dict[UUID, int] = field(default_factory=dict, repr=False)
