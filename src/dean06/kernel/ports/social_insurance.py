"""What pilot 17 asks of social insurance for a person's labour book, and what both sides promise.

The provider SHALL give out a person's record only for a request that names her consent; SHALL know a request by its
id, so that the same one sent twice is one; and SHALL sign every record over the request it answers, the person it is
about the instant. The calling side SHALL NOT call inside a database transaction, SHALL believe no record whose
signature, request and person do not agree or that is old, and SHALL take each record once.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Reason(StrEnum):
    """Why there is no usable record; stable words for logs, metrics and tests."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    CIRCUIT_OPEN = "circuit_open"
    NOT_AUTHORISED = "not_authorised"
    REQUEST_REFUSED = "request_refused"
    OTHER_REQUEST = "other_request"
    OUT_OF_PROTOCOL = "out_of_protocol"


class InsuranceFailed(Exception):
    """No record came; worth another try later. ``detail``: for the log, without personal data."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


class RecordRefused(Exception):
    """What came is no record to believe. ``why``: unsigned, bad_signature, stale, other_request or malformed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class RecordRequest:
    """A request for one person's record: ``id`` names it for ever, ``consent`` is the person's own."""

    id: str
    consent: str
    purpose: str
    personal_id: str = field(repr=False)
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class InsuredPeriod:
    """Whole months insured with one employer; ``until`` (the last month's last day) is None while it goes on.

    ``since``: the first month's first day. ``occupation``: four digits of the list of occupations. ``salary``: what
    contributions are reckoned on, đồng a month.
    """

    reference: str
    employer_code: str
    employer_name: str = field(repr=False)
    job_title: str = field(repr=False)
    occupation: str
    since: date
    until: date | None
    salary: int = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class BenefitPeriod:
    """Whole months of unemployment benefit; ``amount``: đồng a month."""

    reference: str
    decision: str = field(repr=False)
    since: date
    until: date
    amount: int = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class InsuranceRecord:
    """A signed record, believed: ``id`` is the provider's, ``at`` when it was signed."""

    id: str
    request_id: str
    at: datetime
    personal_id: str = field(repr=False)
    periods: tuple[InsuredPeriod, ...] = field(repr=False)
    benefits: tuple[BenefitPeriod, ...] = field(repr=False)


class SocialInsurance(Protocol):
    """The register of social insurance in one verb. Safe to share between threads."""

    def record(self, request: RecordRequest) -> InsuranceRecord:
        """The person's record. InsuranceFailed when none came, RecordRefused when what came is none to believe."""
        ...
