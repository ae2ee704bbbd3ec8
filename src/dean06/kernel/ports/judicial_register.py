"""What the pilot of criminal records asks of the judicial register, and what both sides promise.

A search is an order and an answer that comes later: the provider SHALL know an order by its id, so that the same one
placed twice is one; SHALL sign every answer over the order it belongs to, the person it looked for and the instant;
and MAY bring the answer to us besides giving it out when asked. It SHALL say ``NEEDS_VERIFICATION`` rather than
choose between people. The calling side SHALL NOT call inside a database transaction, SHALL believe no answer whose
signature, order and person do not agree, and SHALL take each answer once.
"""

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
    OTHER_ORDER = "other_order"
    UNKNOWN_ORDER = "unknown_order"
    OUT_OF_PROTOCOL = "out_of_protocol"


class RegisterFailed(Exception):
    """No usable answer. ``detail``: for the log, without personal data."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


class AnswerRefused(Exception):
    """What was brought is no answer of the register's. ``why``: unsigned, bad_signature, stale or malformed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Outcome(StrEnum):
    """What a search came to."""

    NOTHING = "nothing"
    FOUND = "found"  # entries of exactly this person
    NEEDS_VERIFICATION = "needs_verification"  # entries that may be this person's


class Penalty(StrEnum):
    """The main penalty of a judgement (BLHS 2015, Điều 32)."""

    NONE = "none"  # exempt from penalty
    WARNING = "warning"
    FINE = "fine"
    REFORM = "reform"  # non-custodial
    SUSPENDED = "suspended"  # imprisonment, suspended
    PRISON = "prison"
    LIFE = "life"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Who is looked for or was entered; what is not known is empty. ``born`` may be a year alone ("1951")."""

    personal_id: str = field(repr=False)
    full_name: str = field(repr=False)
    born: str = field(repr=False)
    sex: str = field(default="", repr=False)
    father: str = field(default="", repr=False)
    mother: str = field(default="", repr=False)
    residence: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Conviction:
    """One judgement in force. ``months`` of prison (0: none); days are None while not come to or not known.

    ``main_served_on``: main penalty served, or the probation of a suspended one over. ``rest_served_on``: additional
    penalties and other decisions (fees, damages) done with, None while they are not. ``again_on``: a new offence.
    ``cleared_on``: the register's own entry that the conviction is cleared.
    """

    judgement: str = field(repr=False)
    court: str = field(repr=False)
    judged_on: date
    article: str
    offence: str = field(repr=False)
    penalty: Penalty
    months: int
    is_negligent: bool
    was_minor: bool
    main_served_on: date | None
    rest_served_on: date | None
    again_on: date | None
    cleared_on: date | None


@dataclass(frozen=True, kw_only=True)
class Ban:
    """A ban on holding office, founding or managing enterprises, by a court's decision on bankruptcy."""

    decision: str = field(repr=False)
    court: str = field(repr=False)
    what: str = field(repr=False)
    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the register holds of one person; ``reference`` is its own name of it."""

    reference: str
    subject: Subject = field(repr=False)
    convictions: tuple[Conviction, ...] = field(repr=False)
    bans: tuple[Ban, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A search: ``id`` names it for ever, ``purpose`` says what for, ``unit`` who asks."""

    id: str
    unit: str
    purpose: str
    subject: Subject = field(repr=False)
    ordered_at: datetime


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The register took the order in and means to answer by an instant."""

    number: str
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A signed answer, believed: ``id`` is the register's, ``raw`` the words as they were signed."""

    id: str
    order_id: str
    at: datetime
    personal_id: str = field(repr=False)
    outcome: Outcome
    entries: tuple[Entry, ...] = field(repr=False)
    raw: str = field(repr=False)


class JudicialRegister(Protocol):
    """The register in three verbs. Safe to share between threads."""

    def order(self, order: Order) -> Receipt:
        """Place an order; the same again is harmless. RegisterFailed (OTHER_ORDER: this id names another search)."""
        ...

    def answer(self, order_id: str) -> Answer | None:
        """The answer to an order, None while there is none. RegisterFailed, AnswerRefused."""
        ...

    def brought(self, raw: str) -> Answer:
        """What somebody brought as an answer. Asks nobody. AnswerRefused when it is none, or too old to be new."""
        ...
