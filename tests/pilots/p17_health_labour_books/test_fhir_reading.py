"""Bundles read: what each type of resource becomes, which ones are refused and why, garbage of every kind."""

import contextlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.pilots.p17_health_labour_books.conftest import PROTOCOLS
from tests.pilots.p17_health_labour_books.synthea import Synthea

from dean06.pilots.p17_health_labour_books.choices import EntryKind, EntryStatus
from dean06.pilots.p17_health_labour_books.fhir import parsing
from dean06.pilots.p17_health_labour_books.fhir.checking import MOST_PROBLEMS, check_bundle
from dean06.pilots.p17_health_labour_books.fhir.mapped import MAPPED
from dean06.pilots.p17_health_labour_books.fhir.reading import read_bundle
from dean06.pilots.p17_health_labour_books.fhir.types import DEEPEST, LARGEST_BUNDLE, Fact, Kind, Refused, Status
from dean06.sandbox.hospital.documents import document, read_charts, read_people

Told = dict[str, Any]
PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [{"system": "urn:dean06:so-dinh-danh", "value": "000151000201"}],
    "name": [{"text": "Trần Thị Hoa"}],
    "birthDate": "1951-04-12",
}
ABOUT = {"reference": "Patient/p"}


def bundle(*resources: Told, **members: Any) -> Told:
    entries = [{"fullUrl": f"https://x/{one['resourceType']}/{one.get('id')}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "id": "b", "entry": entries} | members


def read(*resources: Told, **members: Any) -> tuple[Fact, ...]:
    return read_bundle(as_bytes(bundle(PATIENT, *resources, **members))).facts


def as_bytes(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as error:
        read_bundle(content)
    assert error.value.words
    return error.value.code


def word(code: str) -> Told:
    return {"coding": [{"code": code}]}


def test_words_of_the_columns_and_of_the_reading_are_the_same() -> None:
    assert {one.value for one in Kind} == set(EntryKind.values)
    assert {one.value for one in Status} == set(EntryStatus.values)


@pytest.mark.parametrize("key", ["hoa", "binh", "khanh"])
def test_the_hospital_s_files_are_what_it_writes(key: str) -> None:
    written = document(key, read_people(PROTOCOLS / "demo_people.toml")[key], read_charts()[key])
    content = (PROTOCOLS / "hospital" / f"{key}.json").read_bytes()
    assert json.loads(content) == written
    assert check_bundle(content) == []


def test_a_synthea_bundle_is_read_and_sound() -> None:
    content = Synthea(seed=7).bundle(visits=5)
    told = read_bundle(content)
    assert (len(told.facts), dict(told.unmapped), told.bundle_type) == (70, {"Claim": 5}, "transaction")
    assert told.identifier.startswith("sha256:")
    assert told.patient.personal_ids == ("000151000201",)
    assert check_bundle(content) == []


@pytest.mark.parametrize(
    ("resource", "kind", "status", "words"),
    [
        (
            {"resourceType": "AllergyIntolerance", "patient": ABOUT, "clinicalStatus": word("active"),
             "code": {"text": "Penicillin"}, "criticality": "high",
             "reaction": [{"manifestation": [{"text": "Phát ban"}]}]},
            Kind.ALLERGY, Status.ACTIVE, ("Penicillin", "Phát ban", "high"),
        ),
        (
            {"resourceType": "AllergyIntolerance", "patient": ABOUT, "clinicalStatus": word("active"),
             "verificationStatus": word("refuted")},
            Kind.ALLERGY, Status.ENDED, ("(không ghi tên)", "", ""),
        ),
        (
            {"resourceType": "AllergyIntolerance", "patient": ABOUT, "verificationStatus": word("entered-in-error")},
            Kind.ALLERGY, Status.RETRACTED, ("(không ghi tên)", "", ""),
        ),
        (
            {"resourceType": "Condition", "subject": ABOUT, "code": {"coding": [{"code": "I10", "display": "THA"}]},
             "severity": {"coding": [{"code": "24484000"}]}},
            Kind.PROBLEM, Status.ACTIVE, ("THA", "", "severe"),
        ),
        (
            {"resourceType": "Condition", "subject": ABOUT, "clinicalStatus": word("remission"),
             "code": {"coding": [{"code": "C50"}]}},
            Kind.PROBLEM, Status.ENDED, ("C50", "", ""),
        ),
        (
            {"resourceType": "MedicationStatement", "subject": ABOUT, "status": "active",
             "medicationReference": {"reference": "#m"}, "dosage": [{"text": "1 viên"}],
             "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Warfarin"}}]},
            Kind.MEDICINE, Status.ACTIVE, ("Warfarin", "1 viên", ""),
        ),
        (
            {"resourceType": "MedicationRequest", "subject": ABOUT, "status": "stopped", "intent": "order",
             "medicationCodeableConcept": {"text": "Aspirin"}},
            Kind.MEDICINE, Status.ENDED, ("Aspirin", "", ""),
        ),
        (
            {"resourceType": "Immunization", "patient": ABOUT, "status": "not-done", "vaccineCode": {"text": "Cúm"},
             "occurrenceString": "2020"},
            Kind.VACCINE, Status.ENDED, ("Cúm", "", ""),
        ),
        (
            {"resourceType": "Procedure", "subject": ABOUT, "status": "completed", "code": {"text": "Mổ ruột thừa"}},
            Kind.PROCEDURE, Status.ACTIVE, ("Mổ ruột thừa", "", ""),
        ),
        (
            {"resourceType": "Observation", "subject": ABOUT, "status": "final", "code": {"text": "INR"},
             "valueQuantity": {"value": 2.5, "comparator": "<", "unit": "INR"}},
            Kind.RESULT, Status.ACTIVE, ("INR", "<2,5 INR", ""),
        ),
        (
            {"resourceType": "Observation", "subject": ABOUT, "status": "cancelled", "code": {"text": "HIV"},
             "valueCodeableConcept": {"text": "Âm tính"}},
            Kind.RESULT, Status.ENDED, ("HIV", "Âm tính", ""),
        ),
        (
            {"resourceType": "DiagnosticReport", "subject": ABOUT, "status": "final", "code": {"text": "X-quang"},
             "conclusion": "Bình thường"},
            Kind.RESULT, Status.ACTIVE, ("X-quang", "Bình thường", ""),
        ),
        (
            {"resourceType": "Encounter", "subject": ABOUT, "status": "finished", "class": {"code": "EMER"}},
            Kind.VISIT, Status.ENDED, ("Cấp cứu", "Cấp cứu", ""),
        ),
        (
            {"resourceType": "DeviceUseStatement", "subject": ABOUT, "status": "active",
             "device": {"display": "Máy tạo nhịp"}},
            Kind.DEVICE, Status.ACTIVE, ("Máy tạo nhịp", "", ""),
        ),
    ],
)  # fmt: skip
def test_what_a_resource_becomes(resource: Told, kind: Kind, status: Status, words: tuple[str, str, str]) -> None:
    (fact,) = read({"id": "1", **resource})
    assert (fact.kind, fact.status) == (kind, status)
    assert (fact.display, fact.value, fact.severity) == words


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2020", datetime(2019, 12, 31, 17, tzinfo=UTC)),
        ("2020-02", datetime(2020, 1, 31, 17, tzinfo=UTC)),
        ("2020-02-29", datetime(2020, 2, 28, 17, tzinfo=UTC)),
        ("2020-02-29T10:00:00Z", datetime(2020, 2, 29, 10, tzinfo=UTC)),
        ("2020-02-29T10:00:00.1234567+07:00", datetime(2020, 2, 29, 3, 0, 0, 123456, tzinfo=UTC)),
    ],
)
def test_dates_in_every_precision(told: str, at: datetime) -> None:
    (fact,) = read(procedure(performedDateTime=told))
    assert fact.occurred_at == at


def procedure(**members: Any) -> Told:
    return {"resourceType": "Procedure", "id": "1", "status": "completed", "subject": ABOUT} | members


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        (procedure(performedDateTime="2021-02-29"), "malformed"),
        (procedure(performedDateTime="29/02/2020"), "malformed"),
        (procedure(performedDateTime="2020-02-29T10:00:00"), "malformed"),
        (procedure(performedDateTime="0001-01-01T00:00:00+14:00"), "malformed"),
        (procedure(performedDateTime=["2020"]), "malformed"),
        (procedure(performedPeriod={"start": "2021", "end": "2020"}), "ends_before"),
        (procedure(status="done"), "bad_code"),
        (procedure(status=None), "malformed"),
        (procedure(code="x"), "malformed"),
        (procedure(code={"coding": {"code": "x"}}), "malformed"),
        (procedure(id=None), "no_id"),
        (procedure(id="có dấu"), "no_id"),
        (procedure(subject={"reference": "Patient/q"}), "wrong_patient"),
        (procedure(subject={"reference": "https://elsewhere/Patient/p"}), "wrong_patient"),
        (procedure(subject={"display": "ông ấy"}), "malformed"),
        (procedure(subject=None), "malformed"),
        ({"resourceType": "AllergyIntolerance", "id": "1", "patient": ABOUT}, "bad_invariant"),
        (
            {"resourceType": "AllergyIntolerance", "id": "1", "patient": ABOUT, "clinicalStatus": word("active"),
             "verificationStatus": word("entered-in-error")},
            "bad_invariant",
        ),
        (
            {"resourceType": "AllergyIntolerance", "id": "1", "patient": ABOUT, "clinicalStatus": word("active"),
             "criticality": "very"},
            "bad_code",
        ),
        (
            {"resourceType": "Observation", "id": "1", "subject": ABOUT, "status": "final", "code": {"text": "x"},
             "valueString": "a", "valueInteger": 1},
            "malformed",
        ),
        ({"resourceType": "Observation", "id": "1", "subject": ABOUT, "status": "final"}, "malformed"),
        ({"resourceType": "Encounter", "id": "1", "subject": ABOUT, "status": "finished"}, "malformed"),
        ({"resourceType": "MedicationStatement", "id": "1", "subject": ABOUT, "status": "active"}, "malformed"),
        ({"resourceType": "Patient", "id": "q"}, "two_patients"),
    ],
)  # fmt: skip
def test_resources_that_are_refused(resource: Told, code: str) -> None:
    assert refused(as_bytes(bundle(PATIENT, resource))) == code


def deep(levels: int) -> bytes:
    return b'{"resourceType": "Bundle", "type": ' + b"[" * levels + b"]" * levels + b"}"


def doubled() -> Told:
    return bundle(PATIENT, procedure(), procedure())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"[]", "not_an_object"),
        (b"null", "not_an_object"),
        (b"\xff\xfe{}", "not_utf8"),
        (b'{"a": NaN}', "not_json"),
        (b'{"a": -Infinity}', "not_json"),
        (b'{"a": 1e999}', "not_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_json"),
        (b'{"a": 1, "a": 1}', "twice_named"),
        (b'{"a": {"b": 1, "b": 2}}', "twice_named"),
        (b'{"a": "\\u0000"}', "not_utf8"),
        (b'{"a": "\\ud800"}', "not_utf8"),
        (deep(DEEPEST), "too_deep"),
        (deep(200_000), "too_deep"),
        (b'{"a":' * 200_000, "too_deep"),
        (b"{}", "not_a_bundle"),
        (b'{"resourceType": "Bundle"}', "malformed"),
        (b'{"resourceType": "Bundle", "type": "searchset"}', "bundle_type"),
        (b'{"resourceType": "Bundle", "type": "collection"}', "no_patient"),
        (b'{"resourceType": "Bundle", "type": "collection", "entry": [{}]}', "malformed"),
        (b'{"resourceType": "Bundle", "type": "document"}', "bad_invariant"),
        (as_bytes(bundle(PATIENT, type="document", identifier={"value": "1"})), "bad_invariant"),
        (as_bytes(bundle(PATIENT | {"gender": "banana"})), "bad_code"),
        (as_bytes(bundle(PATIENT | {"birthDate": "12/04/1951"})), "malformed"),
        (as_bytes(bundle(PATIENT, type="transaction")), "not_a_write"),
        (as_bytes(doubled()), "twice_same"),
    ],
    ids=str,
)
def test_bytes_that_are_refused(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_limits_hold_at_their_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = as_bytes(bundle(PATIENT))
    assert read_bundle(sound + b" " * (LARGEST_BUNDLE - len(sound))).facts == ()
    assert refused(sound + b" " * (LARGEST_BUNDLE - len(sound) + 1)) == "too_large"
    assert refused(b" " * (50 * 1024 * 1024)) == "too_large"
    assert parsing.parsed(deep(DEEPEST - 1))["type"]
    monkeypatch.setattr("dean06.pilots.p17_health_labour_books.fhir.reading.MOST_ENTRIES", 1)
    assert refused(as_bytes(bundle(PATIENT, procedure()))) == "too_many_entries"


def test_a_delete_in_a_transaction_is_refused() -> None:
    told = bundle(PATIENT, type="transaction")
    told["entry"][0]["request"] = {"method": "DELETE", "url": "Patient/p"}
    assert refused(as_bytes(told)) == "not_a_write"


def test_only_whole_birthdays_compare() -> None:
    assert read_bundle(as_bytes(bundle(PATIENT))).patient.birth_on == date(1951, 4, 12)
    assert read_bundle(as_bytes(bundle(PATIENT | {"birthDate": "1951-04"}))).patient.birth_on is None


def test_nothing_of_a_person_is_in_representations() -> None:
    told = read_bundle((PROTOCOLS / "hospital" / "hoa.json").read_bytes())
    assert not any(one in repr(told) for one in ("Hoa", "000151000201", "1951", "penicillin", "Warfarin"))


SOUND = json.loads(Synthea(seed=3).bundle(visits=1))
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


def places(told: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    return [path, *(found for name, one in inner for found in places(one, (*path, name)))]


PLACES = [one for one in places(SOUND) if one]


def is_read_or_refused(read: Callable[[bytes], Any], content: bytes) -> None:
    with contextlib.suppress(Refused):
        read(content)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), JUNK)
def test_one_thing_replaced_by_anything_is_read_or_refused(place: tuple[Any, ...], junk: Any) -> None:
    told = json.loads(json.dumps(SOUND))
    at = told
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = junk
    content = json.dumps(told).encode()
    is_read_or_refused(read_bundle, content)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), JUNK)
def test_the_full_check_never_fails_either(place: tuple[Any, ...], junk: Any) -> None:
    told = json.loads(json.dumps(SOUND))
    at = told
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = junk
    assert len(check_bundle(json.dumps(told).encode())) <= MOST_PROBLEMS


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | JUNK.map(lambda one: json.dumps(one).encode()))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    is_read_or_refused(read_bundle, content)
    check_bundle(content)


def test_the_full_check_finds_what_the_short_one_leaves() -> None:
    contact = bundle(PATIENT | {"contact": [{}]})
    assert [one.words for one in check_bundle(as_bytes(contact))] != []
    told = json.loads((PROTOCOLS / "hospital" / "hoa.json").read_bytes())
    sections = told["entry"][0]["resource"]["section"]
    sections[0]["entry"].append({"reference": "AllergyIntolerance/khong-co"})
    del sections[2]
    words = " ".join(one.words for one in check_bundle(as_bytes(told)))
    assert "khong-co" in words
    assert "11450-4" in words


def test_every_mapped_type_has_a_state_table() -> None:
    assert all((how.states is not None) != bool(how.clinical) for how in MAPPED.values())
