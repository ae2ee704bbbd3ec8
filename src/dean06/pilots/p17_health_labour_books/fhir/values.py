"""Pieces of FHIR in plain values: dates, codings, quantities. Garbage is Refused, never another exception."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final, NoReturn

from dean06.pilots.p17_health_labour_books.fhir.types import Refused, Resource

VIETNAM: Final = timezone(timedelta(hours=7))
FIRST_YEAR, LAST_YEAR = 1850, 2200
LONGEST_TEXT, LONGEST_SYSTEM, LONGEST_CODE, MOST_CODINGS = 500, 200, 100, 30
ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")
Coding = tuple[str, str, str]  # system, code, display
_PARTIAL: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})")
_FRACTION: Final = re.compile(r"(?<=\.)\d{7,9}")


def malformed(path: str) -> NoReturn:
    """Refuse: what stands at the path is not what FHIR has there."""
    raise Refused("malformed", f"{path}: không đúng dạng của FHIR R4.", path)


def text_at(resource: Resource, name: str, path: str, *, required: bool = False) -> str:
    """A string member, ``""`` when absent."""
    value = resource.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or not value.strip():
        malformed(f"{path}.{name}")
    return value.strip()


def object_at(resource: Resource, name: str, path: str) -> Mapping[str, Any]:
    """An object member, empty when absent."""
    value = resource.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        malformed(f"{path}.{name}")
    return value


def objects_at(resource: Resource, name: str, path: str) -> list[Mapping[str, Any]]:
    """A list of objects, empty when absent."""
    value = resource.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        malformed(f"{path}.{name}")
    return value


def day(word: str, path: str) -> date:
    """A date; a year or month alone is its first day."""
    found = _PARTIAL.fullmatch(word)
    if not found:
        malformed(path)
    year, month, of_month = (int(one or 1) for one in found.groups())
    try:
        made = date(year, month, of_month)
    except ValueError:
        malformed(path)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        malformed(path)
    return made


def instant(word: str, path: str) -> datetime:
    """A dateTime; a day alone is its beginning in Viet Nam."""
    if len(word) <= 10:
        at = day(word, path)
        return datetime(at.year, at.month, at.day, tzinfo=VIETNAM)
    if not _INSTANT.fullmatch(word):
        malformed(path)
    try:
        made = datetime.fromisoformat(_FRACTION.sub(lambda found: found[0][:6], word))
    except ValueError:
        malformed(path)
    if not FIRST_YEAR <= made.year <= LAST_YEAR:
        malformed(path)
    return made.astimezone(UTC)


def span(resource: Resource, stem: str, path: str) -> tuple[datetime | None, datetime | None]:
    """Beginning and end of ``<stem>DateTime``, ``<stem>Instant``, ``<stem>Period`` or ``<stem>`` (any of them)."""
    for name in (f"{stem}DateTime", f"{stem}Instant", stem):
        value = resource.get(name)
        if isinstance(value, str):
            return instant(value, f"{path}.{name}"), None
        if isinstance(value, dict):
            return _period(value, f"{path}.{name}")
        if value is not None:
            malformed(f"{path}.{name}")
    return _period(object_at(resource, f"{stem}Period", path), f"{path}.{stem}Period")


def _period(told: Mapping[str, Any], path: str) -> tuple[datetime | None, datetime | None]:
    start, end = told.get("start"), told.get("end")
    for name, one in (("start", start), ("end", end)):
        if one is not None and not isinstance(one, str):
            malformed(f"{path}.{name}")
    first = instant(start, f"{path}.start") if start else None
    last = instant(end, f"{path}.end") if end else None
    if first and last and last < first:
        raise Refused("ends_before", f"{path}: kết thúc trước khi bắt đầu (per-1).", path)
    return first, last


def codings_of(concept: Mapping[str, Any], path: str) -> list[Coding]:
    """(system, code, display) of a CodeableConcept."""
    told = []
    where = f"{path}.coding"
    for one in objects_at(concept, "coding", path):
        system, code, shown = one.get("system", ""), one.get("code", ""), one.get("display", "")
        if not (isinstance(system, str) and isinstance(code, str) and isinstance(shown, str)):
            malformed(where)
        if len(system) > LONGEST_SYSTEM or len(code) > LONGEST_CODE:
            malformed(where)
        told.append((system.strip(), code.strip(), shown.strip()))
    if len(told) > MOST_CODINGS:
        malformed(f"{path}.coding")
    return told


def words_of(concept: Mapping[str, Any], path: str, codings: Sequence[Coding] | None = None) -> str:
    """What a CodeableConcept is called: its text, else the first coding that has words, else a code."""
    if said := text_at(concept, "text", path):
        return said
    told = codings_of(concept, path) if codings is None else codings
    return next((shown for _, _, shown in told if shown), "") or next((code for _, code, _ in told if code), "")


def short(words: str) -> str:
    """Cut to what a column holds; the whole is in the resource."""
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1] + "…"


def number(value: Any, path: str) -> str:
    """A decimal in Vietnamese writing."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        malformed(path)
    return repr(value).removesuffix(".0").replace(".", ",")


def quantity(told: Mapping[str, Any], path: str) -> str:
    """A quantity with its unit."""
    if "value" not in told:
        return ""
    unit = text_at(told, "unit", path) or text_at(told, "code", path)
    return f"{text_at(told, 'comparator', path)}{number(told['value'], path)} {unit}".strip()


def value_in_words(resource: Resource, path: str) -> str:
    """value[x] and components of an Observation; empty when it has none. Two values at once are refused."""
    said = [words for words in _values(resource, path) if words]
    if sum(name.startswith("value") for name in resource) > 1:
        malformed(f"{path}.value[x]")
    for part in objects_at(resource, "component", path):
        where = f"{path}.component"
        inner = next(iter(_values(part, where)), "")
        said.append(f"{words_of(object_at(part, 'code', where), where)}: {inner}".strip(" :"))
    return "; ".join(one for one in said if one)


def _values(resource: Resource, path: str) -> Iterator[str]:
    if "valueQuantity" in resource:
        yield quantity(object_at(resource, "valueQuantity", path), f"{path}.valueQuantity")
    if "valueCodeableConcept" in resource:
        yield words_of(object_at(resource, "valueCodeableConcept", path), f"{path}.valueCodeableConcept")
    for name in ("valueString", "valueDateTime", "valueTime"):
        if name in resource:
            yield text_at(resource, name, path)
    if "valueBoolean" in resource:
        yield "Có" if resource["valueBoolean"] is True else "Không"
    if "valueInteger" in resource:
        yield number(resource["valueInteger"], f"{path}.valueInteger")
    if "valueRange" in resource:
        told = object_at(resource, "valueRange", path)
        yield " – ".join(quantity(object_at(told, end, path), path) for end in ("low", "high") if end in told)
    if "valueRatio" in resource:
        told = object_at(resource, "valueRatio", path)
        ends = (quantity(object_at(told, end, path), path) for end in ("numerator", "denominator"))
        yield " / ".join(ends)
