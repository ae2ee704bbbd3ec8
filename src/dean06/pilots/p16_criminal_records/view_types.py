"""A request as pages show it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from dean06.kernel.documents.types import DocumentLine
from dean06.kernel.ports.judicial_register import Ban, Conviction
from dean06.pilots.p16_criminal_records.rules.clearing import Proposal
from dean06.pilots.p16_criminal_records.rules.people import Compared, Form
from dean06.pilots.p16_criminal_records.rules.terms import Fee


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of an officer's list; nothing in it tells who asked. ``state`` in words."""

    case_id: UUID
    code: str
    form: Form
    state: str
    tone: str
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class MatchView:
    """An entry beside the person: ``verdict`` as in ``choices``."""

    id: UUID
    reference: str
    verdict: str
    verdict_label: str
    decided_by: str
    reason: str
    compared: tuple[Compared, ...] = field(repr=False)
    convictions: int
    bans: tuple[Ban, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ConvictionView:
    """A conviction that is the person's, with what the rule proposes."""

    key: str
    conviction: Conviction = field(repr=False)
    penalty: str
    proposal: Proposal


@dataclass(frozen=True, kw_only=True)
class SearchView:
    """One search."""

    number: int
    state: str
    state_label: str
    outcome: str
    ordered_at: datetime
    ordered_by: str
    answer_by: datetime | None
    answered_at: datetime | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """A request opened by an officer. ``facts``: (label, value) as they will be signed, () without a finding.

    ``differs``: a search after the certificate says something else than it.
    """

    case_id: UUID
    code: str
    name: str = field(repr=False)
    form: Form
    purpose: str
    stopped_why: str
    verified_why: str
    due_at: datetime | None
    is_late: bool
    fee: Fee
    searches: tuple[SearchView, ...]
    matches: tuple[MatchView, ...]
    convictions: tuple[ConvictionView, ...]
    facts: tuple[tuple[str, str], ...] = field(repr=False)
    written_by: str
    revision: int
    is_decided: bool
    may_work: bool
    differs: bool
    document: DocumentLine | None

    @property
    def search(self) -> SearchView | None:
        """The newest."""
        return self.searches[0] if self.searches else None


@dataclass(frozen=True, kw_only=True)
class OwnLine:
    """A person's own request. ``document``: the certificate once it is in the wallet."""

    case_id: UUID
    code: str
    form: Form
    state: str
    tone: str
    due_at: datetime | None
    document: DocumentLine | None
