"""The FHIR door: who gets in, what a share opens and what not, answers other implementations accept."""

import io
import json
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey
from tests.foreign_node import ask, find_node
from tests.pilots.p17_health_labour_books.conftest import PROTOCOLS, Ward

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.pilots.p17_health_labour_books.choices import EntryKind, LookHow
from dean06.pilots.p17_health_labour_books.fhir.checking import check_bundle
from dean06.pilots.p17_health_labour_books.models import HealthBundle, HealthEntry, HealthLook, HealthShare
from dean06.pilots.p17_health_labour_books.services.receiving import receive_bundle

DOOR, TOKEN = "/api/p17/fhir", "/api/p17/token"
HOA = "urn:dean06:so-dinh-danh|000151000201"
SEND, READ = "system/Bundle.c", "system/*.rs"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FOREIGN = Path(__file__).with_name("foreign") / "fhir.mjs"
Told = dict[str, Any]


class System:
    """A facility's system: its key, its tokens, its calls."""

    def __init__(self, ward: Ward, audience: str) -> None:
        self.ward, self.audience = ward, audience
        self.key = ECKey.generate_key("P-256")
        ward.facility.jwks = [{**self.key.as_dict(private=False), "kid": "k1"}]
        ward.facility.save()
        self.client = Client()

    def assertion(self, key: ECKey | None = None, header: Told | None = None, **claims: Any) -> str:
        told = {"iss": "bv", "sub": "bv", "aud": self.audience, "exp": int(time.time()) + 200, "jti": uuid.uuid4().hex}
        said = {"alg": "ES256", "kid": "k1"} | (header or {})
        return jwt.encode(said, told | claims, key or self.key, algorithms=["ES256", "ES384"])

    def ask_token(self, assertion: str, scope: str = f"{SEND} {READ}", **form: str) -> Any:
        said = {"grant_type": "client_credentials", "client_assertion_type": JWT_BEARER, "scope": scope}
        return self.client.post(TOKEN, said | {"client_assertion": assertion} | form)

    def headers(self, scope: str = f"{SEND} {READ}") -> Told:
        token = self.ask_token(self.assertion(), scope).json()["access_token"]
        return {"Authorization": f"Bearer {token}"}

    def get(self, path: str, query: Any = None) -> Any:
        return self.client.get(f"{DOOR}/{path}", query or {}, headers=self.headers())

    def send(self, content: bytes) -> Any:
        return self.client.post(f"{DOOR}/", content, content_type="application/fhir+json", headers=self.headers())


@pytest.fixture
def system(ward: Ward, settings: Any) -> System:
    settings.PUBLIC_URL = "https://dean06.example"
    return System(ward, f"https://dean06.example{TOKEN}")


def chart(name: str = "hoa") -> bytes:
    return (PROTOCOLS / "hospital" / f"{name}.json").read_bytes()


def share(ward: Ward, *kinds: EntryKind, days: float = 1, unit: str = "benh-vien-da-khoa") -> HealthShare:
    receive_bundle(SYSTEM, facility_id=ward.facility.pk, content=chart())
    now = clock.now()
    return HealthShare.objects.create(
        subject_id=ward.people["hoa"],
        consent_id=uuid.uuid4(),
        unit_code=unit,
        kinds=[one.value for one in kinds],
        purpose="Khám bệnh",
        created_at=now - timedelta(days=2),
        expires_at=now + timedelta(days=days),
    )


def code_of(answer: Any) -> str:
    assert answer["Content-Type"] == "application/fhir+json"
    return answer.json()["issue"][0]["details"]["coding"][0]["code"]


def test_the_door_says_how_to_get_in(system: System) -> None:
    told = system.client.get(f"{DOOR}/.well-known/smart-configuration").json()
    assert told["token_endpoint"] == system.audience
    assert told["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]


def test_a_longer_curve_does_as_well(system: System) -> None:
    system.key = ECKey.generate_key("P-384")
    system.ward.facility.jwks.append({**system.key.as_dict(private=False), "kid": "k3"})
    system.ward.facility.save()
    assert system.ask_token(system.assertion(header={"kid": "k3", "alg": "ES384"})).status_code == 200
    assert system.ask_token(system.assertion(header={"kid": "k1", "alg": "ES384"})).status_code == 401


def test_an_assertion_is_good_once(system: System) -> None:
    assertion = system.assertion()
    assert system.ask_token(assertion).status_code == 200
    again = system.ask_token(assertion)
    assert (again.status_code, again.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    "bent",
    [
        {"aud": "https://elsewhere.example/token"},
        {"exp": 1_000_000_000},
        {"exp": 99_999_999_999},
        {"exp": "later"},
        {"exp": True},
        {"iss": "khac", "sub": "khac"},
        {"sub": "khac"},
        {"jti": ""},
        {"jti": 7},
        {"iss": None},
        {"header": {"kid": "k2"}},
        {"key": ECKey.generate_key("P-256")},
        {"key": ECKey.generate_key("P-384"), "header": {"alg": "ES384"}},
    ],
)
def test_an_assertion_that_is_not_right_is_refused(system: System, bent: Told) -> None:
    answer = system.ask_token(system.assertion(**bent))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("garbage", ["", "a.b.c", "x" * 5000, "eyJhbGciOiJub25lIn0.eyJpc3MiOiJidiJ9.", "[].[].[]"])
def test_garbage_is_no_assertion(system: System, garbage: str) -> None:
    assert system.ask_token(garbage).status_code == 401


def test_scopes_are_ours_alone_and_bind(system: System) -> None:
    assert system.ask_token(system.assertion(), "user/*.*").json()["error"] == "invalid_scope"
    assert system.ask_token(system.assertion(), "").json()["error"] == "invalid_scope"
    answer = system.client.post(f"{DOOR}/", chart(), content_type="application/fhir+json", headers=system.headers(READ))
    assert (answer.status_code, code_of(answer)) == (403, "insufficient_scope")
    assert not HealthBundle.objects.exists()


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer abc:def:ghi", "Basic YTpi"])
def test_without_a_token_nothing_is_told(system: System, header: str) -> None:
    answer = system.client.get(f"{DOOR}/Condition", {"patient": HOA}, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_closed_facility_loses_its_tokens(system: System) -> None:
    headers = system.headers()
    system.ward.facility.is_open = False
    system.ward.facility.save()
    assert system.client.get(f"{DOOR}/Condition", {"patient": HOA}, headers=headers).status_code == 401
    assert system.ask_token(system.assertion()).status_code == 401


def test_a_bundle_is_taken_once(system: System) -> None:
    assert system.send(chart()).status_code == 201
    again = system.send(chart())
    assert (again.status_code, code_of(again)) == (200, "repeat")
    other = system.send(chart().replace(b'"timestamp": "2026-01-15', b'"timestamp": "2026-01-16'))
    assert (other.status_code, code_of(other)) == (409, "other_bundle")
    assert HealthBundle.objects.count() == 1


def test_what_is_too_large_or_no_bundle_is_refused(system: System) -> None:
    large = system.send(b" " * (20 * 1024 * 1024 + 1))
    assert (large.status_code, code_of(large)) == (413, "too_large")
    bad = system.send(b'{"resourceType": "Bundle", "type": "message"}')
    assert (bad.status_code, code_of(bad)) == (422, "bundle_type")


def test_who_sends_too_much_is_heard_out(system: System) -> None:
    """A server that answers and hangs up amid the sending is not read: the sender sees a broken line, not the 413."""
    size = 21 * 1024 * 1024
    body = io.BytesIO(b" " * size)
    wire: Told = {"wsgi.input": body, "CONTENT_LENGTH": str(size)}
    answer = system.client.post(f"{DOOR}/", content_type="application/fhir+json", headers=system.headers(), **wire)
    assert (answer.status_code, code_of(answer)) == (413, "too_large")
    assert body.tell() == size


def test_a_body_above_djangos_own_limit_is_taken(system: System) -> None:
    assert system.send(chart() + b" " * (3 * 1024 * 1024)).status_code == 201


def test_a_share_opens_its_kinds_and_every_answer_is_noted(system: System) -> None:
    made = share(system.ward, EntryKind.RESULT)
    answer = system.get("Observation", {"patient": HOA, "code": "http://loinc.org|4548-4", "date": "ge2023"})
    told = answer.json()
    assert (told["type"], told["total"]) == ("searchset", 3)
    assert [one["resource"]["valueQuantity"]["value"] for one in told["entry"]] == [6.9, 6.8, 7.1]
    look = HealthLook.objects.get()
    assert (look.share_id, look.how, look.kinds, look.unit_code) == (
        made.pk, LookHow.SYSTEM, ["result"], "benh-vien-da-khoa",
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="p17_looks.search")
    assert entry.subject_count == 1
    refused = system.get("Condition", {"patient": HOA})
    assert (refused.status_code, code_of(refused)) == (403, "not_shared")
    assert HealthLook.objects.count() == 1


@pytest.mark.parametrize("how", ["none", "over", "withdrawn", "another unit"])
def test_without_a_share_in_force_it_is_forbidden(system: System, how: str) -> None:
    if how != "none":
        made = share(
            system.ward,
            *EntryKind,
            days=-1 if how == "over" else 1,
            unit="trung-tam-y-te" if how == "another unit" else "benh-vien-da-khoa",
        )
        made.withdrawn_at = clock.now() if how == "withdrawn" else None
        made.save()
    for path, query in (
        ("Observation", {"patient": HOA}),
        ("Patient/$summary", {"identifier": HOA}),
        ("Observation", {"patient": str(system.ward.people["hoa"])}),
        ("Observation", {"patient": "urn:dean06:so-dinh-danh|000199009999"}),
    ):
        answer = system.get(path, query)
        assert (answer.status_code, code_of(answer)) == (403, "not_shared")
    row = HealthEntry.objects.filter(kind=EntryKind.RESULT).first()
    if row:
        assert system.get(f"Observation/{row.pk}").status_code == 403
    assert not HealthLook.objects.exists()


def test_one_resource_by_its_id(system: System) -> None:
    share(system.ward, EntryKind.ALLERGY)
    row = HealthEntry.objects.get(resource_id="hoa-allergies-1")
    answer = system.get(f"AllergyIntolerance/{row.pk}")
    assert answer.json()["patient"] == {"reference": f"Patient/{system.ward.people['hoa']}"}
    assert answer["ETag"] == 'W/"1"'
    assert system.get(f"Condition/{row.pk}").status_code == 404
    assert system.get("AllergyIntolerance/hoa-allergies-1").status_code == 404
    assert system.get(f"AllergyIntolerance/{uuid.uuid4()}").status_code == 404


@pytest.mark.parametrize(
    ("resource_type", "query", "found"),
    [
        ("Observation", {"code": "4548-4"}, 5),
        ("Observation", {"code": "4548-4,6301-6"}, 8),
        ("Observation", {"code": "http://loinc.org|"}, 11),
        ("Observation", {"code": "http://snomed.info/sct|4548-4"}, 0),
        ("Observation", {"date": "2025"}, 5),
        ("Observation", {"date": "ne2025"}, 6),
        ("Observation", {"date": "2025-10"}, 3),
        ("Observation", {"date": "lt2022-04-12"}, 2),
        ("Observation", {"date": "le2022-04-12"}, 3),
        ("Observation", {"date": "gt2025-04-15"}, 3),
        ("Observation", {"date": ["ge2022", "lt2024"]}, 2),
        ("Observation", {"date": "2025-10-14T08:00:00+07:00"}, 3),
        ("MedicationStatement", {"status": "active"}, 3),
        ("MedicationStatement", {"status": "completed,stopped"}, 1),
        ("MedicationStatement", {"code": "http://www.whocc.no/atc|B01AA03"}, 1),
        ("Condition", {"clinical-status": "active"}, 3),
        ("Condition", {"code": "http://snomed.info/sct|38341003"}, 1),
        ("Condition", {"onset-date": "ge2019"}, 2),
        ("Immunization", {"vaccine-code": "http://hl7.org/fhir/sid/cvx|140"}, 1),
        ("Encounter", {"status": "finished"}, 2),
        ("AllergyIntolerance", {"clinical-status": "http://x|active"}, 2),
    ],
)
def test_searches(system: System, resource_type: str, query: Told, found: int) -> None:
    share(system.ward, *EntryKind)
    answer = system.get(resource_type, {"patient": HOA} | query)
    assert answer.status_code == 200, answer.content
    assert answer.json()["total"] == found
    assert len(answer.json().get("entry", [])) == found


@pytest.mark.parametrize(
    ("resource_type", "query"),
    [
        ("Observation", {}),
        ("Observation", {"patient": HOA, "_include": "*"}),
        ("Observation", {"patient": HOA, "code:below": "x"}),
        ("Observation", {"patient": "urn:khac|1"}),
        ("Observation", {"patient": HOA, "date": "hôm qua"}),
        ("Observation", {"patient": HOA, "date": "2025-13"}),
        ("Observation", {"patient": HOA, "date": "2200"}),
        ("Observation", {"patient": HOA, "_count": "-1"}),
        ("Observation", {"patient": HOA, "_count": "9999999"}),
        ("Observation", {"patient": [HOA, HOA]}),
        ("Observation", {"patient": HOA, "code": ","}),
        ("Claim", {"patient": HOA}),
        ("Patient", {"identifier": HOA}),
    ],
)
def test_a_search_that_is_not_understood_is_refused(system: System, resource_type: str, query: Told) -> None:
    share(system.ward, *EntryKind)
    answer = system.get(resource_type, query)
    assert answer.status_code == (200 if query.get("date") == "2200" else 400)


def test_pages_follow_each_other(system: System) -> None:
    share(system.ward, *EntryKind)
    seen: list[str] = []
    address: str | None = f"{DOOR}/Observation?patient={HOA.replace('|', '%7C')}&_count=4"
    pages = 0
    while address:
        told = system.client.get(address.removeprefix("https://dean06.example"), headers=system.headers()).json()
        seen += [one["resource"]["id"] for one in told["entry"]]
        address = next((one["url"] for one in told["link"] if one["relation"] == "next"), None)
        pages += 1
    assert (pages, len(seen), len(set(seen))) == (3, 11, 11)


def test_a_retracted_fact_is_in_searches_and_not_in_the_summary(system: System) -> None:
    share(system.ward, *EntryKind)
    told = json.loads(chart())
    told["identifier"]["value"] = "hoa-2"
    allergy = next(one["resource"] for one in told["entry"] if one["resource"]["resourceType"] == "AllergyIntolerance")
    allergy["verificationStatus"]["coding"][0]["code"] = "entered-in-error"
    del allergy["clinicalStatus"]
    receive_bundle(SYSTEM, facility_id=system.ward.facility.pk, content=json.dumps(told).encode())
    assert system.get("AllergyIntolerance", {"patient": HOA}).json()["total"] == 2
    summary = system.get("Patient/$summary", {"identifier": HOA}).json()
    kinds = [one["resource"]["resourceType"] for one in summary["entry"]]
    assert kinds.count("AllergyIntolerance") == 1


def test_the_summary_is_sound_by_our_check_and_by_a_foreign_one(system: System) -> None:
    share(system.ward, *[kind for kind in EntryKind if kind is not EntryKind.PROCEDURE])
    answer = system.get("Patient/$summary", {"identifier": HOA})
    assert check_bundle(answer.content) == []
    told = answer.json()
    sections = {one["code"]["coding"][0]["code"]: one for one in told["entry"][0]["resource"]["section"]}
    assert sections["47519-4"]["emptyReason"]["coding"][0]["code"] == "withheld"
    assert sections["46264-8"]["emptyReason"]["coding"][0]["code"] == "unavailable"
    assert len(sections["48765-2"]["entry"]) == 2
    assert HealthLook.objects.get().kinds == sorted(kind.value for kind in EntryKind if kind != EntryKind.PROCEDURE)
    statement = system.client.get(f"{DOOR}/metadata").json()
    found = system.get("Observation", {"patient": HOA}).json()
    outcome = system.get("Claim").json()
    node = find_node("fhir")
    assert ask(node, FOREIGN, {"resources": [told, statement, found, outcome]}) == [[], [], [], []]
    bent = json.loads(answer.content)
    next(one["resource"] for one in bent["entry"] if one["resource"]["resourceType"] == "Patient")["gender"] = "banana"
    assert ask(node, FOREIGN, {"resources": [bent]}) != [[]]
    assert [one.path for one in check_bundle(json.dumps(bent).encode())] == ["Bundle.entry[1].Patient.gender"]
