"""The register's facts as a person reads them: codes in words, births as far as known, addresses in one line."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dean06.kernel.ports.population import Address, Birth, Facts, Field, LifeStatus, Match, RegisterCard, RelatedPerson
from dean06.kernel.registry.actions import CLAIM_LABELS, LABELS

DATA = Path(__file__).parent / "data" / "codes.toml"
SEXES = {"male": "Nam", "female": "Nữ"}
LIFE = {LifeStatus.ALIVE: "Đang sống", LifeStatus.DEAD: "Đã mất", LifeStatus.MISSING: "Đã tuyên bố mất tích"}
RESULTS = {
    Match.MATCH: "khớp",
    Match.PARTIAL: "khớp một phần",
    Match.NO_MATCH: "không khớp",
    Match.NOT_FOUND: "không có số này",
}
UNKNOWN = "không có thông tin"
NO_RESULT = "chưa có kết quả"


def described(facts: Facts, asked: frozenset[Field]) -> list[tuple[str, str]]:
    """Label and words of every fact asked for, in the register's order; what it does not know is said so."""
    return [(_sentence(LABELS[field]), _words(facts, field) or UNKNOWN) for field in Field if field in asked]


def claimed(claim: Mapping[str, str]) -> str:
    """What a list said of a person, by the names of ``Claim``: "họ tên: Trần Thị Hoa; ngày sinh: 12/04/1951"."""
    said = [(label, _said(name, claim[name])) for name, label in CLAIM_LABELS.items() if claim.get(name)]
    return "; ".join(f"{label}: {text}" for label, text in said)


def claim_names(names: Iterable[str]) -> str:
    """Names of ``Claim`` in words, in the order of the page."""
    wanted = set(names)
    return ", ".join(label for name, label in CLAIM_LABELS.items() if name in wanted)


def result(code: str) -> str:
    """How a line of a list came out; a line that was not asked about yet has no result."""
    return RESULTS[Match(code)] if code else NO_RESULT


def _said(name: str, text: str) -> str:
    if name == "sex":
        return SEXES.get(text, text)
    return "/".join(reversed(text.split("-"))) if name == "birth" else text


@cache
def _codes() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))


def _code(table: str, code: str) -> str:
    """The word of a code; a code nobody knows is shown as it came rather than guessed at."""
    words: dict[str, str] = _codes()[table]
    return words.get(code, f"mã {code}") if code else ""


def _words(facts: Facts, field: Field) -> str:
    if field in facts.codes:
        code = facts.codes[field]
        return code if field is Field.HOUSEHOLD_BOOK else _code(field.value, code)
    if field in facts.addresses:
        return _address(facts.addresses[field])
    if field in facts.related:
        return _related(facts.related[field])
    return _OWN[field](facts) if field in _OWN else ""


def _life(facts: Facts) -> str:
    if facts.life_status is None:
        return ""
    return LIFE[facts.life_status] + (f" ngày {_day(facts.died_on)}" if facts.died_on else "")


def _birth(birth: Birth | None) -> str:
    if birth is None:
        return ""
    return _day(birth.on) or (f"{birth.year} (chỉ biết năm)" if birth.year else "")


def _address(place: Address) -> str:
    codes = [code for code in (place.commune, place.district, place.province) if code]
    named = place.detail or _code("nationality", place.country)
    return f"{named} (mã {', '.join(codes)})" if codes and named else named or ", ".join(codes)


def _related(person: RelatedPerson) -> str:
    relation = _code("relation", person.relation)
    parts = [person.full_name, person.personal_id, f"quan hệ với chủ hộ: {relation.lower()}" if relation else ""]
    foreign = person.nationality not in {"", "VN"}
    return ", ".join(filter(None, [*parts, _code("nationality", person.nationality) if foreign else ""]))


def _card(card: RegisterCard | None) -> str:
    if card is None:
        return ""
    spans = [("cấp ngày", card.issued_on), ("có giá trị đến", card.expires_on)]
    return ", ".join([f"số {card.number}", *(f"{word} {_day(day)}" for word, day in spans if day)])


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _sentence(label: str) -> str:
    return label[:1].upper() + label[1:]


_OWN: dict[Field, Callable[[Facts], str]] = {
    Field.OLD_NUMBER: lambda facts: facts.old_number,
    Field.FULL_NAME: lambda facts: facts.full_name,
    Field.BIRTH: lambda facts: _birth(facts.birth),
    Field.SEX: lambda facts: SEXES.get(facts.sex, ""),
    Field.CARD: lambda facts: _card(facts.card),
    Field.LIFE_STATUS: _life,
    Field.UPDATED_ON: lambda facts: _day(facts.updated_on),
}
