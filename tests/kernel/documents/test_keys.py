"""A unit's key: made, named by the authority, used, replaced, put out of use. Its private half stays sealed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate
from django.db import IntegrityError, transaction
from tests.kernel.audit_trail import actions_of
from tests.sandbox.pki import Pki

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted, Unavailable
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api
from dean06.kernel.documents.keys import sealing
from dean06.kernel.documents.models import UnitKey
from dean06.kernel.documents.types import Algorithm, KeyState
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.ca import CertificateAuthority

UNIT = "ubnd-xa-duc-tho"
OPERATOR = Actor(user_id=new_id(), name="Quản trị", role=Role.OPERATOR)
CLERK = replace(OPERATOR, role=Role.CLERK, unit_code=UNIT)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def units(pki: Pki, settings, tmp_path: Path):
    """The reference data, an installation of its own, and the twin behind the port."""
    settings.STATE = tmp_path
    parties.load_reference_data(SYSTEM)
    with override(CertificateAuthority, pki.client):
        yield


def enrolled(algorithm: Algorithm = Algorithm.RSA_2048):
    key_id = api.make_key(OPERATOR, unit_code=UNIT, algorithm=algorithm)
    api.enrol_key(OPERATOR, key_id=key_id)
    return key_id


def states() -> list[str]:
    return [one.state.value for one in api.keys(OPERATOR)]


def test_a_key_signs_once_the_authority_has_named_it() -> None:
    key_id = api.make_key(OPERATOR, unit_code=UNIT, algorithm=Algorithm.RSA_2048)
    assert api.signer_of(UNIT) is None
    api.enrol_key(OPERATOR, key_id=key_id)
    signer = api.signer_of(UNIT)
    assert signer is not None
    assert len(signer.chain) == 3
    public = load_der_x509_certificate(signer.chain[0]).public_key()
    public.verify(signer.sign(b"paper"), b"paper", padding.PKCS1v15(), SHA256())
    with pytest.raises(InvalidSignature):
        public.verify(signer.sign(b"paper"), b"other", padding.PKCS1v15(), SHA256())
    (info,) = api.keys(OPERATOR)
    assert (info.state, info.subject) == (KeyState.ACTIVE, parties.unit_name(UNIT, clock.today()))
    assert actions_of("documents.make_key") == [{"unit": UNIT, "algorithm": "rsa-2048-sha256"}]
    assert [one["replaces"] for one in actions_of("documents.install_certificate")] == [""]


def test_the_private_half_is_sealed_and_bound_to_its_row(tmp_path: Path) -> None:
    first, second = enrolled(), enrolled(Algorithm.P256)
    rows = {row.pk: bytes(row.sealed) for row in UnitKey.objects.all()}
    for pk, data in rows.items():
        assert b"\x02\x01\x00\x30" not in data  # how every PKCS#8 key begins
        assert sealing.unseal(data, use="signing-key", label=pk.bytes)
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(rows[first], use="signing-key", label=second.bytes)
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(rows[first], use="papers", label=first.bytes)
    assert (tmp_path / "keys" / sealing.FILE).stat().st_mode & 0o077 == 0


def test_without_the_sealing_key_no_key_of_the_database_signs(settings, tmp_path: Path) -> None:
    enrolled()
    settings.STATE = tmp_path / "another installation"
    with pytest.raises(sealing.SealBroken):
        api.signer_of(UNIT)


def test_a_new_key_takes_over_and_the_old_one_is_gone() -> None:
    first = enrolled()
    second = enrolled()
    assert {one.id: one.state for one in api.keys(OPERATOR)} == {first: KeyState.RETIRED, second: KeyState.ACTIVE}
    assert bytes(UnitKey.objects.get(pk=first).sealed) == b""
    assert actions_of("documents.install_certificate")[1]["replaces"] == str(first)
    with pytest.raises(Conflict):
        api.enrol_key(OPERATOR, key_id=first)


def test_a_key_may_get_a_later_certificate(pki: Pki) -> None:
    key_id = enrolled()
    before = api.signer_of(UNIT)
    api.enrol_key(OPERATOR, key_id=key_id)
    after = api.signer_of(UNIT)
    assert before is not None
    assert after is not None
    assert before.chain[0] != after.chain[0]
    assert states() == ["active"]
    with pytest.raises(Conflict):
        api.install_certificate(OPERATOR, key_id=key_id, chain=after.chain)


def test_one_key_of_a_kind_signs_for_a_unit() -> None:
    enrolled()
    waiting = api.make_key(OPERATOR, unit_code=UNIT, algorithm=Algorithm.RSA_2048)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitKey.objects.filter(pk=waiting).update(state=KeyState.ACTIVE, activated_at=clock.now())


@pytest.mark.parametrize("is_compromised", [False, True])
def test_out_of_use_for_good(is_compromised: bool) -> None:
    key_id = enrolled()
    with pytest.raises(Invalid):
        api.retire_key(OPERATOR, key_id=key_id, reason=" ")
    api.retire_key(OPERATOR, key_id=key_id, reason="Mất máy", is_compromised=is_compromised)
    assert api.signer_of(UNIT) is None
    assert bytes(UnitKey.objects.get(pk=key_id).sealed) == b""
    for act in (
        lambda: api.retire_key(OPERATOR, key_id=key_id, reason="x"),
        lambda: api.enrol_key(OPERATOR, key_id=key_id),
    ):
        with pytest.raises(Conflict):
            act()


def test_a_certificate_nobody_would_believe_is_refused(pki: Pki) -> None:
    key_id = api.make_key(OPERATOR, unit_code=UNIT, algorithm=Algorithm.RSA_2048)
    own = api.keys(OPERATOR)[0].request
    chain = pki.client.enrol(own)
    leaf = next(der for der in chain if der not in (pki.root, pki.certificate("issuing")))
    for wrong in ([pki.root], [], [b"no certificate"], pki.signer().chain, [leaf] * 9):
        with pytest.raises(Invalid):
            api.install_certificate(OPERATOR, key_id=key_id, chain=wrong)
    with clock.at(datetime.now(UTC) + timedelta(days=900)), pytest.raises(Invalid, match="hết hạn"):
        api.install_certificate(OPERATOR, key_id=key_id, chain=chain)
    assert states() == ["waiting"]


def test_an_authority_that_is_away_leaves_the_key_waiting(pki: Pki) -> None:
    key_id = api.make_key(OPERATOR, unit_code=UNIT, algorithm=Algorithm.P256)
    with pki.ca.fault("down"), pytest.raises(Unavailable):
        api.enrol_key(OPERATOR, key_id=key_id)
    assert states() == ["waiting"]


def test_an_expired_certificate_signs_nothing() -> None:
    enrolled()
    with clock.at(datetime.now(UTC) + timedelta(days=900)):
        assert api.signer_of(UNIT) is None


def test_only_operators(pki: Pki) -> None:
    key_id = enrolled()
    for act in (
        lambda: api.make_key(CLERK, unit_code=UNIT, algorithm=Algorithm.P256),
        lambda: api.enrol_key(CLERK, key_id=key_id),
        lambda: api.retire_key(CLERK, key_id=key_id, reason="x"),
        lambda: api.keys(CLERK),
        lambda: api.anchors(CLERK),
    ):
        with pytest.raises(NotPermitted):
            act()
    with pytest.raises(Invalid):
        api.make_key(OPERATOR, unit_code="khong-co", algorithm=Algorithm.P256)
    with pytest.raises(NotFound):
        api.enrol_key(OPERATOR, key_id=new_id())
