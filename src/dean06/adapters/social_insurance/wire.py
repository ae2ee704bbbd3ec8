"""The messages themselves: a request written, a signed record read. Pure; forms: protocols/social_insurance."""

import json
import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, NoReturn

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from dean06.kernel.ports.social_insurance import (
    BenefitPeriod,
    InsuranceRecord,
    InsuredPeriod,
    RecordRefused,
    RecordRequest,
)

HEADER: Final = {"alg": "ES256", "typ": "insurance-record+jwt"}
ALGORITHM: Final = "ES256"
LONGEST_RAW: Final = 200 * 1024
MOST_PERIODS, MOST_BENEFITS = 200, 50
HIGHEST_AMOUNT: Final = 10**12
UNFIT: Final = re.compile("[\x00\ud800-\udfff]")
ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
PERSON: Final = re.compile(r"[0-9]{12}")
REFERENCE: Final = re.compile(r"[A-Z0-9/-]{3,40}")
EMPLOYER: Final = re.compile(r"[A-Z0-9]{4,20}")
OCCUPATION: Final = re.compile(r"[0-9]{4}")
MONTH: Final = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")
NAME: Final = 200
Told = Mapping[str, Any]


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
    facts = _object(_signed(raw, key), {"jti", "iat", "request", "personalId", "periods", "benefits"})
    periods = tuple(_period(one) for one in _list(facts["periods"], MOST_PERIODS))
    benefits = tuple(_benefit(one) for one in _list(facts["benefits"], MOST_BENEFITS))
    references = [one.reference for one in periods] + [one.reference for one in benefits]
    if len(set(references)) != len(references):
        _malformed()
    return InsuranceRecord(
        id=_matching(facts, "jti", ID),
        request_id=_matching(facts, "request", ID),
        at=_epoch(facts["iat"]),
        personal_id=_matching(facts, "personalId", PERSON),
        periods=periods,
        benefits=benefits,
    )


def _signed(raw: str, key: ECKey) -> Any:
    """The claims under the signature; its header is exactly the one agreed on."""
    if len(raw) > LONGEST_RAW or raw.count(".") != 2 or not raw.isascii():
        raise RecordRefused("unsigned")
    try:
        found = jws.extract_compact(raw.encode())
        if found.headers() != HEADER or not jws.validate_compact(found, key, [ALGORITHM]):
            raise RecordRefused("bad_signature")
        return json.loads(found.payload or b"")
    except (JoseError, ValueError, RecursionError) as error:
        raise RecordRefused("bad_signature") from error


PERIOD: Final = {"reference", "from", "to", "employerCode", "employerName", "jobTitle", "occupation", "salary"}


def _period(told: Any) -> InsuredPeriod:
    facts = _object(told, PERIOD)
    since, until = _first_day(facts["from"]), None if facts["to"] is None else _last_day(facts["to"])
    if until is not None and until < since:
        _malformed()
    return InsuredPeriod(
        reference=_matching(facts, "reference", REFERENCE),
        employer_code=_matching(facts, "employerCode", EMPLOYER),
        employer_name=_text(facts, "employerName"),
        job_title=_text(facts, "jobTitle"),
        occupation=_matching(facts, "occupation", OCCUPATION),
        since=since,
        until=until,
        salary=_amount(facts["salary"]),
    )


def _benefit(told: Any) -> BenefitPeriod:
    facts = _object(told, {"reference", "from", "to", "decision", "amount"})
    since, until = _first_day(facts["from"]), _last_day(facts["to"])
    if until < since:
        _malformed()
    return BenefitPeriod(
        reference=_matching(facts, "reference", REFERENCE),
        decision=_text(facts, "decision"),
        since=since,
        until=until,
        amount=_amount(facts["amount"]),
    )


def _object(told: Any, names: set[str]) -> Told:
    """An object with exactly these members."""
    if not isinstance(told, dict) or told.keys() != names:
        _malformed()
    return told


def _list(told: Any, most: int) -> list[Any]:
    if not isinstance(told, list) or len(told) > most:
        _malformed()
    return told


def _text(facts: Told, name: str) -> str:
    value = facts[name]
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= NAME or UNFIT.search(value):
        _malformed()
    return value.strip()


def _matching(facts: Told, name: str, pattern: re.Pattern[str]) -> str:
    value = facts[name]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        _malformed()
    return value


def _amount(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= HIGHEST_AMOUNT:
        _malformed()
    return value


def _first_day(value: Any) -> date:
    found = MONTH.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        _malformed()
    return date(int(found[1]), int(found[2]), 1)


def _last_day(value: Any) -> date:
    first = _first_day(value)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _epoch(value: Any) -> datetime:
    if not isinstance(value, int) or isinstance(value, bool):
        _malformed()
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise RecordRefused("malformed") from error


def _malformed() -> NoReturn:
    raise RecordRefused("malformed")
