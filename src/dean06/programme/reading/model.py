"""What was understood of a dispatch: facts, the words they stand in, and where those words are.

Every ``Span`` counts characters of ``DispatchReading.text``: ``text[span.start:span.end]`` are the words.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

DeadlineKind = Literal["fixed", "period_end", "before_period", "recurring", "event", "roadmap", "none"]
Bound = Literal["inclusive", "exclusive"]
Severity = Literal["high", "medium", "low"]
Decider = Literal["leader", "coordinator"]
Role = Literal["lead", "coordinate", "force"]
ROLES: tuple[Role, ...] = ("lead", "coordinate", "force")


class Span(NamedTuple):
    """Character offsets in the text of the dispatch; ``end`` is exclusive."""

    start: int
    end: int


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit in a role: its canonical ``name`` (as ``written`` where unresolved), and the words it was read from."""

    name: str
    written: str
    code: str
    is_generic: bool
    span: Span
    level: str = ""

    @property
    def is_resolved(self) -> bool:
        """False for a name no alias leads from; it is then kept as written and must be looked at."""
        return bool(self.code)


@dataclass(frozen=True, slots=True)
class Milestone:
    """One point in time that a deadline names."""

    kind: DeadlineKind
    date: date | None
    bound: Bound
    span: Span


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit as worded. ``kind``, ``date``, ``bound`` are of the last milestone: when all must be done."""

    text: str
    kind: DeadlineKind
    date: date | None
    bound: Bound
    span: Span
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A document the dispatch refers to; what it leaves out is empty or None."""

    kind: str
    number: str
    symbol: str
    issued_on: date | None
    words: str
    span: Span
    mark: str = "/"

    @property
    def label(self) -> str:
        """Number and symbol as one writes them: 64/KH-UBND."""
        return f"{self.number}{self.mark}{self.symbol}" if self.symbol else self.number


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty the letter lays on its addressees."""

    number: int
    words: str
    span: Span
    lead: tuple[UnitName, ...]
    coordinate: tuple[UnitName, ...]
    deadline: Deadline | None
    asks_for_plan: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter itself. Blank number or date stay empty: they are never guessed."""

    issuer: str = ""
    symbol: str = ""
    number: str = ""
    place: str = ""
    issued_on: date | None = None
    date_words: str = ""
    subject: str = ""
    signer: str = ""
    signer_title: str = ""
    addressees: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    bases: tuple[Citation, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    declared_pilots: int | None = None
    declared_span: Span | None = None
    span: Span = NOWHERE
    number_span: Span | None = None
    is_present: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group heading and the pilots found under it."""

    code: str
    title: str
    declared_count: int | None
    pilots: tuple[int, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Account:
    """One annex's reading of one assignment. ``written_title`` is as it stands; ``title`` has letters restored."""

    title: str
    written_title: str
    lead: tuple[UnitName, ...]
    lead_is_request: bool
    coordinate: tuple[UnitName, ...]
    force: tuple[UnitName, ...]
    deadline: Deadline | None
    tools: tuple[str, ...]
    words: str
    span: Span
    title_span: Span
    field_spans: dict[str, Span] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    is_titled: bool = True
    stated_level: str = ""

    def units(self, role: Role) -> tuple[UnitName, ...]:
        """The units of one role, in the order named."""
        return {"lead": self.lead, "coordinate": self.coordinate, "force": self.force}[role]

    def names(self, role: Role) -> list[str]:
        """Their canonical names."""
        return [unit.name for unit in self.units(role)]


# What a finding compares: names, a deadline in the form of the contract, a title, a count or nothing.
Value = list[str] | dict[str, str | None] | str | int | None


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A contradiction to be decided: both values, both quotations, how grave it is and who may decide."""

    type: str
    field: str
    narrative: Value
    table: Value
    severity: Severity
    may_decide: Decider = "leader"
    narrative_quote: str = ""
    table_quote: str = ""
    narrative_span: Span | None = None
    table_span: Span | None = None


@dataclass(frozen=True, slots=True)
class PilotReading:
    """An assignment with both its readings and what does not fit."""

    number: int
    group: str
    title: str
    narrative: Account | None
    table: Account | None
    inconsistencies: tuple[Inconsistency, ...] = ()


@dataclass(frozen=True, slots=True)
class DispatchReading:
    """Everything understood of one dispatch. ``text`` is the decoded or extracted text all spans point into."""

    source_name: str
    text: str
    encoding: str
    letter: Letter
    groups: tuple[Group, ...]
    pilots: tuple[PilotReading, ...]
    inconsistencies: tuple[Inconsistency, ...]

    def quote(self, span: Span) -> str:
        """The words at ``span``."""
        return self.text[span.start : span.end]

    @property
    def unresolved(self) -> tuple[UnitName, ...]:
        """Names that led to no known unit, in order of appearance."""
        accounts = [a for pilot in self.pilots for a in (pilot.narrative, pilot.table) if a]
        return tuple(u for a in accounts for role in ROLES for u in a.units(role) if not u.is_resolved)
