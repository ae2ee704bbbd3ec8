"""Search parameters of FHIR R4 as a plain query; what is not understood is refused, never passed over."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from dean06.pilots.p17_health_labour_books.fhir.mapped import MAPPED
from dean06.pilots.p17_health_labour_books.fhir.types import PERSON_SYSTEM, Kind, Refused
from dean06.pilots.p17_health_labour_books.fhir.values import instant

MOST_RESULTS: Final = 200
USUAL_RESULTS: Final = 50
MOST_VALUES: Final = 20
LONGEST_VALUE: Final = 300
FURTHEST: Final = 100_000
PREFIXES: Final = ("eq", "ne", "gt", "ge", "lt", "le")
_DATE: Final = re.compile(r"(eq|ne|gt|ge|lt|le)?(\d.*)", re.DOTALL)
PAGE: Final = "_page"
# Which date a type is searched by, as R4 names the parameter.
DATES: Final[Mapping[str, str]] = {
    "AllergyIntolerance": "onset",
    "MedicationStatement": "effective",
    "MedicationRequest": "authoredon",
    "Condition": "onset-date",
    "Immunization": "date",
    "Procedure": "date",
    "Observation": "date",
    "DiagnosticReport": "date",
    "Encounter": "date",
}
CODES: Final[Mapping[str, str]] = {"Immunization": "vaccine-code", "Encounter": "type", "DeviceUseStatement": "device"}
STATES: Final = frozenset({"AllergyIntolerance", "Condition"})


@dataclass(frozen=True, kw_only=True)
class Between:
    """A stretch of time the day of an entry is compared with."""

    prefix: str
    first: datetime
    last: datetime  # exclusive


@dataclass(frozen=True, kw_only=True)
class Query:
    """What is asked for. ``person``: the personal number, or our id of the Patient; one of them is given."""

    resource_type: str
    kind: Kind
    personal_id: str = ""
    patient_id: str = ""
    ids: tuple[str, ...] = ()
    codes: tuple[tuple[str, ...], ...] = ()  # each group: one of these, ``system|code``, ``|code`` or ``code``
    dates: tuple[Between, ...] = ()
    resource_states: tuple[str, ...] = ()  # words of the resource's own status or clinicalStatus
    count: int = USUAL_RESULTS
    page: int = 0


def parameters_of(resource_type: str) -> dict[str, str]:
    """Names and kinds of the parameters a type is searched by."""
    told = {"patient": "reference", "_id": "token", CODES.get(resource_type, "code"): "token"}
    if resource_type in DATES:
        told[DATES[resource_type]] = "date"
    told["clinical-status" if resource_type in STATES else "status"] = "token"
    return told


def read_query(resource_type: str, given: Sequence[tuple[str, str]]) -> Query:
    """The query in the parameters (name, value). Refused: not_supported, malformed, no_patient."""
    how = MAPPED.get(resource_type)
    if how is None:
        raise Refused("not_supported", f"Không tra cứu loại {resource_type[:40]}.")
    known = parameters_of(resource_type) | {"_count": "number", PAGE: "number"}
    told: dict[str, Any] = {"resource_type": resource_type, "kind": how.kind, "codes": (), "dates": ()}
    seen: set[str] = set()
    for name, value in given:
        if name not in known or not value or len(value) > LONGEST_VALUE:
            raise Refused("not_supported", f"Không hỗ trợ tham số “{name[:40]}” với giá trị này.")
        if name in seen and known[name] != "date" and name != CODES.get(resource_type, "code"):
            raise Refused("not_supported", f"Tham số “{name}” chỉ dùng một lần.")
        seen.add(name)
        _take(told, name, known[name], value)
    if not (told.get("personal_id") or told.get("patient_id")):
        raise Refused("no_patient", "Phải nêu người bệnh: patient=<id> hoặc patient.identifier.", "patient")
    return Query(**told)


def _take(told: dict[str, Any], name: str, kind: str, value: str) -> None:
    if kind == "date":
        told["dates"] += (_between(value, name),)
    elif name == "patient":
        told |= patient(value)
    elif name == "_count":
        told["count"] = min(_number(value, name), MOST_RESULTS)
    elif name == PAGE:
        told["page"] = _number(value, name)
    elif name == "_id":
        told["ids"] = _values(value, name)
    elif name in ("status", "clinical-status"):
        told["resource_states"] = tuple(one.rpartition("|")[2] for one in _values(value, name))
    else:
        told["codes"] += (_values(value, name),)


def patient(value: str) -> dict[str, str]:
    """Whom a value of ``patient`` names: our id, ``Patient/id``, or ``system|number`` of a person."""
    system, bar, number = value.partition("|")
    if bar:
        if system != PERSON_SYSTEM:
            raise Refused("not_supported", f"Người bệnh tìm theo {PERSON_SYSTEM}|<số định danh>.", "patient")
        return {"personal_id": number}
    return {"patient_id": value.removeprefix("Patient/")}


def _values(value: str, name: str) -> tuple[str, ...]:
    told = tuple(one.strip() for one in value.split(","))
    if not all(told) or len(told) > MOST_VALUES:
        raise Refused("malformed", f"Giá trị của “{name}” không đúng.", name)
    return told


def _number(value: str, name: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 6 and int(value) <= FURTHEST):
        raise Refused("malformed", f"“{name}” phải là số tự nhiên.", name)
    return int(value)


def _between(value: str, name: str) -> Between:
    found = _DATE.fullmatch(value.replace(" ", "+"))  # a plus sign in an address is read as a blank
    if not found:
        raise Refused("malformed", f"Ngày của “{name}” không đúng.", name)
    word = found[2]
    first = instant(word, name)
    return Between(prefix=found[1] or "eq", first=first, last=_end(first, word))


def _end(first: datetime, word: str) -> datetime:
    """A year, a month, a day or a second lasts as long as it says."""
    if len(word) == 4:
        return first.replace(year=first.year + 1)
    if len(word) == 7:
        return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first + (timedelta(days=1) if len(word) == 10 else timedelta(seconds=1))


def searchset(
    resources: Sequence[Mapping[str, Any]], total: int, query: Query, *, base: str, given: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """The answer: a page of resources, how many there are, and where the next page is."""
    link = _linked(base, query.resource_type, given)
    links = [{"relation": "self", "url": link(query.page)}]
    if query.count and (query.page + 1) * query.count < total:
        links.append({"relation": "next", "url": link(query.page + 1)})
    entries = [
        {"fullUrl": f"{base}/{one['resourceType']}/{one['id']}", "resource": one, "search": {"mode": "match"}}
        for one in resources
    ]
    told: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "total": total, "link": links}
    return told | ({"entry": entries} if entries else {})


def _linked(base: str, resource_type: str, given: Sequence[tuple[str, str]]) -> Callable[[int], str]:
    kept = [(name, value) for name, value in given if name != PAGE]

    def link(page: int) -> str:
        return f"{base}/{resource_type}?{urlencode([*kept, (PAGE, str(page))] if page else kept)}"

    return link


def outcome(
    code: str, words: str, *, severity: str = "error", issue: str = "invalid", path: str = ""
) -> dict[str, Any]:
    """An OperationOutcome: ``issue`` is R4's word for what went wrong, ``code`` ours."""
    told: dict[str, Any] = {
        "severity": severity,
        "code": issue,
        "details": {"coding": [{"system": "urn:dean06:fhir-loi", "code": code}], "text": words},
    }
    if path:
        told["expression"] = [path]
    return {"resourceType": "OperationOutcome", "issue": [told]}
