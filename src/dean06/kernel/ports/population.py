"""What the platform asks of the national population register, and what it promises in return.

The provider side SHALL send the cause of every call with it, SHALL believe an answer only when it belongs to the call
and is about the person asked for, SHALL drop what was not asked, and SHALL retry only calls that change nothing. The
calling side SHALL refuse malformed numbers and fields outside the purpose before any call, SHALL NOT call inside a
database transaction, and SHALL write the look into the audit log before it shows anything.

Facts are in our words; the register's element names stay in the adapter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol


class Field(StrEnum):
    """A fact the register may answer."""

    OLD_NUMBER = "old_number"
    FULL_NAME = "full_name"
    BIRTH = "birth"
    SEX = "sex"
    ETHNIC_GROUP = "ethnic_group"
    RELIGION = "religion"
    NATIONALITY = "nationality"
    MARITAL_STATUS = "marital_status"
    BLOOD_GROUP = "blood_group"
    BIRTH_REGISTERED_AT = "birth_registered_at"
    ORIGIN = "origin"
    PERMANENT_ADDRESS = "permanent_address"
    PERMANENT_ADDRESS_BEFORE_2025 = "permanent_address_before_2025"
    CURRENT_ADDRESS = "current_address"
    FATHER = "father"
    MOTHER = "mother"
    SPOUSE = "spouse"
    GUARDIAN = "guardian"
    HOUSEHOLD_HEAD = "household_head"
    HOUSEHOLD_BOOK = "household_book"
    CARD = "card"
    LIFE_STATUS = "life_status"
    UPDATED_ON = "updated_on"


class Match(StrEnum):
    """How a claim stands against the register."""

    MATCH = "match"
    PARTIAL = "partial"
    NO_MATCH = "no_match"
    NOT_FOUND = "not_found"


class LifeStatus(StrEnum):
    """Whether a person lives, as the register knows."""

    ALIVE = "alive"
    DEAD = "dead"
    MISSING = "missing"


class ChangeKind(StrEnum):
    """What happened to a record."""

    BIRTH = "birth"
    DEATH = "death"
    MOVE = "move"
    MARRIAGE = "marriage"
    CORRECTION = "correction"


class Reason(StrEnum):
    """Why the register's answer cannot be used; stable words for logs, metrics, audit and tests."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    MAINTENANCE = "maintenance"
    CIRCUIT_OPEN = "circuit_open"
    NOT_AUTHORISED = "not_authorised"
    PURPOSE_REFUSED = "purpose_refused"
    FIELD_REFUSED = "field_refused"
    REQUEST_REFUSED = "request_refused"
    CONFLICT = "conflict"
    OUT_OF_PROTOCOL = "out_of_protocol"
    NOT_OUR_ANSWER = "not_our_answer"
    OTHER_PERSON = "other_person"


_LATER = "Cơ sở dữ liệu quốc gia về dân cư đang không trả lời. Thử lại sau ít phút; việc đang làm vẫn được giữ."
_MESSAGES: dict[Reason, str] = {
    Reason.BUSY: "Cơ sở dữ liệu quốc gia về dân cư đang quá tải. Chờ một lát rồi thử lại.",
    Reason.MAINTENANCE: "Cơ sở dữ liệu quốc gia về dân cư đang bảo trì. Thử lại sau; việc đang làm vẫn được giữ.",
    Reason.NOT_AUTHORISED: (
        "Hệ thống chưa được phép khai thác cơ sở dữ liệu dân cư. Báo người quản trị kèm mã {reason}."
    ),
    Reason.PURPOSE_REFUSED: "Cơ sở dữ liệu dân cư không cho phép tra cứu vì mục đích này. Chọn mục đích khác.",
    Reason.FIELD_REFUSED: "Mục đích này không được xem thông tin đã yêu cầu. Bỏ bớt thông tin rồi tra cứu lại.",
    Reason.OTHER_PERSON: (
        "Cơ sở dữ liệu dân cư trả về dữ liệu của người khác nên không hiển thị. Báo người quản trị kèm mã {reason}."
    ),
}
_NOT_TRUSTED = (
    "Câu trả lời của cơ sở dữ liệu dân cư không dùng được nên không hiển thị. Báo người quản trị kèm mã {reason}."
)
TEMPORARY = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY, Reason.MAINTENANCE, Reason.CIRCUIT_OPEN})


class RegisterFailed(Exception):
    """No usable answer. ``detail``: for the log, no personal data; ``retry_after_s``: 0 when nobody can tell."""

    def __init__(self, reason: Reason, detail: str = "", *, retry_after_s: int = 0) -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.retry_after_s = retry_after_s

    @property
    def is_temporary(self) -> bool:
        """True when the same call may succeed later."""
        return self.reason in TEMPORARY

    @property
    def message_vi(self) -> str:
        """What the officer reads and can do."""
        later = _LATER if self.is_temporary else _NOT_TRUSTED
        return _MESSAGES.get(self.reason, later).format(reason=self.reason.value)


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Why a call is made. All but ``user`` mandatory.

    ``purpose``: the provider's purpose code; ``legal_basis``: at most 200 characters; ``act``: reference of the case or
    act that caused the call, 1 to 200 printable ASCII characters without a blank at either end; ``user``: opaque id of
    the officer.
    """

    purpose: str
    legal_basis: str
    act: str
    user: str = ""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What somebody says of themselves; at least one fact.

    ``birth``: ``yyyy-mm-dd`` or ``yyyy``; ``sex``: male, female; ``commune``: code of 5 digits of the permanent
    address; ``old_number``: 9 digits.
    """

    full_name: str = ""
    birth: str = ""
    sex: str = ""
    old_number: str = ""
    commune: str = ""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How the claim stands; ``differs`` and ``unknown`` name members of ``Claim``, never the register's values."""

    result: Match
    differs: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Address:
    """A place: codes as the register sent them (empty when absent), ``detail`` as text."""

    province: str = ""
    district: str = ""
    commune: str = ""
    detail: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class RelatedPerson:
    """Somebody named in another's record; any part may be empty. ``relation``: the register's code, of a head only."""

    full_name: str = ""
    personal_id: str = ""
    nationality: str = ""
    relation: str = ""


@dataclass(frozen=True, kw_only=True)
class Birth:
    """``on`` is None when only the year is known; ``year`` is None when nothing is."""

    on: date | None = None
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class RegisterCard:
    """The identity card held now: the 9 characters of its machine-readable zone; dates None when absent."""

    number: str = ""
    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the register answered about one person: of what was asked, what it knows; the rest is empty."""

    personal_id: str
    full_name: str = ""
    old_number: str = ""
    birth: Birth | None = None
    sex: str = ""
    life_status: LifeStatus | None = None
    died_on: date | None = None
    updated_on: date | None = None
    codes: Mapping[Field, str] = field(default_factory=dict)
    addresses: Mapping[Field, Address] = field(default_factory=dict)
    related: Mapping[Field, RelatedPerson] = field(default_factory=dict)
    card: RegisterCard | None = None


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One row to compare; ``offset`` counts from 0 within the batch."""

    offset: int
    personal_id: str
    claim: Claim


@dataclass(frozen=True, kw_only=True)
class BatchState:
    """How far a batch is: rows announced, received without a gap, compared."""

    total: int
    received: int
    done: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry of the register's change list. ``id`` is stable: an entry may come more than once."""

    id: str
    personal_id: str
    kind: ChangeKind
    fields: frozenset[Field]
    occurred_on: date
    recorded_on: date


@dataclass(frozen=True, kw_only=True)
class ChangePage:
    """Changes in the order of recording; ``next`` is where to go on, ``more`` that it is worth asking at once."""

    changes: Sequence[Change]
    next: str
    more: bool


class PopulationRegister(Protocol):
    """The register in eight verbs. Safe to share between threads. Every verb raises RegisterFailed."""

    def verify(self, personal_id: str, claim: Claim, *, cause: Cause) -> Comparison:
        """Compare a claim with the record of a number of 12 digits."""
        ...

    def lookup(self, personal_id: str, fields: frozenset[Field], *, cause: Cause) -> Facts | None:
        """Facts of one person; None when the register knows nobody under the number."""
        ...

    def household(self, personal_id: str, fields: frozenset[Field], *, cause: Cause) -> Sequence[Facts] | None:
        """The living members of that person's household, head first, that person among them and nobody twice.

        Empty when the person belongs to none (the dead), None when the number is unknown.
        """
        ...

    def open_batch(self, batch_id: str, total: int, *, cause: Cause) -> BatchState:
        """Announce a batch; again with the same id and content is harmless. ``batch_id``: 8 to 64 of ``A-Za-z0-9-``."""
        ...

    def send_rows(self, batch_id: str, rows: Sequence[BatchRow], *, cause: Cause) -> BatchState:
        """At most 1,000 rows with offsets without a gap; the same rows again are harmless."""
        ...

    def batch_state(self, batch_id: str, *, cause: Cause) -> BatchState | None:
        """How far the batch is; None when the register has dropped it."""
        ...

    def batch_results(self, batch_id: str, *, start: int, limit: int, cause: Cause) -> Sequence[tuple[int, Comparison]]:
        """Results that are there, from ``start`` in row order, at most ``limit`` (1,000); empty when none yet."""
        ...

    def changes_since(self, since: str, *, limit: int, cause: Cause) -> ChangePage:
        """Changes after the mark ``since`` (empty: from the beginning), at most ``limit`` (1,000)."""
        ...
