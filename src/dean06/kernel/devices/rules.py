"""What a card says in our words, what a purpose keeps of it, and where the register says something else. Pure."""

import base64
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from dean06.kernel.base.text import fold, is_same_name, nfc
from dean06.kernel.chipid.types import VerifiedCard
from dean06.kernel.devices.types import CardFact
from dean06.kernel.ports.population import Facts, LifeStatus

FULL_NAME, BIRTH_ON, SEX = 2, 3, 4  # numbers of DG13
SEXES = {"nam": "male", "nu": "female"}
FULL_LEVEL, PLAIN_LEVEL = 2, 1
# What is asked of the register when a card is compared with it.
LIFE = "life_status"
UNKNOWN = "unknown"


def personal_id_of(card: VerifiedCard) -> str:
    """The number on the card, "" when it has none."""
    return card.zone.personal_id or card.details.get(1, "")


def facts_of(card: VerifiedCard, today: date) -> dict[CardFact, str]:
    """All facts a purpose might keep, as text; those the card does not tell are left out."""
    born = card.zone.birth_on or _day(card.details.get(BIRTH_ON, ""))
    sex = SEXES.get(fold(card.details.get(SEX, "")), card.zone.sex)
    found = {
        CardFact.PERSONAL_ID: personal_id_of(card),
        CardFact.FULL_NAME: nfc(" ".join(card.details.get(FULL_NAME, "").split())) or card.zone.name,
        CardFact.BIRTH_ON: born.isoformat() if born else "",
        CardFact.AGE: str(age(born, today)) if born else "",
        CardFact.SEX: sex,
        CardFact.NATIONALITY: card.zone.nationality,
        CardFact.EXPIRES_ON: card.zone.expires_on.isoformat() if card.zone.expires_on else "",
        CardFact.PORTRAIT: base64.b64encode(card.face.image).decode() if card.face else "",
    }
    return {fact: text for fact, text in found.items() if text}


def kept(facts: Mapping[CardFact, str], keeps: Iterable[CardFact]) -> dict[CardFact, str]:
    """Only what the purpose keeps."""
    wanted = frozenset(keeps)
    return {fact: text for fact, text in facts.items() if fact in wanted}


def age(born: date, today: date) -> int:
    """Completed years: a birthday counts from its own day (Bộ luật Dân sự 91/2015/QH13, Điều 148)."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def session_level(level: int, *, needs_presence: bool, is_face_compared: bool, is_in_register: bool) -> int:
    """The level a purpose's session begins at: its own, or 1 while something it depends on is missing.

    That is the register's word that the holder is alive and the one on the card; and an officer's look at her face,
    where she is nobody but her card (``needs_presence``).
    """
    is_full = is_in_register and (is_face_compared or not needs_presence)
    return level if is_full else min(level, PLAIN_LEVEL)


def differences(facts: Mapping[CardFact, str], register: Facts) -> list[str]:
    """Names of facts in which card and register differ; what either does not tell is not compared.

    Somebody the register knows as dead or missing is always named (``life_status``).
    """
    wrong = []
    name = facts.get(CardFact.FULL_NAME, "")
    if name and register.full_name and not _is_same_name(name, register.full_name):
        wrong.append(CardFact.FULL_NAME.value)
    born = facts.get(CardFact.BIRTH_ON, "")
    if born and register.birth and register.birth.on and register.birth.on.isoformat() != born:
        wrong.append(CardFact.BIRTH_ON.value)
    sex = facts.get(CardFact.SEX, UNKNOWN)
    if UNKNOWN not in (sex, register.sex or UNKNOWN) and register.sex != sex:
        wrong.append(CardFact.SEX.value)
    if register.life_status in (LifeStatus.DEAD, LifeStatus.MISSING):
        wrong.append(LIFE)
    return wrong


def holder(subject: str) -> str:
    """Whose certificate it is, without the names of the parts."""
    return ", ".join(part.split(": ", 1)[-1] for part in subject.split(", "))


def _is_same_name(card: str, register: str) -> bool:
    """A name of the zone alone has no tones: then letters without them decide."""
    if card.isascii():
        return fold(card) == fold(register)
    return is_same_name(card, register)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
