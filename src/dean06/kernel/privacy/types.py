"""What privacy tells the rest of the house."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from dean06.kernel.base.events import Event


class GivenHow(StrEnum):
    """By which way a person said yes."""

    PORTAL = "portal"
    COUNTER = "counter"
    DEVICE = "device"

    @property
    def label(self) -> str:
        """Words for people."""
        return {
            "portal": "tự bấm đồng ý trên cổng",
            "counter": "nói và ký tại quầy, cán bộ ghi nhận",
            "device": "bấm đồng ý trên thiết bị tại chỗ",
        }[self.value]


class RequestKind(StrEnum):
    """What a person asks for (Law 91/2025/QH15, rights of the data subject)."""

    QUESTION = "question"
    OBJECT = "object"
    ACCESS = "access"
    CORRECT = "correct"
    DELETE = "delete"
    RESTRICT = "restrict"

    @property
    def label(self) -> str:
        """Words for people."""
        return {
            "question": "Hỏi về một lượt xem",
            "object": "Phản đối việc xem, dùng dữ liệu",
            "access": "Xin bản dữ liệu và lời giải thích",
            "correct": "Sửa dữ liệu sai",
            "delete": "Xoá dữ liệu",
            "restrict": "Hạn chế dùng dữ liệu",
        }[self.value]


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Words for people."""
        return {"open": "chờ trả lời", "answered": "đã trả lời", "withdrawn": "đã rút"}[self.value]


class Outcome(StrEnum):
    """How a request ended."""

    NONE = ""
    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """Words for people."""
        return {
            "": "chưa có",
            "done": "Đã giải thích hoặc đã làm theo yêu cầu",
            "partly": "Làm được một phần",
            "refused": "Không làm theo yêu cầu, có nêu lý do",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class ConsentInfo:
    """A consent as its giver reads it. ``recipient`` is a name, ``fields`` are codes, ``field_labels`` their words."""

    id: UUID
    party_id: UUID
    purpose_code: str
    purpose: str
    recipient_code: str
    recipient: str
    fields: tuple[str, ...]
    field_labels: tuple[str, ...]
    legal_basis: str
    given_how: GivenHow
    level: int
    given_at: datetime
    valid_until: datetime | None
    withdrawn_at: datetime | None
    audit_entry_id: UUID
    is_open: bool

    @property
    def has_lapsed(self) -> bool:
        """Over because its time passed, not because it was withdrawn."""
        return not self.is_open and self.withdrawn_at is None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a giver keeps: ``text`` is plain Vietnamese, ``digest`` (SHA-256, hex) of it stands in the audit entry."""

    name: str
    text: str
    digest: str
    audit_entry_id: UUID


@dataclass(frozen=True, kw_only=True)
class LookFacts:
    """The look a question is about, as it stood when the question was asked."""

    entry_id: UUID
    at: datetime
    who: str
    unit_code: str
    label: str
    fields: str
    purpose: str
    legal_basis: str


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """One line of a queue: nothing in it tells who asked."""

    id: UUID
    code: str
    kind: RequestKind
    state: RequestState
    unit_code: str
    unit_name: str
    received_at: datetime
    due_on: date
    is_overdue: bool
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class RequestStep:
    """One line of a request's history."""

    at: datetime
    kind: str
    who: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RequestInfo:
    """A request opened. ``holding`` is the code of the data it is about, "" when it is about a look or everything."""

    line: RequestLine
    party_id: UUID
    text: str = field(repr=False)
    answer: str = field(repr=False)
    holding: str
    holding_label: str
    look: LookFacts | None
    due_source: str
    due_is_verified: bool
    revision: int
    steps: tuple[RequestStep, ...]


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One kind of data kept about persons: how to hand it out, and which law forbids deleting it ("" when none does).

    ``export`` gives rows of a person (JSON's own values, days, instants, ids), ``columns`` words for their keys.
    ``delete`` removes them inside the caller's transaction and answers the ids of what went; without it an officer has
    to delete at the source.
    """

    code: str
    label: str
    export: Callable[[UUID], list[dict[str, Any]]]
    columns: Mapping[str, str]
    hold: str = ""
    delete: Callable[[UUID], Sequence[object]] | None = None


@dataclass(frozen=True, kw_only=True)
class Category:
    """One kind of record with a time after which it goes.

    ``expired(before, limit)`` gives ids of records whose time was up before the instant, oldest first; ``delete(ids)``
    removes them (or empties what is personal in them) and answers how many. Both run in one transaction.
    """

    code: str
    label: str
    rule: str
    keep_days: int
    expired: Callable[[datetime, int], Iterable[object]]
    delete: Callable[[Sequence[object]], int]


@dataclass(frozen=True, kw_only=True)
class Deleted:
    """What a run of retention did, or would do, with one category."""

    category: str
    label: str
    rule: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A batch of deleted records: ``root`` (hex) is the Merkle root over the digests of their ids."""

    id: UUID
    at: datetime
    category: str
    label: str
    rule: str
    count: int
    root: str
    audit_entry_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """A person said yes."""

    consent_id: UUID
    purpose_code: str
    recipient_code: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A person took a yes back: who relied on it stops."""

    consent_id: UUID
    purpose_code: str
    recipient_code: str


Dealings = Callable[[UUID, str], bool]
