"""The book as an International Patient Summary: a document Bundle of FHIR R4, what facilities told put in order.

Resources go out as they came, under names of ours (facility and type and id of two facilities may be the same), their
links kept where their target goes along and turned into words where it does not.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import Any, Final
from uuid import UUID

from dean06.pilots.p17_health_labour_books.fhir.types import PERSON_SYSTEM, Kind, Resource

IPS_CODE: Final = "60591-5"
LOINC: Final = "http://loinc.org"
EMPTY: Final = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
TITLE: Final = "Tóm tắt thông tin sức khỏe"
BOOKS: Final = "urn:dean06:so-suc-khoe"
# Kind, LOINC code of the section, title; the order of the document.
SECTIONS: Final = (
    (Kind.ALLERGY, "48765-2", "Dị ứng"),
    (Kind.MEDICINE, "10160-0", "Thuốc"),
    (Kind.PROBLEM, "11450-4", "Bệnh, tình trạng"),
    (Kind.VACCINE, "11369-6", "Tiêm chủng"),
    (Kind.PROCEDURE, "47519-4", "Thủ thuật, phẫu thuật"),
    (Kind.RESULT, "30954-2", "Kết quả"),
    (Kind.DEVICE, "46264-8", "Thiết bị"),
)
SUBJECT_OF: Final = {"AllergyIntolerance": "patient", "Immunization": "patient"}
# Members that link to resources which stay behind; words are kept, a dangling link is not.
KEPT_AS_WORDS: Final = "display"


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose book it is."""

    id: UUID
    personal_id: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_on: date | None = field(repr=False)
    sex: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry of the book: our id, shelf, words, and the resource."""

    id: UUID
    kind: Kind
    display: str = field(repr=False)
    value: str = field(repr=False)
    occurred_at: datetime | None
    version: int
    updated_at: datetime
    resource: Resource = field(repr=False)


def patient_resource(holder: Holder) -> dict[str, Any]:
    """The Patient as the platform knows him."""
    told: dict[str, Any] = {
        "resourceType": "Patient",
        "id": str(holder.id),
        "identifier": [{"system": PERSON_SYSTEM, "value": holder.personal_id}],
        "name": [{"text": holder.full_name}],
        "gender": holder.sex or "unknown",
    }
    return told | ({"birthDate": holder.birth_on.isoformat()} if holder.birth_on else {})


def outgoing(line: Line, holder_id: UUID) -> dict[str, Any]:
    """The resource of an entry under our names, pointing at our Patient and at nothing that does not go along."""
    kind = str(line.resource["resourceType"])
    told: dict[str, Any] = {
        name: _unlinked(value) for name, value in line.resource.items() if name not in ("meta", "contained", "text")
    }
    told["id"] = str(line.id)
    told["meta"] = {"versionId": str(line.version), "lastUpdated": line.updated_at.isoformat(timespec="seconds")}
    told[SUBJECT_OF.get(kind, "subject")] = {"reference": f"Patient/{holder_id}"}
    if "medicationReference" in told:
        told["medicationCodeableConcept"] = {"text": line.display}
        del told["medicationReference"]
    if kind == "DeviceUseStatement":
        told["device"] = {"display": line.display}
    return told


def _unlinked(value: Any) -> Any:
    """A copy without links: a Reference keeps its words, or says that there was one."""
    if isinstance(value, list):
        return [_unlinked(one) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("reference"), str):
        kept = {name: one for name, one in value.items() if name != "reference"}
        return kept or {KEPT_AS_WORDS: "(không kèm theo)"}
    return {name: _unlinked(one) for name, one in value.items()}


def summary_bundle(
    holder: Holder, lines: Sequence[Line], *, now: datetime, author: str, kinds: frozenset[Kind] | None = None
) -> dict[str, Any]:
    """The document; ``kinds`` not to be told (None: all are) are said to be withheld, empty ones to be unavailable."""
    stamp = now.isoformat(timespec="seconds")
    shown = [one for one in lines if kinds is None or one.kind in kinds]
    sections = [_section(kind, code, title, shown, kinds) for kind, code, title in SECTIONS]
    told = {kind for kind, _, _ in SECTIONS}
    resources = [outgoing(one, holder.id) for one in shown if one.kind in told]
    names = "".join(f"{one['id']}/{one['meta']['versionId']}," for one in resources)
    number = hashlib.sha256(f"{holder.id}|{stamp}|{names}".encode()).hexdigest()[:32]
    composition = {
        "resourceType": "Composition",
        "id": number,
        "status": "final",
        "type": {"coding": [{"system": LOINC, "code": IPS_CODE, "display": "Patient summary Document"}]},
        "subject": {"reference": f"Patient/{holder.id}"},
        "date": stamp,
        "author": [{"display": author}],
        "title": TITLE,
        "section": sections,
    }
    return {
        "resourceType": "Bundle",
        "type": "document",
        "identifier": {"system": BOOKS, "value": number},
        "timestamp": stamp,
        "entry": [_entry(one) for one in (composition, patient_resource(holder), *resources)],
    }


def _entry(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Names by UUID, so that a document read elsewhere points at nothing of ours."""
    return {"fullUrl": f"{BOOKS}:{resource['resourceType']}/{resource['id']}", "resource": resource}


def _section(kind: Kind, code: str, title: str, lines: Sequence[Line], kinds: frozenset[Kind] | None) -> dict[str, Any]:
    mine = [one for one in lines if one.kind is kind]
    told: dict[str, Any] = {"title": title, "code": {"coding": [{"system": LOINC, "code": code}], "text": title}}
    if mine:
        links = [{"reference": f"{one.resource['resourceType']}/{one.id}"} for one in mine]
        return told | {"text": _text([_in_words(one) for one in mine]), "entry": links}
    is_withheld = kinds is not None and kind not in kinds
    words = "Người có sổ không chia sẻ phần này" if is_withheld else "Không có dữ liệu"
    reason = {"coding": [{"system": EMPTY, "code": "withheld" if is_withheld else "unavailable"}], "text": words}
    return told | {"text": _text([words]), "emptyReason": reason}


def _in_words(line: Line) -> str:
    on = line.occurred_at.strftime("%d/%m/%Y") if line.occurred_at else ""
    return ", ".join(one for one in (line.display, line.value, on) if one)


def _text(lines: Sequence[str]) -> dict[str, str]:
    items = "".join(f"<li>{escape(one)}</li>" for one in lines)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><ul>{items}</ul></div>'}
