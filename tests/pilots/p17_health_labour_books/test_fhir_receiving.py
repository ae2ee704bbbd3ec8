"""Bundles of a facility: taken once, for the person they name, or refused with nothing kept but the note of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.documents import api as documents
from dean06.pilots.p17_health_labour_books.choices import EntryKind, EntryStatus
from dean06.pilots.p17_health_labour_books.models import Facility, HealthBundle, HealthEntry
from dean06.pilots.p17_health_labour_books.services.receiving import receive_bundle

HOSPITAL = Path(__file__).resolve().parents[3] / "protocols" / "hospital"
HOA = "000151000201"
pytestmark = pytest.mark.django_db
Told = dict[str, Any]


def told(name: str = "hoa") -> Told:
    return json.loads((HOSPITAL / f"{name}.json").read_bytes())


def as_bytes(bundle: Told) -> bytes:
    return json.dumps(bundle, ensure_ascii=False).encode()


def inside(bundle: Told, kind: str) -> Told:
    return next(one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind)


def acts() -> list[tuple[str, int]]:
    rows = AuditEntry.objects.filter(action__startswith="p17").order_by("at")
    return list(rows.values_list("action", "subject_count"))


@pytest.mark.parametrize("name", ["hoa", "binh", "khanh"])
def test_a_hospital_document_fills_the_book(facility: Facility, name: str) -> None:
    content = as_bytes(told(name))
    receipt = receive_bundle(SYSTEM, facility_id=facility.pk, content=content)
    bundle = HealthBundle.objects.get(pk=receipt.bundle_id)
    assert bundle.subject.personal_id == inside(told(name), "Patient")["identifier"][0]["value"]
    assert bundle.entries.count() == receipt.facts > 5
    assert bundle.entries.filter(kind=EntryKind.ALLERGY, status=EntryStatus.ACTIVE, severity="high").exists()
    with documents.open_file(bundle.sha256) as kept:
        assert kept.read() == content
    assert acts() == [("p17.receive_bundle", 1)]


def test_the_same_bytes_again_are_the_same_bundle(facility: Facility) -> None:
    first = receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(told()))
    again = receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(told()))
    assert again.is_repeat
    assert again.bundle_id == first.bundle_id
    assert set(HealthEntry.objects.values_list("version", flat=True)) == {1}
    assert len(acts()) == 1


def test_other_bytes_under_a_taken_identifier_are_a_conflict(facility: Facility) -> None:
    receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(told()))
    changed = told() | {"timestamp": "2026-02-01T00:00:00+07:00"}
    with pytest.raises(Conflict) as refused:
        receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(changed))
    assert refused.value.code == "other_bundle"
    assert HealthBundle.objects.count() == 1
    assert acts() == [("p17.receive_bundle", 1), ("p17.refuse_bundle", 1)]


def test_a_newer_telling_replaces_what_was_told(facility: Facility) -> None:
    receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(told()))
    newer = told()
    newer["identifier"]["value"] = "hoa-2"
    allergy = inside(newer, "AllergyIntolerance")
    allergy["verificationStatus"]["coding"][0]["code"] = "entered-in-error"
    del allergy["clinicalStatus"]
    receipt = receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(newer))
    entry = HealthEntry.objects.get(resource_id="hoa-allergies-1")
    assert (entry.status, entry.version, entry.bundle_id) == (EntryStatus.RETRACTED, 2, receipt.bundle_id)
    assert receipt.retracted == 1
    assert HealthEntry.objects.count() == receipt.facts


def wrong_birth(bundle: Told) -> None:
    inside(bundle, "Patient")["birthDate"] = "1951-04-13"


def only_the_year(bundle: Told) -> None:
    inside(bundle, "Patient")["birthDate"] = "1951"


def wrong_name(bundle: Told) -> None:
    inside(bundle, "Patient")["name"][0]["text"] = "Trần Thị Hòa"


def no_name(bundle: Told) -> None:
    del inside(bundle, "Patient")["name"]


def two_numbers(bundle: Told) -> None:
    numbers = inside(bundle, "Patient")["identifier"]
    numbers.append(numbers[0] | {"value": "000047000206"})


def no_number(bundle: Told) -> None:
    inside(bundle, "Patient")["identifier"][0]["system"] = "urn:so-ho-so"


def nobody(bundle: Told) -> None:
    inside(bundle, "Patient")["identifier"][0]["value"] = "000199009999"


def somebody_elses_result(bundle: Told) -> None:
    inside(bundle, "Observation")["subject"]["reference"] = "Patient/binh"


@pytest.mark.parametrize(
    ("bend", "code", "subjects"),
    [
        (wrong_birth, "wrong_patient", 1),
        (only_the_year, "wrong_patient", 1),
        (wrong_name, "wrong_patient", 1),
        (no_name, "wrong_patient", 1),
        (two_numbers, "wrong_patient", 0),
        (no_number, "no_personal_id", 0),
        (nobody, "unknown_patient", 0),
        (somebody_elses_result, "wrong_patient", 0),
    ],
)
def test_a_doubt_about_the_person_leaves_nothing_but_its_note(
    facility: Facility, bend: Callable[[Told], None], code: str, subjects: int
) -> None:
    bundle = told()
    bend(bundle)
    with pytest.raises(Invalid) as refused:
        receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(bundle))
    assert refused.value.code == code
    assert not HealthBundle.objects.exists()
    assert not HealthEntry.objects.exists()
    assert acts() == [("p17.refuse_bundle", subjects)]


def test_a_resource_of_one_person_cannot_be_moved_to_another(facility: Facility) -> None:
    receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(told("hoa")))
    moved = json.loads(as_bytes(told("binh")).decode().replace("binh-allergies-1", "hoa-allergies-1"))
    with pytest.raises(Invalid) as refused:
        receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(moved))
    assert refused.value.code == "wrong_patient"
    assert HealthEntry.objects.get(resource_id="hoa-allergies-1").subject.personal_id == HOA
    assert HealthBundle.objects.count() == 1


def test_facts_are_written_together_not_one_by_one(facility: Facility) -> None:
    with CaptureQueriesContext(connection) as one:
        receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(told("khanh")))
    with CaptureQueriesContext(connection) as other:
        receive_bundle(SYSTEM, facility_id=facility.pk, content=as_bytes(told("hoa")))
    assert len(other) == len(one)


def test_only_systems_of_open_facilities_send(facility: Facility) -> None:
    with pytest.raises(NotPermitted):
        receive_bundle(ANONYMOUS, facility_id=facility.pk, content=b"{}")
    facility.is_open = False
    facility.save()
    with pytest.raises(NotFound):
        receive_bundle(SYSTEM, facility_id=facility.pk, content=b"{}")
