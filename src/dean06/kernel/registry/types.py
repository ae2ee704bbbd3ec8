"""What the registry offers: purposes, verbs, lists to compare, and the refusals that hang on them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from dean06.kernel.audit.types import MAX_REFERENCE
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.events import Event
from dean06.kernel.ports.population import ChangeKind, Claim, Field


class Verb(StrEnum):
    """What may be asked of the register."""

    VERIFY = "verify"
    LOOKUP = "lookup"
    HOUSEHOLD = "household"
    BATCH = "batch"
    CHANGES = "changes"


class BatchStatus(StrEnum):
    """How a list stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


# What a claim says, and the fact of the register it is compared with.
SHOWN_AS: Final = {
    "full_name": Field.FULL_NAME,
    "birth": Field.BIRTH,
    "sex": Field.SEX,
    "old_number": Field.OLD_NUMBER,
    "commune": Field.PERMANENT_ADDRESS,
}
LONGEST_ACT: Final = MAX_REFERENCE  # what is asked must fit into the log
STUCK: Final = "stuck"  # a list's reason besides those of the register: our own work on it ended again and again


@dataclass(frozen=True, kw_only=True)
class PurposeInfo:
    """One row of the table of purposes: who may ask what, on which basis, from when on.

    ``provider_code`` is how the register names the purpose; ``fields`` what ``lookup`` and ``household`` may ask for;
    ``claims`` members of ``Claim`` that may be compared although they are not shown; ``units`` codes of the units that
    may use it, empty for every unit; ``valid_until`` is excluded, None means without end. ``verified`` is False until
    the agreement is at hand.
    """

    code: str
    title: str
    legal_basis: str
    provider_code: str
    verbs: frozenset[Verb]
    fields: frozenset[Field]
    claims: frozenset[str]
    roles: frozenset[Role]
    units: frozenset[str]
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool

    @property
    def comparable(self) -> frozenset[str]:
        """Members of ``Claim`` that may be compared: what is shown, and what is only compared."""
        return self.claims | {name for name, field in SHOWN_AS.items() if field in self.fields}

    def is_open_to(self, actor: Actor) -> bool:
        """Whether the actor's role and unit may use it; the platform's own jobs belong to no unit."""
        is_in_unit = not self.units or actor.role is Role.SYSTEM or actor.unit_code in self.units
        return actor.role in self.roles and is_in_unit


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Event):
    """The register changed what it says of somebody in our books; may come more than once for one change."""

    party_id: UUID
    kind: ChangeKind
    fields: frozenset[Field]
    occurred_on: date


@dataclass(frozen=True, kw_only=True)
class ListedClaim:
    """One line of a list. ``problem``: Vietnamese, why the line cannot be asked about; empty when it can."""

    personal_id: str
    claim: Claim
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class BatchInfo:
    """A list without its lines: nobody's data. ``reason``: why it stopped or waits, empty when all is well."""

    id: UUID
    purpose_title: str
    act: str
    lines_total: int
    lines_valid: int
    sent: int
    done: int
    status: BatchStatus
    reason: str
    created_at: datetime
    finished_at: datetime | None
    by_result: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class LineInfo:
    """One line with its result: a word of ``Match``, empty while none is there; names of ``Claim`` that differ."""

    number: int
    personal_id: str
    problem: str
    result: str
    differs: tuple[str, ...]
    unknown: tuple[str, ...]
