"""What the indicators are computed from, and what they say. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from dean06.kernel.cases.deadlines import DeadlineRule, Step
from dean06.kernel.cases.procedures.types import Channel

NOT_MEASURED = "chưa đo được"


class Group(StrEnum):
    """The six groups."""

    OPENNESS = "openness"
    PROGRESS = "progress"
    ONLINE = "online"
    PAYMENT = "payment"
    DIGITISATION = "digitisation"
    SATISFACTION = "satisfaction"


@dataclass(frozen=True, kw_only=True)
class CaseFact:
    """One case for the indicators: ``id`` opens it again. None: not known here, so the case is not counted there.

    ``has_e_result``: the result carries a code and a link (or is no paper at all). ``is_digitised``: every paper of the
    file, and the result, is electronic. ``is_reused``: at least one paper came from where it was already.
    ``has_limit`` False: nobody has named the day it is due, so it is neither on time nor late. ``uses_population_data``
    is true only where it is shown: signed in by VNeID, or filled from the register.
    """

    id: str
    procedure: str
    rule: DeadlineRule
    steps: tuple[Step, ...]
    channel: Channel
    is_digitised: bool | None
    is_reused: bool
    uses_population_data: bool
    has_limit: bool = True
    has_e_result: bool | None = None
    is_payable: bool = False
    is_paid_online: bool | None = None
    has_complaint: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ProcedureFact:
    """One procedure the unit offers: when it was decided and published, whether it can be filed and paid online.

    None: not known here, so the procedure is not counted there.
    """

    code: str
    decided_on: date | None
    published_on: date | None
    is_online: bool | None
    is_payable: bool
    is_payable_online: bool | None


class FeedbackKind(StrEnum):
    """How a complaint or suggestion was dealt with, and within how many working days it must be."""

    REFUSED = "refused"
    SUPPLEMENT_ASKED = "supplement_asked"
    RESOLVED = "resolved"
    PUBLISHED = "published"


@dataclass(frozen=True, kw_only=True)
class FeedbackFact:
    """One complaint or suggestion; ``done_at`` None: not dealt with yet."""

    id: str
    kind: FeedbackKind
    received_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything the indicators of one unit and period are computed from. ``until`` is the period's last instant."""

    until: datetime
    cases: tuple[CaseFact, ...] = ()
    procedures: tuple[ProcedureFact, ...] = ()
    feedback: tuple[FeedbackFact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What an indicator counts: ids of those that fulfil it, out of ids of those it is about."""

    good: tuple[str, ...]
    out_of: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Weight:
    """One dated row of data/kpi.toml: how many marks an indicator gives, full at ``threshold`` percent."""

    code: str
    group: Group
    title: str
    marks: Decimal
    threshold: Decimal
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Measured:
    """An indicator's outcome. ``rate`` (percent) and ``marks`` are None when there was nothing to count."""

    weight: Weight
    counted: Counted
    rate: Decimal | None
    marks: Decimal | None

    @property
    def outcome(self) -> str:
        """The rate as people read it; nothing is claimed of what was not measured."""
        return NOT_MEASURED if self.rate is None else f"{self.rate}%".replace(".", ",")


@dataclass(frozen=True, kw_only=True)
class GroupScore:
    """A group's sum. ``measurable`` are the marks that could be had from what there was to count."""

    group: Group
    marks: Decimal
    measurable: Decimal
    most: Decimal
    indicators: tuple[Measured, ...]


@dataclass(frozen=True, kw_only=True)
class Scoreboard:
    """All six groups. ``is_verified`` False: at least one weight was not held against the decision itself."""

    groups: tuple[GroupScore, ...]
    is_verified: bool

    @property
    def marks(self) -> Decimal:
        """The sum; an indicator with nothing to count gives nothing."""
        return sum((one.marks for one in self.groups), Decimal(0))

    @property
    def measurable(self) -> Decimal:
        """The most that could be had from what there was to count."""
        return sum((one.measurable for one in self.groups), Decimal(0))
