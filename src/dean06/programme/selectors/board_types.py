"""What the board shows: plain values, ready to print."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dean06.programme.rules.status import Status

MOST_LEADS = 3


@dataclass(frozen=True, kw_only=True)
class IndicatorValue:
    """A figure a pilot counts from its own data, with its values over the last periods."""

    label: str
    value: int
    unit: str
    trend: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Card:
    """One assignment on the board, as of a day."""

    assignment_id: UUID
    number: int
    title: str
    status: Status
    leads: tuple[str, ...]
    lead_codes: tuple[str, ...]
    contact: str  # name of the unit here that answers when a lead is only requested or outside the district
    is_lead_settled: bool
    is_lead_requested: bool
    deadline_text: str
    due_on: date | None
    is_recurring: bool
    percent: int | None
    percent_trend: tuple[int, ...]
    is_built: bool | None  # None: the assignment is no pilot of ours
    indicators: tuple[IndicatorValue, ...]
    open_contradictions: int
    open_impediments: int
    waiting_reports: int

    @property
    def first_leads(self) -> tuple[str, ...]:
        """The leads a card has room for."""
        return self.leads if len(self.leads) <= MOST_LEADS else self.leads[: MOST_LEADS - 1]

    @property
    def more_leads(self) -> int:
        """How many leads a card leaves out."""
        return len(self.leads) - len(self.first_leads)


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    """How the whole board stood at the end of an earlier day."""

    day: date
    by_status: dict[Status, int]

    @property
    def done(self) -> int:
        """Assignments confirmed complete."""
        return self.by_status.get(Status.DONE, 0) + self.by_status.get(Status.DONE_LATE, 0)

    @property
    def overdue(self) -> int:
        """Assignments past their day."""
        return self.by_status.get(Status.OVERDUE, 0)


@dataclass(frozen=True, kw_only=True)
class BoardGroup:
    """A group of the annex with its cards; ``declared_count`` may differ from what is there."""

    code: str
    title: str
    declared_count: int | None
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Sums over the whole board."""

    by_status: dict[Status, int]
    open_contradictions: int
    open_impediments: int
    plans_received: int
    plans_owed: int
    built: int

    @property
    def on_track(self) -> int:
        """Assignments that are done or still within their time and not pressing."""
        calm = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE, Status.DONE_LATE)
        return sum(self.by_status.get(status, 0) for status in calm)

    @property
    def under_way(self) -> int:
        """Assignments neither complete nor pressing nor late, begun or not."""
        return self.by_status.get(Status.NOT_STARTED, 0) + self.by_status.get(Status.IN_PROGRESS, 0)

    @property
    def due_soon(self) -> int:
        """Assignments within the warning time."""
        return self.by_status.get(Status.DUE_SOON, 0)

    @property
    def overdue(self) -> int:
        """Assignments past their day and not confirmed complete."""
        return self.by_status.get(Status.OVERDUE, 0)

    @property
    def done(self) -> int:
        """Assignments confirmed complete."""
        return self.by_status.get(Status.DONE, 0) + self.by_status.get(Status.DONE_LATE, 0)


@dataclass(frozen=True, kw_only=True)
class Board:
    """The whole board as of a day; ``directive_id`` is None when no directive was there yet."""

    as_of: date
    directive_id: UUID | None
    directive_title: str = ""
    lists_pilots: bool = False
    is_sample: bool = False
    groups: tuple[BoardGroup, ...] = ()
    totals: Totals | None = None
    trend: tuple[TrendPoint, ...] = ()

    @property
    def card_count(self) -> int:
        """Assignments on the board."""
        return sum(len(group.cards) for group in self.groups)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards in order."""
        return tuple(card for group in self.groups for card in group.cards)

    @property
    def done_trend(self) -> list[int]:
        """Completed assignments along the trend's days."""
        return [point.done for point in self.trend]

    @property
    def overdue_trend(self) -> list[int]:
        """Overdue assignments along the trend's days."""
        return [point.overdue for point in self.trend]
