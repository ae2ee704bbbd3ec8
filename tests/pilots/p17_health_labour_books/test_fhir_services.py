"""Facilities registered with keys, and the full check after a bundle was taken in."""

import json
from typing import Any

import pytest
from joserfc.jwk import ECKey, RSAKey
from tests.pilots.p17_health_labour_books.conftest import PROTOCOLS, Ward

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Actor, Role
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books.choices import BundleState
from dean06.pilots.p17_health_labour_books.fhir.search import PREFIXES, parameters_of
from dean06.pilots.p17_health_labour_books.models import Facility, HealthBundle
from dean06.pilots.p17_health_labour_books.services.checking import check_kept, check_waiting
from dean06.pilots.p17_health_labour_books.services.facilities import MOST_KEYS, register_facility
from dean06.pilots.p17_health_labour_books.services.receiving import receive_bundle

OPERATOR = Actor(name="Quản trị", role=Role.OPERATOR, unit_code="van-phong-hdnd-ubnd")
UNIT = "benh-vien-da-khoa"
Told = dict[str, Any]


def public(kid: str = "k1", **members: Any) -> Told:
    return {**ECKey.generate_key("P-256").as_dict(private=False), "kid": kid} | members


@pytest.fixture
def units(db: None) -> None:
    parties.load_reference_data(SYSTEM)


@pytest.mark.slow
def test_an_operator_registers_a_facility_and_changes_it(units: None) -> None:
    first = register_facility(OPERATOR, unit_code=UNIT, client_id="bv", jwks=[public()])
    again = register_facility(OPERATOR, unit_code=UNIT, client_id="bv", jwks=[public("k2")], is_open=False)
    row = Facility.objects.get()
    assert (first, again, row.is_open) == (row.pk, row.pk, False)
    assert [one["kid"] for one in row.jwks] == ["k2"]
    assert AuditEntry.objects.filter(action="p17.register_facility").count() == 2
    with pytest.raises(Invalid) as refused:
        register_facility(OPERATOR, unit_code="trung-tam-y-te", client_id="bv", jwks=[])
    assert refused.value.code == "client_taken"


@pytest.mark.slow
@pytest.mark.parametrize(
    "jwks",
    [
        [{}],
        [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "k"}],
        [{**ECKey.generate_key("P-256").as_dict(private=True), "kid": "k"}],
        [{**ECKey.generate_key("P-521").as_dict(private=False), "kid": "k"}],
        [{**RSAKey.generate_key(2048).as_dict(private=False), "kid": "k"}],
        [public(kid="")],
        [public(kid="k" * 101)],
        [public("k"), public("k")],
        [public(str(number)) for number in range(MOST_KEYS + 1)],
    ],
)
def test_what_is_no_public_key_with_a_name_is_refused(units: None, jwks: list[Told]) -> None:
    with pytest.raises(Invalid):
        register_facility(OPERATOR, unit_code=UNIT, client_id="bv", jwks=jwks)
    assert not Facility.objects.exists()


def test_nobody_else_registers_and_no_unit_is_made_up(db: None) -> None:
    with pytest.raises(NotPermitted):
        register_facility(ANONYMOUS, unit_code=UNIT, client_id="bv", jwks=[])
    with pytest.raises(Invalid) as refused:
        register_facility(OPERATOR, unit_code="khong-co", client_id="bv", jwks=[])
    assert refused.value.code == "unknown_unit"


def sent(ward: Ward, *, is_bent: bool) -> HealthBundle:
    told = json.loads((PROTOCOLS / "hospital" / "hoa.json").read_bytes())
    if is_bent:
        told["entry"][1]["resource"]["contact"] = [{}]
    content = json.dumps(told, ensure_ascii=False).encode()
    receipt = receive_bundle(SYSTEM, facility_id=ward.facility.pk, content=content)
    return HealthBundle.objects.get(pk=receipt.bundle_id)


@pytest.mark.parametrize(("is_bent", "state"), [(False, BundleState.SOUND), (True, BundleState.FAULTY)])
def test_the_full_check_says_what_it_found_and_undoes_nothing(ward: Ward, is_bent: bool, state: BundleState) -> None:
    bundle = sent(ward, is_bent=is_bent)
    assert check_waiting(SYSTEM) == 1
    assert check_waiting(SYSTEM) == 0
    assert not check_kept(SYSTEM, bundle_id=bundle.pk)
    bundle.refresh_from_db()
    assert (bundle.state, bool(bundle.problems), bundle.checked_at is None) == (state, is_bent, False)
    assert bundle.entries.count() > 20
    assert AuditEntry.objects.filter(action="p17.check_bundle", subject_count=1).count() == 1


def test_only_the_platform_checks_and_only_what_is_there(ward: Ward) -> None:
    bundle = sent(ward, is_bent=False)
    with pytest.raises(NotPermitted):
        check_kept(OPERATOR, bundle_id=bundle.pk)
    with pytest.raises(NotFound):
        check_kept(SYSTEM, bundle_id=ward.facility.pk)


def test_dates_and_codes_are_named_as_r4_names_them() -> None:
    assert parameters_of("Immunization") == {
        "patient": "reference", "_id": "token", "vaccine-code": "token", "date": "date", "status": "token",
    }  # fmt: skip
    assert "clinical-status" in parameters_of("AllergyIntolerance")
    assert len(PREFIXES) == 6
