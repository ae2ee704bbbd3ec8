"""A root is believed when two people agree, both named in the log; from then on files are judged by it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.kernel.audit_trail import actions_of, bodies_of
from tests.kernel.documents.conftest import paper, signed
from tests.kernel.documents.test_longevity import lasting
from tests.sandbox.pki import Pki

from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api
from dean06.kernel.documents.keys.certificates import named
from dean06.kernel.documents.keys.signer import SoftwareSigner
from dean06.kernel.documents.models import TrustAnchor
from dean06.kernel.documents.types import AnchorState, Finding, Outcome
from dean06.kernel.ports.ca import CertificateAuthority

FIRST = Actor(user_id=new_id(), name="Lê Văn Vận Hành", role=Role.OPERATOR)
SECOND = Actor(user_id=new_id(), name="Trần Thị Lãnh Đạo", role=Role.LEADER)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def authority(pki: Pki):
    with override(CertificateAuthority, pki.client):
        yield


@pytest.fixture
def fingerprint(pki: Pki) -> str:
    return named(pki.root).sha256


def believed(pki: Pki, fingerprint: str):
    anchor_id = api.propose_anchor(FIRST, certificate=(pki.state / "root.pem").read_bytes())
    api.approve_anchor(SECOND, anchor_id=anchor_id, sha256=fingerprint)
    return anchor_id


def test_it_takes_two(pki: Pki, fingerprint: str) -> None:
    anchor_id = api.propose_anchor(FIRST, certificate=pki.root)
    assert api.trusted_roots() == ()
    with pytest.raises(NotPermitted):
        api.approve_anchor(FIRST, anchor_id=anchor_id, sha256=fingerprint)
    with pytest.raises(NotPermitted):
        api.approve_anchor(replace(FIRST, role=Role.LEADER), anchor_id=anchor_id, sha256=fingerprint)
    with pytest.raises(Invalid):
        api.approve_anchor(SECOND, anchor_id=anchor_id, sha256="00" * 32)
    pairs = ":".join(fingerprint[at : at + 2] for at in range(0, 64, 2)).upper()
    api.approve_anchor(SECOND, anchor_id=anchor_id, sha256=f" {pairs} ")
    assert api.trusted_roots() == (pki.root,)
    (entry,) = bodies_of("documents.approve_anchor")
    assert entry["details"]["proposed_by"] == str(FIRST.user_id)
    assert entry["details"]["approved_by"] == str(SECOND.user_id)
    (info,) = api.anchors(FIRST)
    assert (info.proposed_by, info.approved_by, info.state) == (FIRST.name, SECOND.name, AnchorState.ACTIVE)


def test_the_database_wants_two_as_well(pki: Pki) -> None:
    anchor_id = api.propose_anchor(FIRST, certificate=pki.root)
    for change in (
        {"state": AnchorState.ACTIVE},
        {"approved_by": FIRST.user_id},
        {"state": AnchorState.ACTIVE, "approved_by": SECOND.user_id},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TrustAnchor.objects.filter(pk=anchor_id).update(**change)


def test_one_is_enough_to_stop_believing(pki: Pki, fingerprint: str) -> None:
    anchor_id = believed(pki, fingerprint)
    with pytest.raises(Conflict):
        api.propose_anchor(FIRST, certificate=pki.root)
    with pytest.raises(Conflict):
        api.approve_anchor(SECOND, anchor_id=anchor_id, sha256=fingerprint)
    with pytest.raises(Invalid):
        api.withdraw_anchor(FIRST, anchor_id=anchor_id, reason="")
    api.withdraw_anchor(FIRST, anchor_id=anchor_id, reason="Khoá gốc bị lộ")
    assert api.trusted_roots() == ()
    with pytest.raises(Conflict):
        api.withdraw_anchor(FIRST, anchor_id=anchor_id, reason="Lại")
    believed(pki, fingerprint)
    assert api.trusted_roots() == (pki.root,)


def test_only_a_root_is_a_root(pki: Pki, signer: SoftwareSigner) -> None:
    for wrong in (pki.certificate("issuing"), signer.chain[0], b"", b"no certificate"):
        with pytest.raises(Invalid):
            api.propose_anchor(FIRST, certificate=wrong)
    with pytest.raises(NotFound):
        api.withdraw_anchor(FIRST, anchor_id=new_id(), reason="x")
    for nobody in (SYSTEM, replace(FIRST, role=Role.CLERK), replace(FIRST, user_id=None)):
        with pytest.raises(NotPermitted):
            api.propose_anchor(nobody, certificate=pki.root)
    assert actions_of("documents.propose_anchor") == []


def test_files_are_judged_by_the_roots_of_today(pki: Pki, signer: SoftwareSigner, fingerprint: str) -> None:
    pdf = signed(signer)
    assert Finding.UNKNOWN_CA in api.verify_pdf(pdf).signatures[0].findings
    anchor_id = believed(pki, fingerprint)
    verdict = api.verify_pdf(pdf)
    assert verdict.outcome is Outcome.VALID
    assert verdict.signatures[0].findings == {Finding.TIME_UNPROVEN}
    assert abs((verdict.judged_at - datetime.now(UTC)).total_seconds()) < 60
    with pki.ca.fault("down"):
        assert api.verify_pdf(pdf).outcome is Outcome.UNSURE
        assert api.verify_pdf(lasting_before(pki, signer)).outcome is Outcome.VALID
    api.withdraw_anchor(FIRST, anchor_id=anchor_id, reason="Khoá gốc bị lộ")
    assert api.verify_pdf(pdf).outcome is Outcome.INVALID


def lasting_before(pki: Pki, signer: SoftwareSigner) -> bytes:
    pki.ca.admin("DELETE", "faults")
    pdf = lasting(pki, signer)
    pki.ca.admin("PUT", "faults", json={"faults": ["down"], "seconds": 0})
    return pdf


def test_a_file_that_leads_to_no_root_of_ours_asks_nobody(pki: Pki, signer: SoftwareSigner) -> None:
    class Nobody:
        def status(self, *_given: object) -> bytes:
            raise AssertionError("asked")

        revocations = enrol = status

    with override(CertificateAuthority, Nobody()):
        for pdf in (signed(signer), paper(), b"", b"%PDF-1.7"):
            assert api.verify_pdf(pdf).outcome is Outcome.INVALID
