"""What a bundle says, as frozen values; and the refusal of one that is not taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

LARGEST_BUNDLE: Final = 20 * 1024 * 1024  # bytes
MOST_ENTRIES: Final = 20_000  # a life in a busy hospital is some thousands
DEEPEST: Final = 40  # objects and lists within each other; resources of R4 stay far below
PERSON_SYSTEM: Final = "urn:dean06:so-dinh-danh"  # ours: no national naming system for it is known to us
PERSON_TYPES: Final = frozenset({"NI", "NNVNM"})  # of HL7's table 0203: a national person number
FHIR_VERSION: Final = "4.0.1"

Resource = Mapping[str, Any]


class Kind(StrEnum):
    """The shelves of the book; the same words as the column's."""

    ALLERGY = "allergy"
    MEDICINE = "medicine"
    PROBLEM = "problem"
    VACCINE = "vaccine"
    PROCEDURE = "procedure"
    RESULT = "result"
    VISIT = "visit"
    DEVICE = "device"


class Status(StrEnum):
    """Whether a fact holds; the same words as the column's."""

    ACTIVE = "active"
    ENDED = "ended"
    RETRACTED = "retracted"


class Refused(Exception):
    """A bundle we do not take. ``code`` for programs, ``words`` (Vietnamese) for people, ``path`` where it is."""

    def __init__(self, code: str, words: str, path: str = "") -> None:
        super().__init__(code)
        self.code, self.words, self.path = code, words, path


@dataclass(frozen=True, kw_only=True)
class PatientFacts:
    """Who the bundle says it is about. Kept out of representations, and so out of logs."""

    personal_ids: tuple[str, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    birth_on: date | None = field(repr=False)
    sex: str = field(repr=False)  # male, female, other, unknown or empty


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One mapped resource. ``codings``: ``system|code`` words; ``resource``: as it came."""

    resource_type: str
    resource_id: str
    kind: Kind
    status: Status
    code_system: str
    code: str
    codings: tuple[str, ...]
    display: str = field(repr=False)
    value: str = field(repr=False)
    severity: str = field(repr=False)
    occurred_at: datetime | None
    ended_at: datetime | None
    resource: Resource = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A bundle as we understand it. ``unmapped``: how many resources of which type were left aside."""

    identifier: str
    bundle_type: str
    patient: PatientFacts
    facts: tuple[Fact, ...]
    unmapped: Mapping[str, int]
