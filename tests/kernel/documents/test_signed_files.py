"""What the platform signs for a unit: once, at once; made to last by the worker; kept as it was while it cannot be."""

from pathlib import Path
from typing import Any

import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.documents.conftest import paper
from tests.kernel.documents.foreign import VALID, pdfsig
from tests.kernel.documents.test_anchors import FIRST, SECOND
from tests.kernel.documents.test_keys import OPERATOR, UNIT, enrolled
from tests.sandbox.pki import Pki

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict, NotPermitted
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api, tasks
from dean06.kernel.documents.keys.certificates import named
from dean06.kernel.documents.models import SignedFile
from dean06.kernel.documents.services.lasting import RENEWED_BEFORE, make_lasting, renew
from dean06.kernel.documents.types import Level, Outcome
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.ports.tsa import TimeStampAuthority

SUBJECT = "cases.slip:H56.31-251129-0001:receipt"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outside(pki: Pki, settings: Any, tmp_path: Path):
    """An installation that believes the twin, and a unit with a key."""
    settings.STATE = tmp_path
    parties.load_reference_data(SYSTEM)
    with override(CertificateAuthority, pki.client), override(TimeStampAuthority, pki.stamps):
        anchor = api.propose_anchor(FIRST, certificate=pki.root)
        api.approve_anchor(SECOND, anchor_id=anchor, sha256=named(pki.root).sha256)
        enrolled()
        yield


def signed(subject: str = SUBJECT) -> bytes:
    return api.sign_file(SYSTEM, subject=subject, unit_code=UNIT, pdf=paper(), reason="Giấy hẹn")


def row() -> SignedFile:
    return SignedFile.objects.get()


def test_signed_once_and_handed_out_as_it_was(tmp_path: Path) -> None:
    pdf = signed()
    assert signed() == api.signed_file(SUBJECT) == pdf
    assert VALID in pdfsig(tmp_path, pdf)
    assert (row().level, row().lasting_at) == (Level.B, None)
    assert len(actions_of("documents.sign_file")) == 1
    assert api.signed_file("nothing") is None


def test_only_the_platform_signs_what_it_drew() -> None:
    with pytest.raises(NotPermitted):
        api.sign_file(OPERATOR, subject=SUBJECT, unit_code=UNIT, pdf=paper(), reason="Giấy hẹn")
    with pytest.raises(Conflict):
        api.sign_file(SYSTEM, subject=SUBJECT, unit_code="cong-an-xa-duc-tho", pdf=paper(), reason="Giấy hẹn")


def test_the_worker_makes_it_last(pki: Pki, tmp_path: Path) -> None:
    before = signed()
    assert tasks.make_files_last(0) == 1
    after = api.signed_file(SUBJECT)
    assert after is not None
    assert (row().level, row().problem) == (Level.LT, "")
    assert row().issued_sha256 != row().sha256
    assert VALID in pdfsig(tmp_path, after)
    verdict = api.verify_pdf(after)
    assert (verdict.outcome, verdict.signatures[0].level) == (Outcome.VALID, Level.LT)
    assert tasks.make_files_last(0) == 0
    assert make_lasting(row().pk)
    assert len(actions_of("documents.make_lasting")) == 1
    assert signed() == after != before


@pytest.mark.parametrize(
    ("twin", "fault"), [("tsa", "down"), ("tsa", "stranger"), ("tsa", "wrong_time"), ("ca", "down")]
)
def test_it_stays_as_it_is_while_it_cannot_be_made_to_last(pki: Pki, twin: str, fault: str) -> None:
    pdf = signed()
    with getattr(pki, twin).fault(fault):
        assert tasks.make_files_last(0) == 0
    assert (row().level, api.signed_file(SUBJECT)) == (Level.B, pdf)
    assert row().problem
    assert actions_of("documents.make_lasting") == []
    assert tasks.make_files_last(0) == 0, "not tried again at once"
    with clock.at(row().try_at):
        SignedFile.objects.update(try_at=clock.now())
    assert make_lasting(row().pk)


def test_it_is_stamped_again_before_the_stamp_ages(pki: Pki) -> None:
    signed()
    tasks.make_files_last(0)
    first = row().renew_at
    assert first is not None
    days = (first - clock.now()).days + 1
    with pki.later(days) as then, clock.at(then):
        assert tasks.make_files_last(0) == 1
        assert row().level == Level.LTA
        pdf = api.signed_file(SUBJECT)
        assert pdf is not None
        assert api.verify_pdf(pdf).outcome is Outcome.VALID
    assert len(actions_of("documents.renew_file")) == 1


def test_the_next_stamp_is_due_well_before_the_last_one_ages(pki: Pki) -> None:
    signed()
    tasks.make_files_last(0)
    until = named(pki.certificate("tsa")).not_after
    assert row().renew_at == until - RENEWED_BEFORE
    assert renew(row().pk)
    assert row().level == Level.LTA
