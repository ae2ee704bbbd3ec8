"""The messages themselves: a request written, a signed record read. Pure; forms: protocols/social_insurance."""

import re
from calendar import monthrange
from datetime import date
from typing import Any, Final

from joserfc.jwk import ECKey

from dean06.kernel.base.agreed import Agreed
from dean06.kernel.ports.social_insurance import (
    BenefitPeriod,
    InsuranceRecord,
    InsuredPeriod,
    RecordRefused,
    RecordRequest,
)

KIND: Final = "insurance-record+jwt"
LONGEST_RAW: Final = 200 * 1024
MOST_PERIODS, MOST_BENEFITS = 200, 50
HIGHEST_AMOUNT: Final = 10**12
ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
PERSON: Final = re.compile(r"[0-9]{12}")
REFERENCE: Final = re.compile(r"[A-Z0-9/-]{3,40}")
EMPLOYER: Final = re.compile(r"[A-Z0-9]{4,20}")
OCCUPATION: Final = re.compile(r"[0-9]{4}")
MONTH: Final = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")
NAME: Final = 200
READ: Final = Agreed(RecordRefused)


def request(wanted: RecordRequest) -> dict[str, Any]:
    """A request as social insurance wants it."""
    return {
        "requestId": wanted.id,
        "consent": wanted.consent,
        "purpose": wanted.purpose,
        "personalId": wanted.personal_id,
        "askedAt": wanted.asked_at.isoformat(),
    }


def record(raw: str, key: ECKey) -> InsuranceRecord:
    """A signed record. RecordRefused: unsigned, bad_signature or malformed; nothing is read before the signature."""
    claims = READ.signed(raw, key, kind=KIND, longest=LONGEST_RAW)
    facts = READ.members(claims, {"jti", "iat", "request", "personalId", "periods", "benefits"})
    periods = tuple(_period(one) for one in READ.items(facts["periods"], MOST_PERIODS))
    benefits = tuple(_benefit(one) for one in READ.items(facts["benefits"], MOST_BENEFITS))
    references = [one.reference for one in periods] + [one.reference for one in benefits]
    if len(set(references)) != len(references):
        READ.malformed()
    return InsuranceRecord(
        id=READ.matching(facts, "jti", ID),
        request_id=READ.matching(facts, "request", ID),
        at=READ.epoch(facts["iat"]),
        personal_id=READ.matching(facts, "personalId", PERSON),
        periods=periods,
        benefits=benefits,
    )


PERIOD: Final = {"reference", "from", "to", "employerCode", "employerName", "jobTitle", "occupation", "salary"}


def _period(told: Any) -> InsuredPeriod:
    facts = READ.members(told, PERIOD)
    since, until = _first_day(facts["from"]), None if facts["to"] is None else _last_day(facts["to"])
    if until is not None and until < since:
        READ.malformed()
    return InsuredPeriod(
        reference=READ.matching(facts, "reference", REFERENCE),
        employer_code=READ.matching(facts, "employerCode", EMPLOYER),
        employer_name=READ.text(facts, "employerName", NAME),
        job_title=READ.text(facts, "jobTitle", NAME),
        occupation=READ.matching(facts, "occupation", OCCUPATION),
        since=since,
        until=until,
        salary=READ.whole(facts["salary"], HIGHEST_AMOUNT),
    )


def _benefit(told: Any) -> BenefitPeriod:
    facts = READ.members(told, {"reference", "from", "to", "decision", "amount"})
    since, until = _first_day(facts["from"]), _last_day(facts["to"])
    if until < since:
        READ.malformed()
    return BenefitPeriod(
        reference=READ.matching(facts, "reference", REFERENCE),
        decision=READ.text(facts, "decision", NAME),
        since=since,
        until=until,
        amount=READ.whole(facts["amount"], HIGHEST_AMOUNT),
    )


def _first_day(value: Any) -> date:
    found = MONTH.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        READ.malformed()
    return date(int(found[1]), int(found[2]), 1)


def _last_day(value: Any) -> date:
    first = _first_day(value)
    return first.replace(day=monthrange(first.year, first.month)[1])
