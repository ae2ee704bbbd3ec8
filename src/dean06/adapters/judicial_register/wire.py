"""The messages themselves: an order written, a receipt and an answer read. Pure; forms: protocols/judicial_register."""

import re
from typing import Any, Final

from joserfc.jwk import ECKey

from dean06.kernel.base.agreed import Agreed, maybe
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

KIND: Final = "judicial-answer+jwt"
LONGEST_RAW: Final = 200 * 1024
MOST_ENTRIES, MOST_CONVICTIONS, MOST_BANS, MOST_MONTHS = 20, 50, 20, 600
ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
RECEIPT: Final = re.compile(r"[A-Z0-9-]{4,40}")
PERSON: Final = re.compile(r"[0-9]{12}")
PERSON_OR_NONE: Final = re.compile(r"([0-9]{12})?")
BORN: Final = re.compile(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?")
REFERENCE: Final = re.compile(r"[A-Z0-9/-]{3,40}")
ARTICLE: Final = re.compile(r"[0-9]{1,3}[a-z]?")
SEX: Final = re.compile(r"(male|female)?")
SHORT, NAME, LONG = 100, 200, 300
READ: Final = Agreed(AnswerRefused)


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
    facts = READ.members(told, {"orderId", "receipt", "answerBy"})
    if facts["orderId"] != order_id:
        READ.malformed()
    return Receipt(number=READ.matching(facts, "receipt", RECEIPT), answer_by=READ.instant(facts["answerBy"]))


def answer(raw: str, key: ECKey) -> Answer:
    """A signed answer. AnswerRefused: unsigned, bad_signature or malformed; nothing is read before the signature."""
    claims = READ.signed(raw, key, kind=KIND, longest=LONGEST_RAW)
    facts = READ.members(claims, {"jti", "iat", "order", "personalId", "outcome", "entries"})
    outcome = READ.one_of(Outcome, facts["outcome"])
    entries = tuple(_entry(one) for one in READ.items(facts["entries"], MOST_ENTRIES))
    if bool(entries) == (outcome is Outcome.NOTHING):
        READ.malformed()
    person = READ.matching(facts, "personalId", PERSON)
    if outcome is Outcome.FOUND and any(one.subject.personal_id != person for one in entries):
        READ.malformed()
    if len({one.reference for one in entries}) != len(entries):
        READ.malformed()
    return Answer(
        id=READ.matching(facts, "jti", ID),
        order_id=READ.matching(facts, "order", ID),
        at=READ.epoch(facts["iat"]),
        personal_id=person,
        outcome=outcome,
        entries=entries,
        raw=raw,
    )


def _entry(told: Any) -> Entry:
    facts = READ.members(told, {"reference", "subject", "convictions", "bans"})
    return Entry(
        reference=READ.matching(facts, "reference", REFERENCE),
        subject=_subject(facts["subject"]),
        convictions=tuple(_conviction(one) for one in READ.items(facts["convictions"], MOST_CONVICTIONS)),
        bans=tuple(_ban(one) for one in READ.items(facts["bans"], MOST_BANS)),
    )


def _subject(told: Any) -> Subject:
    facts = READ.members(told, {"personalId", "fullName", "born", "sex", "father", "mother", "residence"})
    return Subject(
        personal_id=READ.matching(facts, "personalId", PERSON_OR_NONE),
        full_name=READ.text(facts, "fullName", NAME),
        born=READ.matching(facts, "born", BORN),
        sex=READ.matching(facts, "sex", SEX),
        father=READ.text(facts, "father", NAME, least=0),
        mother=READ.text(facts, "mother", NAME, least=0),
        residence=READ.text(facts, "residence", LONG, least=0),
    )


CONVICTION: Final = {
    "judgement", "court", "judgedOn", "article", "offence", "penalty", "months", "negligent", "minor",
    "mainServedOn", "restServedOn", "againOn", "clearedOn",
}  # fmt: skip


def _conviction(told: Any) -> Conviction:
    facts = READ.members(told, CONVICTION)
    return Conviction(
        judgement=READ.text(facts, "judgement", SHORT),
        court=READ.text(facts, "court", NAME),
        judged_on=READ.day(facts["judgedOn"]),
        article=READ.matching(facts, "article", ARTICLE),
        offence=READ.text(facts, "offence", NAME),
        penalty=READ.one_of(Penalty, facts["penalty"]),
        months=READ.whole(facts["months"], MOST_MONTHS),
        is_negligent=READ.flag(facts["negligent"]),
        was_minor=READ.flag(facts["minor"]),
        main_served_on=maybe(READ.day, facts["mainServedOn"]),
        rest_served_on=maybe(READ.day, facts["restServedOn"]),
        again_on=maybe(READ.day, facts["againOn"]),
        cleared_on=maybe(READ.day, facts["clearedOn"]),
    )


def _ban(told: Any) -> Ban:
    facts = READ.members(told, {"decision", "court", "what", "since", "until"})
    return Ban(
        decision=READ.text(facts, "decision", SHORT),
        court=READ.text(facts, "court", NAME),
        what=READ.text(facts, "what", LONG),
        since=READ.day(facts["since"]),
        until=READ.day(facts["until"]),
    )
