"""The ten types of resources the book knows, each a row of a table: where its code, its times and its status stand.

Value sets are those of FHIR R4 (4.0.1) with a required binding; what is not in the table is not looked at here, the
full check (``checking``) is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dean06.pilots.p17_health_labour_books.fhir.types import Kind, Refused, Resource, Status
from dean06.pilots.p17_health_labour_books.fhir.values import (
    malformed,
    object_at,
    objects_at,
    text_at,
    value_in_words,
    words_of,
)

A, E, R = Status.ACTIVE, Status.ENDED, Status.RETRACTED
RETRACTED: Final = "entered-in-error"
Words = Callable[[Resource, str], str]

ALLERGY_STATES: Final = {"active": A, "inactive": E, "resolved": E}
CONDITION_STATES: Final = {"active": A, "recurrence": A, "relapse": A, "inactive": E, "remission": E, "resolved": E}
ALLERGY_PROOF: Final = frozenset({"unconfirmed", "confirmed", "refuted", RETRACTED})
CONDITION_PROOF: Final = ALLERGY_PROOF | {"provisional", "differential"}
CRITICALITY: Final = frozenset({"low", "high", "unable-to-assess"})
INTENTS: Final = frozenset(
    {"proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"}
)
MEDICINE_STATES: Final = {
    "active": A, "completed": E, "intended": E, "stopped": E, "on-hold": E, "unknown": A, "not-taken": E, RETRACTED: R,
}  # fmt: skip
ORDER_STATES: Final = {
    "active": A, "on-hold": E, "cancelled": E, "completed": E, "stopped": E, "draft": E, "unknown": A, RETRACTED: R,
}  # fmt: skip
# What was given, done or measured stands; what was called off does not.
VACCINE_STATES: Final = {"completed": A, "not-done": E, RETRACTED: R}
PROCEDURE_STATES: Final = {
    "preparation": E, "in-progress": A, "not-done": E, "on-hold": E, "stopped": E, "completed": A, "unknown": A,
    RETRACTED: R,
}  # fmt: skip
RESULT_STATES: Final = {
    "registered": E, "preliminary": A, "final": A, "amended": A, "corrected": A, "cancelled": E, "unknown": A,
    RETRACTED: R,
}  # fmt: skip
REPORT_STATES: Final = RESULT_STATES | {"partial": A, "appended": A}
VISIT_STATES: Final = {
    "planned": E, "arrived": A, "triaged": A, "in-progress": A, "onleave": A, "finished": E, "cancelled": E,
    "unknown": E, RETRACTED: R,
}  # fmt: skip
DEVICE_STATES: Final = {"active": A, "completed": E, "intended": E, "stopped": E, "on-hold": E, RETRACTED: R}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How one type is read. ``states`` of ``status``; ``clinical``: of clinicalStatus, with ``proof`` beside it."""

    kind: Kind
    subject: str = "subject"
    code: str = "code"
    needs_code: bool = False
    states: Mapping[str, Status] | None = None
    clinical: Mapping[str, Status] = field(default_factory=dict)
    proof: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()
    ends: str = ""
    value: Words = lambda _resource, _path: ""
    severity: Words = lambda _resource, _path: ""


def status_of(how: Shape, resource: Resource, path: str) -> Status:
    """What the status elements come to; Refused for words outside their value sets and for ait-1, ait-2, con-5."""
    if how.states is not None:
        word = text_at(resource, "status", path, required=True)
        if word not in how.states:
            raise Refused("bad_code", f"{path}.status: “{word[:40]}” không có trong FHIR R4.", f"{path}.status")
        return how.states[word]
    proof = _of_set(resource, "verificationStatus", how.proof, path)
    word = _of_set(resource, "clinicalStatus", how.clinical, path)
    if proof == RETRACTED:
        if word:
            raise Refused("bad_invariant", f"{path}: ghi nhầm thì không có clinicalStatus (ait-2, con-5).", path)
        return Status.RETRACTED
    if not word:
        if how.kind is Kind.ALLERGY:
            raise Refused("bad_invariant", f"{path}: thiếu clinicalStatus (ait-1).", path)
        return Status.ENDED if "abatementDateTime" in resource else Status.ACTIVE
    return Status.ENDED if proof == "refuted" else how.clinical[word]


def _of_set(resource: Resource, name: str, known: Any, path: str) -> str:
    """The one code of a bound CodeableConcept, ``""`` when it is absent."""
    told = objects_at(object_at(resource, name, path), "coding", f"{path}.{name}")
    if not told:
        return ""
    word = text_at(told[0], "code", f"{path}.{name}", required=True)
    if word not in known:
        raise Refused("bad_code", f"{path}.{name}: “{word[:40]}” không có trong FHIR R4.", f"{path}.{name}")
    return word


def _criticality(resource: Resource, path: str) -> str:
    word = text_at(resource, "criticality", path)
    if word and word not in CRITICALITY:
        raise Refused("bad_code", f"{path}.criticality: “{word[:40]}” không có trong FHIR R4.", f"{path}.criticality")
    return word


def _severity(resource: Resource, path: str) -> str:
    told = object_at(resource, "severity", path)
    for one in objects_at(told, "coding", path):
        word = SEVERITIES.get(text_at(one, "code", path))
        if word:
            return word
    return ""


# SNOMED CT, the codes of the preferred value set condition-severity.
SEVERITIES: Final = {"24484000": "severe", "6736007": "moderate", "255604002": "mild"}


def _reactions(resource: Resource, path: str) -> str:
    told = []
    for one in objects_at(resource, "reaction", path):
        told += [words_of(sign, path) for sign in objects_at(one, "manifestation", f"{path}.reaction")]
    return "; ".join(one for one in told if one)


def _dosage(name: str) -> Words:
    def words(resource: Resource, path: str) -> str:
        told = (text_at(one, "text", f"{path}.{name}") for one in objects_at(resource, name, path))
        return "; ".join(one for one in told if one)

    return words


def _ordered(resource: Resource, path: str) -> str:
    word = text_at(resource, "intent", path, required=True)
    if word not in INTENTS:
        raise Refused("bad_code", f"{path}.intent: “{word[:40]}” không có trong FHIR R4.", f"{path}.intent")
    return _dosage("dosageInstruction")(resource, path)


def _dose(resource: Resource, path: str) -> str:
    if "occurrenceDateTime" not in resource and "occurrenceString" not in resource:
        malformed(f"{path}.occurrence[x]")
    said = []
    for one in objects_at(resource, "protocolApplied", path):
        dose = one.get("doseNumberPositiveInt", one.get("doseNumberString"))
        said += [f"mũi {dose}"] if isinstance(dose, int | str) else []
    lot = text_at(resource, "lotNumber", path)
    return ", ".join(said + ([f"lô {lot}"] if lot else []))


def _visit(resource: Resource, path: str) -> str:
    known = object_at(resource, "class", path)
    if not known:
        malformed(f"{path}.class")
    return CLASSES.get(text_at(known, "code", path), "") or text_at(known, "display", path)


# HL7's ActCode, in our words.
CLASSES: Final = {
    "AMB": "Khám ngoại trú", "IMP": "Điều trị nội trú", "EMER": "Cấp cứu", "VR": "Khám từ xa", "HH": "Tại nhà",
    "SS": "Lưu lại ngắn ngày", "OBSENC": "Theo dõi", "ACUTE": "Điều trị nội trú", "NONAC": "Điều trị nội trú",
}  # fmt: skip


def _conclusion(resource: Resource, path: str) -> str:
    return text_at(resource, "conclusion", path)


MAPPED: Final[Mapping[str, Shape]] = {
    "AllergyIntolerance": Shape(
        kind=Kind.ALLERGY, subject="patient", clinical=ALLERGY_STATES, proof=ALLERGY_PROOF,
        begins=("onset", "recordedDate"), value=_reactions, severity=_criticality,
    ),
    "MedicationStatement": Shape(
        kind=Kind.MEDICINE, code="medication", needs_code=True, states=MEDICINE_STATES,
        begins=("effective", "dateAsserted"), value=_dosage("dosage"),
    ),
    "MedicationRequest": Shape(
        kind=Kind.MEDICINE, code="medication", needs_code=True, states=ORDER_STATES, begins=("authoredOn",),
        value=_ordered,
    ),
    "Condition": Shape(
        kind=Kind.PROBLEM, clinical=CONDITION_STATES, proof=CONDITION_PROOF, begins=("onset", "recordedDate"),
        ends="abatement", severity=_severity,
    ),
    "Immunization": Shape(
        kind=Kind.VACCINE, subject="patient", code="vaccineCode", needs_code=True, states=VACCINE_STATES,
        begins=("occurrence", "recorded"), value=_dose,
    ),
    "Procedure": Shape(kind=Kind.PROCEDURE, states=PROCEDURE_STATES, begins=("performed",)),
    "Observation": Shape(
        kind=Kind.RESULT, needs_code=True, states=RESULT_STATES, begins=("effective", "issued"), value=value_in_words
    ),
    "DiagnosticReport": Shape(
        kind=Kind.RESULT, needs_code=True, states=REPORT_STATES, begins=("effective", "issued"), value=_conclusion
    ),
    "Encounter": Shape(kind=Kind.VISIT, code="type", states=VISIT_STATES, begins=("period",), value=_visit),
    "DeviceUseStatement": Shape(
        kind=Kind.DEVICE, code="device", needs_code=True, states=DEVICE_STATES, begins=("timing", "recordedOn")
    ),
}  # fmt: skip
