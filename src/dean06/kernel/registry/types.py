"""What the registry offers: purposes, verbs, lists to compare, and the refusals that hang on them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from dean06.kernel.audit.types import MAX_REFERENCE
from dean06.kernel.base.actor import Role
from dean06.kernel.ports.population import Claim, Field


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


LONGEST_ACT: Final = MAX_REFERENCE  # what is asked must fit into the log
STUCK: Final = "stuck"  # a list's reason besides those of the register: our own work on it ended again and again


@dataclass(frozen=True, kw_only=True)
class PurposeInfo:
    """One row of the table of purposes: who may ask what, on which basis, from when on.

    ``provider_code`` is how the register names the purpose; ``fields`` what ``lookup`` and ``household`` may ask for;
    ``valid_until`` is excluded, None means without end. ``verified`` is False until the agreement is at hand.
    """

    code: str
    title: str
    legal_basis: str
    provider_code: str
    verbs: frozenset[Verb]
    fields: frozenset[Field]
    roles: frozenset[Role]
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool


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
