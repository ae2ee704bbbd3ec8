"""The hospital's documents: a chart as an International Patient Summary, a document Bundle of FHIR R4."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

CHARTS = Path(__file__).with_name("charts.toml")
SYSTEMS = {
    "icd10": "http://hl7.org/fhir/sid/icd-10",
    "atc": "http://www.whocc.no/atc",
    "loinc": "http://loinc.org",
    "snomed": "http://snomed.info/sct",
    "cvx": "http://hl7.org/fhir/sid/cvx",
}
PERSON_SYSTEM = "urn:dean06:so-dinh-danh"
BUNDLES = "urn:dean06:benh-vien-hu-cau:goi"
TERMS = "http://terminology.hl7.org/CodeSystem/"
HOSPITAL = "Bệnh viện đa khoa (hư cấu)"
WRITTEN_AT = "2026-01-15T08:30:00+07:00"
SECTIONS = (
    ("allergies", "48765-2", "Dị ứng"),
    ("medicines", "10160-0", "Thuốc đang dùng"),
    ("problems", "11450-4", "Bệnh, tình trạng"),
    ("vaccines", "11369-6", "Tiêm chủng"),
    ("procedures", "47519-4", "Thủ thuật, phẫu thuật"),
    ("results", "30954-2", "Kết quả"),
    ("devices", "46264-8", "Thiết bị cấy ghép"),
)
VISITS = "visits"
Line = Mapping[str, Any]
Resource = dict[str, Any]


def read_charts() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Charts by the key of their patient."""
    return tomllib.loads(CHARTS.read_text(encoding="utf-8"))


def read_people(file: Path) -> dict[str, dict[str, Any]]:
    """The demo's people by key."""
    return {one["key"]: one for one in tomllib.loads(file.read_text(encoding="utf-8"))["people"]}


def document(key: str, person: Mapping[str, Any], chart: Mapping[str, Sequence[Line]], *, edition: int = 1) -> Resource:
    """The chart as a document; another ``edition`` is another document of the same resources."""
    patient = _patient(key, person)
    inside: list[Resource] = [patient]
    sections = []
    for name, code, title in SECTIONS:
        made = [MAKERS[name](f"{key}-{name}-{number}", one, key) for number, one in enumerate(chart.get(name, []), 1)]
        sections.append(_section(code, title, made))
        inside += [part for one in made for part in one]
    inside += [
        part
        for number, one in enumerate(chart.get(VISITS, []), 1)
        for part in _visit(f"{key}-visits-{number}", one, key)
    ]
    organisation = {"resourceType": "Organization", "id": "benh-vien", "name": HOSPITAL}
    composition = {
        "resourceType": "Composition",
        "id": f"{key}-tom-tat",
        "status": "final",
        "type": _concept({"loinc": "60591-5", "name": "Tóm tắt thông tin người bệnh"}),
        "subject": {"reference": f"Patient/{key}"},
        "date": WRITTEN_AT,
        "author": [{"reference": "Organization/benh-vien"}],
        "title": "Tóm tắt thông tin người bệnh (hư cấu)",
        "section": sections,
    }
    return {
        "resourceType": "Bundle",
        "type": "document",
        "identifier": {"system": BUNDLES, "value": f"{key}-{edition}"},
        "timestamp": WRITTEN_AT,
        "entry": [_entry(one) for one in (composition, *inside, organisation)],
    }


def written(told: Resource) -> bytes:
    """A document as the hospital sends it: the same document is the same bytes."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _entry(resource: Resource) -> Resource:
    return {"fullUrl": f"https://benh-vien.example/fhir/{_name(resource)}", "resource": resource}


def _name(resource: Resource) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def _section(code: str, title: str, made: list[list[Resource]]) -> Resource:
    told: Resource = {"title": title, "code": _concept({"loinc": code, "name": title})}
    if not made:
        reason = {"coding": [{"system": f"{TERMS}list-empty-reason", "code": "unavailable"}]}
        return told | {"text": _text(["Không có dữ liệu"]), "emptyReason": reason}
    lines = [_called(one[0]) for one in made]
    return told | {"text": _text(lines), "entry": [{"reference": _name(one[0])} for one in made]}


def _called(resource: Resource) -> str:
    for member in ("code", "medicationCodeableConcept", "vaccineCode"):
        if member in resource:
            return str(resource[member]["text"])
    return str(resource["device"]["display"])


def _text(lines: list[str]) -> Resource:
    items = "".join(f"<li>{escape(one)}</li>" for one in lines)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><ul>{items}</ul></div>'}


def _patient(key: str, person: Mapping[str, Any]) -> Resource:
    return {
        "resourceType": "Patient",
        "id": key,
        "identifier": [{"system": PERSON_SYSTEM, "value": person["personal_id"]}],
        "name": [{"text": person["full_name"]}],
        "gender": person["sex"],
        "birthDate": person["birth_on"].isoformat(),
    }


def _concept(line: Line) -> Resource:
    codings = [
        {"system": url, "code": line[name], "display": line["name"]} for name, url in SYSTEMS.items() if name in line
    ]
    return ({"coding": codings} if codings else {}) | {"text": line["name"]}


def _word(system: str, code: str) -> Resource:
    return {"coding": [{"system": f"{TERMS}{system}", "code": code}]}


def _about(key: str) -> Resource:
    return {"reference": f"Patient/{key}"}


def _period(line: Line) -> Resource:
    return {"start": line["on"]} | ({"end": line["until"]} if "until" in line else {})


def _allergy(name: str, line: Line, key: str) -> list[Resource]:
    told = {
        "resourceType": "AllergyIntolerance",
        "id": name,
        "clinicalStatus": _word("allergyintolerance-clinical", "active"),
        "verificationStatus": _word("allergyintolerance-verification", "confirmed"),
        "criticality": line["criticality"],
        "code": _concept(line),
        "patient": _about(key),
        "onsetDateTime": line["on"],
        "reaction": [{"manifestation": [{"text": one} for one in line["signs"]]}],
    }
    return [told]


def _medicine(name: str, line: Line, key: str) -> list[Resource]:
    told = {
        "resourceType": "MedicationStatement",
        "id": name,
        "status": "completed" if "until" in line else "active",
        "medicationCodeableConcept": _concept(line),
        "subject": _about(key),
        "effectivePeriod": _period(line),
        "dosage": [{"text": line["dose"]}],
    }
    return [told]


def _problem(name: str, line: Line, key: str) -> list[Resource]:
    told = {
        "resourceType": "Condition",
        "id": name,
        "clinicalStatus": _word("condition-clinical", "resolved" if "until" in line else "active"),
        "verificationStatus": _word("condition-ver-status", "confirmed"),
        "code": _concept(line),
        "subject": _about(key),
        "onsetDateTime": line["on"],
    }
    if "until" in line:
        told["abatementDateTime"] = line["until"]
    if "severity" in line:
        told["severity"] = {"coding": [{"system": SYSTEMS["snomed"], "code": line["severity"]}]}
    return [told]


def _vaccine(name: str, line: Line, key: str) -> list[Resource]:
    told = {
        "resourceType": "Immunization",
        "id": name,
        "status": "completed",
        "vaccineCode": _concept(line),
        "patient": _about(key),
        "occurrenceDateTime": line["on"],
        "lotNumber": line["lot"],
        "protocolApplied": [{"doseNumberPositiveInt": line["dose"]}],
    }
    return [told]


def _procedure(name: str, line: Line, key: str) -> list[Resource]:
    told = {
        "resourceType": "Procedure",
        "id": name,
        "status": "completed",
        "code": _concept(line),
        "subject": _about(key),
        "performedDateTime": line["on"],
    }
    return [told]


def _result(name: str, line: Line, key: str) -> list[Resource]:
    is_measured = "pressure" in line
    told = {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "category": [_word("observation-category", "vital-signs" if is_measured else "laboratory")],
        "code": _concept(line),
        "subject": _about(key),
        "effectiveDateTime": f"{line['on']}T08:00:00+07:00",
        "performer": [{"reference": "Organization/benh-vien"}],
    }
    if is_measured:
        names = (("8480-6", "Huyết áp tâm thu"), ("8462-4", "Huyết áp tâm trương"))
        told["component"] = [
            {"code": _concept({"loinc": code, "name": name}), "valueQuantity": _quantity(value, "mm[Hg]")}
            for (code, name), value in zip(names, line["pressure"], strict=True)
        ]
    elif "words" in line:
        told["valueString"] = line["words"]
    else:
        told["valueQuantity"] = _quantity(line["value"], line["unit"])
    return [told]


def _quantity(value: float, unit: str) -> Resource:
    shown = {"mm[Hg]": "mmHg", "{INR}": "INR", "umol/L": "µmol/L"}.get(unit, unit)
    return {"value": value, "unit": shown, "system": "http://unitsofmeasure.org", "code": unit}


def _visit(name: str, line: Line, key: str) -> Iterator[Resource]:
    yield {
        "resourceType": "Encounter",
        "id": name,
        "status": "finished",
        "class": {"system": f"{TERMS}v3-ActCode", "code": line["class"]},
        "type": [_concept(line)],
        "subject": _about(key),
        "period": _period(line),
    }


def _device(name: str, line: Line, key: str) -> list[Resource]:
    device = {
        "resourceType": "Device",
        "id": f"{name}-may",
        "status": "active",
        "type": _concept(line),
        "patient": _about(key),
    }
    use = {
        "resourceType": "DeviceUseStatement",
        "id": name,
        "status": "active",
        "subject": _about(key),
        "timingPeriod": {"start": line["on"]},
        "device": {"reference": f"Device/{name}-may", "display": line["name"]},
    }
    return [use, device]


MAKERS: dict[str, Callable[[str, Line, str], list[Resource]]] = {
    "allergies": _allergy,
    "medicines": _medicine,
    "problems": _problem,
    "vaccines": _vaccine,
    "procedures": _procedure,
    "results": _result,
    "devices": _device,
}
