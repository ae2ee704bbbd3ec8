"""Facts held against their type: all of them there, none besides, each as it is written."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from dean06.kernel.base.text import nfc
from dean06.kernel.documents.kinds.spec import DocumentKind, FactSpec, FactType

ID_DIGITS = 12


class WrongFacts(ValueError):
    """Facts that do not fit; ``errors`` by name, in Vietnamese."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


def checked(kind: DocumentKind, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts in the order of the type, blanks trimmed, empty ones left out. WrongFacts with all that is wrong."""
    said = {name: nfc(" ".join(value.split())) for name, value in facts.items()}
    errors = {name: f"“{kind.name}” không có mục “{name}”." for name in said.keys() - {one.name for one in kind.facts}}
    for fact in kind.facts:
        if wrong := _wrong(fact, said.get(fact.name, "")):
            errors[fact.name] = wrong
    if errors:
        raise WrongFacts(errors)
    return {one.name: said[one.name] for one in kind.facts if said.get(one.name)}


def written(kind: DocumentKind, facts: Mapping[str, str]) -> dict[str, str]:
    """Facts as they stand on paper: by label, days as day, month and year."""
    return as_written(kind.facts, facts)


def as_written(specs: Iterable[FactSpec], facts: Mapping[str, str]) -> dict[str, str]:
    """Those of the facts that are specified, in the order of the specifications."""
    return {one.label: _written(one, facts[one.name]) for one in specs if one.name in facts}


def in_code(kind: DocumentKind, facts: Mapping[str, str]) -> dict[str, str]:
    """Those the printed code shows by itself, as they stand on paper."""
    return {one.label: _written(one, facts[one.name]) for one in kind.facts if one.in_code and one.name in facts}


def ends_on(kind: DocumentKind, issued_on: date) -> date | None:
    """The first day a document issued on a day holds no more; None when it has no end."""
    if not kind.months:
        return None
    years, month = divmod(issued_on.month - 1 + kind.months, 12)
    year = issued_on.year + years
    return date(year, month + 1, min(issued_on.day, monthrange(year, month + 1)[1]))


def _wrong(fact: FactSpec, value: str) -> str:
    if not value:
        return f"Thiếu “{fact.label}”." if fact.required else ""
    if len(value) > fact.longest:
        return f"“{fact.label}” dài quá {fact.longest} ký tự."
    if fact.type is FactType.DATE and _day(value) is None:
        return f"“{fact.label}” phải là ngày viết năm-tháng-ngày."
    if fact.type is FactType.NUMBER and not (value.isascii() and value.isdigit()):
        return f"“{fact.label}” phải là số."
    if fact.type is FactType.PERSONAL_ID and not (len(value) == ID_DIGITS and value.isascii() and value.isdigit()):
        return f"“{fact.label}” phải gồm {ID_DIGITS} chữ số."
    return ""


def _written(fact: FactSpec, value: str) -> str:
    day = _day(value) if fact.type is FactType.DATE else None
    return f"{day:%d/%m/%Y}" if day else value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
