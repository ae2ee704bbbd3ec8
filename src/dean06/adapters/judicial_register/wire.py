"""The messages themselves: an order written, a receipt and an answer read. Pure; forms: protocols/judicial_register."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, NoReturn, TypeVar

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from dean06.kernel.ports.judicial_register import (
    Answer,
    AnswerRefused,
    Ban,
    Conviction,
    Entry,
    Order,
    Outcome,
    Penalty,
    Receipt,
    Subject,
)

HEADER: Final = {"alg": "ES256", "typ": "judicial-answer+jwt"}
ALGORITHM: Final = "ES256"
LONGEST_RAW: Final = 200 * 1024
MOST_ENTRIES, MOST_CONVICTIONS, MOST_BANS, MOST_MONTHS = 20, 50, 20, 600
UNFIT: Final = re.compile("[\x00\ud800-\udfff]")
ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
RECEIPT: Final = re.compile(r"[A-Z0-9-]{4,40}")
PERSON: Final = re.compile(r"[0-9]{12}")
PERSON_OR_NONE: Final = re.compile(r"([0-9]{12})?")
BORN: Final = re.compile(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?")
REFERENCE: Final = re.compile(r"[A-Z0-9/-]{3,40}")
ARTICLE: Final = re.compile(r"[0-9]{1,3}[a-z]?")
SEX: Final = re.compile(r"(male|female)?")
SHORT, NAME, LONG = 100, 200, 300
T = TypeVar("T")
Told = Mapping[str, Any]


def order(wanted: Order) -> dict[str, Any]:
    """An order as the register wants it."""
    who = wanted.subject
    return {
        "orderId": wanted.id,
        "unit": wanted.unit,
        "purpose": wanted.purpose,
        "orderedAt": wanted.ordered_at.isoformat(),
        "subject": {
            "personalId": who.personal_id,
            "fullName": who.full_name,
            "born": who.born,
            "sex": who.sex,
            "father": who.father,
            "mother": who.mother,
            "residence": who.residence,
        },
    }


def receipt(told: Any, order_id: str) -> Receipt:
    """The receipt of this order. AnswerRefused("malformed") for anything else."""
    facts = _object(told, {"orderId", "receipt", "answerBy"})
    if facts["orderId"] != order_id:
        _malformed()
    return Receipt(number=_matching(facts, "receipt", RECEIPT), answer_by=_instant(facts["answerBy"]))


def answer(raw: str, key: ECKey) -> Answer:
    """A signed answer. AnswerRefused: unsigned, bad_signature or malformed; nothing is read before the signature."""
    claims = _signed(raw, key)
    facts = _object(claims, {"jti", "iat", "order", "personalId", "outcome", "entries"})
    outcome = _one_of(Outcome, facts["outcome"])
    entries = tuple(_entry(one) for one in _list(facts["entries"], MOST_ENTRIES))
    if bool(entries) == (outcome is Outcome.NOTHING):
        _malformed()
    person = _matching(facts, "personalId", PERSON)
    if outcome is Outcome.FOUND and any(one.subject.personal_id != person for one in entries):
        _malformed()
    if len({one.reference for one in entries}) != len(entries):
        _malformed()
    return Answer(
        id=_matching(facts, "jti", ID),
        order_id=_matching(facts, "order", ID),
        at=_epoch(facts["iat"]),
        personal_id=person,
        outcome=outcome,
        entries=entries,
        raw=raw,
    )


def _signed(raw: str, key: ECKey) -> Any:
    """The claims under the register's signature; its header is exactly the one agreed on."""
    if len(raw) > LONGEST_RAW or raw.count(".") != 2 or not raw.isascii():
        raise AnswerRefused("unsigned")
    try:
        found = jws.extract_compact(raw.encode())
        if found.headers() != HEADER:
            raise AnswerRefused("bad_signature")
        if not jws.validate_compact(found, key, [ALGORITHM]):
            raise AnswerRefused("bad_signature")
        return json.loads(found.payload or b"")
    except (JoseError, ValueError, RecursionError) as error:
        raise AnswerRefused("bad_signature") from error


def _entry(told: Any) -> Entry:
    facts = _object(told, {"reference", "subject", "convictions", "bans"})
    return Entry(
        reference=_matching(facts, "reference", REFERENCE),
        subject=_subject(facts["subject"]),
        convictions=tuple(_conviction(one) for one in _list(facts["convictions"], MOST_CONVICTIONS)),
        bans=tuple(_ban(one) for one in _list(facts["bans"], MOST_BANS)),
    )


def _subject(told: Any) -> Subject:
    facts = _object(told, {"personalId", "fullName", "born", "sex", "father", "mother", "residence"})
    return Subject(
        personal_id=_matching(facts, "personalId", PERSON_OR_NONE),
        full_name=_text(facts, "fullName", NAME),
        born=_matching(facts, "born", BORN),
        sex=_matching(facts, "sex", SEX),
        father=_text(facts, "father", NAME, least=0),
        mother=_text(facts, "mother", NAME, least=0),
        residence=_text(facts, "residence", LONG, least=0),
    )


CONVICTION: Final = {
    "judgement", "court", "judgedOn", "article", "offence", "penalty", "months", "negligent", "minor",
    "mainServedOn", "restServedOn", "againOn", "clearedOn",
}  # fmt: skip


def _conviction(told: Any) -> Conviction:
    facts = _object(told, CONVICTION)
    months = facts["months"]
    if not isinstance(months, int) or isinstance(months, bool) or not 0 <= months <= MOST_MONTHS:
        _malformed()
    return Conviction(
        judgement=_text(facts, "judgement", SHORT),
        court=_text(facts, "court", NAME),
        judged_on=_day(facts["judgedOn"]),
        article=_matching(facts, "article", ARTICLE),
        offence=_text(facts, "offence", NAME),
        penalty=_one_of(Penalty, facts["penalty"]),
        months=months,
        is_negligent=_flag(facts["negligent"]),
        was_minor=_flag(facts["minor"]),
        main_served_on=_maybe(_day, facts["mainServedOn"]),
        rest_served_on=_maybe(_day, facts["restServedOn"]),
        again_on=_maybe(_day, facts["againOn"]),
        cleared_on=_maybe(_day, facts["clearedOn"]),
    )


def _ban(told: Any) -> Ban:
    facts = _object(told, {"decision", "court", "what", "since", "until"})
    return Ban(
        decision=_text(facts, "decision", SHORT),
        court=_text(facts, "court", NAME),
        what=_text(facts, "what", LONG),
        since=_day(facts["since"]),
        until=_day(facts["until"]),
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


def _text(facts: Told, name: str, longest: int, *, least: int = 1) -> str:
    value = facts[name]
    if not isinstance(value, str) or not least <= len(value.strip()) <= longest or UNFIT.search(value):
        _malformed()
    return value.strip()


def _matching(facts: Told, name: str, pattern: re.Pattern[str]) -> str:
    value = facts[name]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        _malformed()
    return value


def _one_of(kind: Callable[[Any], T], value: Any) -> T:
    try:
        return kind(value)
    except ValueError as error:
        raise AnswerRefused("malformed") from error


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        _malformed()
    return value


def _maybe(read: Callable[[Any], T], value: Any) -> T | None:
    return None if value is None else read(value)


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise AnswerRefused("malformed") from error


def _instant(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise AnswerRefused("malformed") from error
    if found.tzinfo is None:
        _malformed()
    return found


def _epoch(value: Any) -> datetime:
    if not isinstance(value, int) or isinstance(value, bool):
        _malformed()
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise AnswerRefused("malformed") from error


def _malformed() -> NoReturn:
    raise AnswerRefused("malformed")
