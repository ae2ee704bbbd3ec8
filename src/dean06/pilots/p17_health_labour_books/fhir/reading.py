"""The path a sender waits for: a bundle's bytes to what the book keeps. One parse, then only the mapped resources."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from dean06.pilots.p17_health_labour_books.fhir.mapped import MAPPED, Shape, status_of
from dean06.pilots.p17_health_labour_books.fhir.parsing import parsed
from dean06.pilots.p17_health_labour_books.fhir.types import (
    MOST_ENTRIES,
    PERSON_SYSTEM,
    PERSON_TYPES,
    Fact,
    PatientFacts,
    Reading,
    Refused,
    Resource,
)
from dean06.pilots.p17_health_labour_books.fhir.values import (
    ID,
    codings_of,
    day,
    malformed,
    object_at,
    objects_at,
    short,
    span,
    text_at,
    words_of,
)

BUNDLE_TYPES: Final = frozenset({"document", "collection", "transaction", "batch"})
WRITES: Final = frozenset({"POST", "PUT"})
SEXES: Final = frozenset({"male", "female", "other", "unknown"})
LONGEST_IDENTIFIER: Final = 200
NAMELESS: Final = "(không ghi tên)"
UUID_PREFIX: Final = "urn:uuid:"


@dataclass(frozen=True)
class _Inside:
    """What a bundle holds by every name it goes by, and the names of its one patient."""

    by_name: Mapping[str, Resource]
    patient: frozenset[str]


def read_bundle(content: bytes) -> Reading:
    """The bundle in the bytes. Refused with a code, never another exception, whatever the bytes are."""
    told = parsed(content)
    if told.get("resourceType") != "Bundle":
        raise Refused("not_a_bundle", "Không phải Bundle của FHIR R4.")
    kind = text_at(told, "type", "Bundle", required=True)
    if kind not in BUNDLE_TYPES:
        raise Refused("bundle_type", f"Bundle loại “{kind[:40]}” không nhận. Nhận: {', '.join(sorted(BUNDLE_TYPES))}.")
    entries = objects_at(told, "entry", "Bundle")
    if len(entries) > MOST_ENTRIES:
        raise Refused("too_many_entries", f"Gói có hơn {MOST_ENTRIES} mục. Hãy chia thành nhiều gói.")
    resources = [_resource(one, number, kind) for number, one in enumerate(entries)]
    if kind == "document" and (not resources or resources[0].get("resourceType") != "Composition"):
        raise Refused("bad_invariant", "Bundle document phải bắt đầu bằng Composition (bdl-11).")
    inside = _inside(entries, resources)
    return Reading(
        identifier=_identifier(told, kind, content),
        bundle_type=kind,
        patient=_patient(_only_patient(resources)),
        facts=tuple(_facts(entries, resources, inside)),
        unmapped=_left_aside(resources),
    )


def _resource(entry: Mapping[str, Any], number: int, kind: str) -> Resource:
    resource = entry.get("resource")
    path = f"Bundle.entry[{number}]"
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        malformed(f"{path}.resource")
    if kind not in ("transaction", "batch"):
        return resource
    if text_at(object_at(entry, "request", path), "method", path) not in WRITES:
        raise Refused("not_a_write", f"{path}: chỉ nhận POST và PUT.", path)
    return resource


def _identifier(told: Mapping[str, Any], kind: str, content: bytes) -> str:
    """``system|value``, else the logical id, else the digest: the same bytes are always the same bundle."""
    given = object_at(told, "identifier", "Bundle")
    value = text_at(given, "value", "Bundle.identifier")
    if kind == "document" and not value:
        raise Refused("bad_invariant", "Bundle document phải có identifier (bdl-9).", "Bundle.identifier")
    name = f"{text_at(given, 'system', 'Bundle.identifier')}|{value}" if value else text_at(told, "id", "Bundle")
    if len(name) > LONGEST_IDENTIFIER:
        malformed("Bundle.identifier")
    return name or f"sha256:{hashlib.sha256(content).hexdigest()}"


def _only_patient(resources: list[Resource]) -> Resource:
    found = [one for one in resources if one["resourceType"] == "Patient"]
    if len(found) > 1:
        raise Refused("two_patients", "Gói nói về hơn một người. Mỗi gói chỉ một người.")
    if not found:
        raise Refused("no_patient", "Gói không có Patient.")
    return found[0]


def _patient(resource: Resource) -> PatientFacts:
    numbers = []
    for one in objects_at(resource, "identifier", "Patient"):
        kinds = {code for _, code, _ in codings_of(object_at(one, "type", "Patient.identifier"), "Patient.identifier")}
        if one.get("system") == PERSON_SYSTEM or kinds & PERSON_TYPES:
            numbers.append(text_at(one, "value", "Patient.identifier", required=True))
    sex = text_at(resource, "gender", "Patient")
    if sex and sex not in SEXES:
        raise Refused("bad_code", f"Patient.gender: “{sex[:40]}” không có trong FHIR R4.", "Patient.gender")
    born = text_at(resource, "birthDate", "Patient")
    names = (_name(one) for one in objects_at(resource, "name", "Patient"))
    return PatientFacts(
        personal_ids=tuple(dict.fromkeys(numbers)),
        names=tuple(one for one in names if one),
        birth_on=_born(born),
        sex=sex,
    )


def _born(word: str) -> date | None:
    """Only a whole day compares."""
    told = day(word, "Patient.birthDate") if word else None
    return told if len(word) == len("2000-01-01") else None


def _name(told: Mapping[str, Any]) -> str:
    """The name as written, else family name before given names, as Vietnamese names go."""
    said = text_at(told, "text", "Patient.name")
    given = told.get("given", [])
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        malformed("Patient.name.given")
    return said or " ".join([text_at(told, "family", "Patient.name"), *given]).strip()


def _inside(entries: list[Mapping[str, Any]], resources: list[Resource]) -> _Inside:
    by_name: dict[str, Resource] = {}
    patient: set[str] = set()
    for entry, resource in zip(entries, resources, strict=True):
        names = _names(entry, resource)
        for name in names:
            if name in by_name:
                raise Refused("twice_same", f"{name[:80]} có hai lần trong gói.", "Bundle.entry")
            by_name[name] = resource
        if resource["resourceType"] == "Patient":
            patient |= names
    return _Inside(by_name, frozenset(patient))


def _names(entry: Mapping[str, Any], resource: Resource) -> set[str]:
    full, own = entry.get("fullUrl"), resource.get("id")
    names = {full} if isinstance(full, str) else set()
    return names | {f"{resource['resourceType']}/{own}"} if isinstance(own, str) else names


def _facts(entries: list[Mapping[str, Any]], resources: list[Resource], inside: _Inside) -> list[Fact]:
    told = []
    for number, resource in enumerate(resources):
        how = MAPPED.get(resource["resourceType"])
        if how is not None:
            path = f"Bundle.entry[{number}].{resource['resourceType']}"
            _same_patient(how, resource, inside, path)
            told.append(_fact(how, resource, _id(entries[number], resource, path), inside, path))
    return told


def _id(entry: Mapping[str, Any], resource: Resource, path: str) -> str:
    """The logical id, else the UUID the sender calls it by."""
    own, full = resource.get("id"), entry.get("fullUrl")
    if own is None and isinstance(full, str) and full.startswith(UUID_PREFIX):
        own = full.removeprefix(UUID_PREFIX)
    if not isinstance(own, str) or not ID.fullmatch(own):
        raise Refused("no_id", f"{path}: thiếu id.", path)
    return own


def _same_patient(how: Shape, resource: Resource, inside: _Inside, path: str) -> None:
    where = f"{path}.{how.subject}"
    named = text_at(object_at(resource, how.subject, path), "reference", where, required=True)
    if named not in inside.patient:
        raise Refused("wrong_patient", f"{where}: trỏ đến người khác với Patient của gói.", where)


def _fact(how: Shape, resource: Resource, own_id: str, inside: _Inside, path: str) -> Fact:
    concept = _concept(how, resource, inside, path)
    codings = codings_of(concept, f"{path}.{how.code}")
    value = how.value(resource, path)
    shown = words_of(concept, path, codings) or (value if how.code == "type" else "")
    begun, ended = _times(how, resource, path)
    return Fact(
        resource_type=resource["resourceType"],
        resource_id=own_id,
        kind=how.kind,
        status=status_of(how, resource, path),
        code_system=codings[0][0] if codings else "",
        code=codings[0][1] if codings else "",
        codings=tuple(dict.fromkeys(f"{system}|{code}" for system, code, _ in codings if code)),
        display=short(shown or NAMELESS),
        value=short(value),
        severity=how.severity(resource, path),
        occurred_at=begun,
        ended_at=ended,
        resource=resource,
    )


def _concept(how: Shape, resource: Resource, inside: _Inside, path: str) -> Mapping[str, Any]:
    """What the resource is about: a concept of its own, or of the medicine or device it points to."""
    if how.code == "type":  # of an Encounter: a list
        return next(iter(objects_at(resource, "type", path)), {})
    if how.code in ("medication", "device"):
        concept = object_at(resource, f"{how.code}CodeableConcept", path) or _pointed(how, resource, inside, path)
    else:
        concept = object_at(resource, how.code, path)
    if how.needs_code and not concept:
        malformed(f"{path}.{how.code}")
    return concept


def _pointed(how: Shape, resource: Resource, inside: _Inside, path: str) -> Mapping[str, Any]:
    name = "device" if how.code == "device" else "medicationReference"
    link = object_at(resource, name, path)
    named, shown = text_at(link, "reference", path), text_at(link, "display", path)
    if named.startswith("#"):
        contained = objects_at(resource, "contained", path)
        target: Resource = next((one for one in contained if one.get("id") == named[1:]), {})
    else:
        target = inside.by_name.get(named, {})
    member = "type" if target.get("resourceType") == "Device" else "code"
    return object_at(target, member, path) or ({"text": shown} if shown else {})


def _times(how: Shape, resource: Resource, path: str) -> tuple[datetime | None, datetime | None]:
    begun: datetime | None = None
    ended: datetime | None = None
    for stem in how.begins:
        first, last = span(resource, stem, path)
        begun, ended = begun or first, ended or last
        if begun:
            break
    if how.ends:
        ended = span(resource, how.ends, path)[0] or ended
    return begun, ended


def _left_aside(resources: list[Resource]) -> dict[str, int]:
    told = Counter(one["resourceType"] for one in resources if one["resourceType"] not in MAPPED)
    return {name[:40]: count for name, count in told.items() if name not in ("Patient", "Composition")}
