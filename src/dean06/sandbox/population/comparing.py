"""Compares what somebody claims with the record, as protocols/population/README.md says."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dean06.sandbox.population.people.person import Person

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # grave, acute, tilde, hook above, dot below
YEAR_LENGTH = 4


@dataclass(frozen=True)
class Comparison:
    """``verifyAnswer``."""

    result: str
    differs: list[str]
    unknown: list[str]

    def body(self) -> dict[str, object]:
        """The document."""
        return {"result": self.result, "differs": self.differs, "unknown": self.unknown}


NOT_FOUND = Comparison("not_found", [], [])


def compare(claim: Mapping[str, str], person: Person | None) -> Comparison:
    """Claimed elements against the record; None is nobody."""
    if person is None:
        return NOT_FOUND
    verdicts = {name: agrees(claim[name], person) for name, agrees in RULES.items() if name in claim}
    differs = [name for name, verdict in verdicts.items() if verdict is False]
    unknown = [name for name, verdict in verdicts.items() if verdict is None]
    if len(differs) + len(unknown) == 0:
        return Comparison("match", differs, unknown)
    is_nobody = {"HoVaTen", "NgayThangNamSinh"} <= set(differs) or (bool(differs) and True not in verdicts.values())
    return Comparison("no_match" if is_nobody else "partial", differs, unknown)


def plain_name(name: str) -> str:
    """A name as it is compared: case and where in a word the tone stands do not count, all other marks do."""
    return " ".join(map(_plain_word, unicodedata.normalize("NFC", name).casefold().split()))


def _plain_word(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    letters = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
    return letters + "".join(mark for mark in marks if mark in TONES)


def _name(claimed: str, person: Person) -> bool | None:
    return plain_name(claimed) == plain_name(person.full_name) if person.full_name else None


def _birth(claimed: str, person: Person) -> bool | None:
    known = min(len(claimed), len(person.birth))
    return claimed[:known] == person.birth[:known] if known >= YEAR_LENGTH else None


def _sex(claimed: str, person: Person) -> bool | None:
    return claimed == str(person.sex) if person.sex else None


def _old_id(claimed: str, person: Person) -> bool | None:
    return claimed == person.old_id if person.old_id else None


def _home(claimed: str, person: Person) -> bool | None:
    codes = {person.commune, person.home_area} - {""}
    return claimed in codes if codes else None


RULES: dict[str, Callable[[str, Person], bool | None]] = {
    "HoVaTen": _name,
    "NgayThangNamSinh": _birth,
    "GioiTinh": _sex,
    "SoCMND": _old_id,
    "ThuongTru": _home,
}
