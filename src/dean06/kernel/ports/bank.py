"""What payments ask of the bank that keeps a unit's collecting account, and what both sides promise.

The provider side SHALL pay one refund at most for one ``key``, however often it is asked, and say what became of it; it
SHALL give every entry of an account one reference that no other entry of that account ever has, and use the same one
in a notice and in the statement. It MAY tell of a credit by a signed notice at once, late, twice, in any order or not
at all: the statement is what counts. The calling side SHALL NOT call inside a database transaction, SHALL book an
entry by its reference once, and SHALL believe no notice whose signature or hour does not hold.

Amounts are whole đồng and positive; accounts are named ``BIN.NUMBER`` ("970403.0011012345678").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Reason(StrEnum):
    """Why there is no usable answer; stable words for logs, metrics and tests."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    CIRCUIT_OPEN = "circuit_open"
    NOT_AUTHORISED = "not_authorised"
    REQUEST_REFUSED = "request_refused"
    OUT_OF_PROTOCOL = "out_of_protocol"


TEMPORARY = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY, Reason.CIRCUIT_OPEN})


class BankFailed(Exception):
    """No usable answer. ``detail``: for the log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason

    @property
    def is_temporary(self) -> bool:
        """True when the same call may succeed later."""
        return self.reason in TEMPORARY


class NoticeRefused(Exception):
    """A notice that must not be believed; ``reason``: bad_signature, stale, malformed, unsigned."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class LineProblem:
    """What is wrong with one line of a statement file, in Vietnamese; lines count from 1, 0 is the whole file."""

    line: int
    words: str


class StatementUnreadable(Exception):
    """A statement file nothing may be booked from; every problem found, by line."""

    def __init__(self, problems: list[LineProblem]) -> None:
        super().__init__(f"{len(problems)} problems, the first in line {problems[0].line}")
        self.problems = problems


class Side(StrEnum):
    """Which way an entry moves the account."""

    CREDIT = "credit"
    DEBIT = "debit"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One booked line of a statement. ``key`` is the key of the refund it pays, "" for others."""

    side: Side
    bank_reference: str
    amount: int
    currency: str
    content: str = field(repr=False)
    booked_at: datetime
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """All entries of one account booked on one day in Việt Nam; balances None where the form has none."""

    account_code: str
    day: date
    entries: tuple[Entry, ...]
    opening: int | None = None
    closing: int | None = None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A credit the bank tells of at once. ``message_id`` names the notice, ``bank_reference`` the money."""

    message_id: str
    account_code: str
    bank_reference: str
    amount: int
    currency: str
    content: str = field(repr=False)
    booked_at: datetime


@dataclass(frozen=True, kw_only=True)
class RefundOrder:
    """Pay back (part of) a credit to where it came from; the bank knows whose account that was."""

    key: str
    account_code: str
    original_reference: str
    amount: int
    words: str


class RefundStatus(StrEnum):
    """What became of a refund."""

    ACCEPTED = "accepted"
    DONE = "done"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class RefundAnswer:
    """What the bank says of a refund: its own reference once done, its reason when rejected."""

    status: RefundStatus
    bank_reference: str = ""
    reason: str = ""


class Bank(Protocol):
    """A bank in five verbs. Safe to share between threads."""

    def statement(self, account_code: str, day: date) -> Statement:
        """Everything booked on a day; complete once the day is over. BankFailed."""
        ...

    def refund(self, order: RefundOrder) -> RefundAnswer:
        """Ask for a refund, or again for the same one: the same key never pays twice. BankFailed."""
        ...

    def refund_status(self, key: str) -> RefundAnswer | None:
        """What became of a refund; None when the bank never heard of the key. BankFailed."""
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
        """A notice as it came, believed: signature and hour hold. Asks nobody. NoticeRefused."""
        ...

    def read_statement(self, data: bytes) -> Statement:
        """A statement file of this bank (camt.053 or CSV) somebody fetched by hand. StatementUnreadable."""
        ...
