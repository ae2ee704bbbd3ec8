"""Issued at once, stamped soon after by the worker; when the authority is away issuing goes on, the page says so."""

from pathlib import Path
from typing import Any

import pytest
from tests.kernel.documents.wallet import UNIT, believe, give_keys, issue, person
from tests.sandbox.pki import Pki, pki, shared_pki

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api, tasks
from dean06.kernel.documents.models import SignedFile
from dean06.kernel.documents.types import Form, Level
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.ports.tsa import Reason, TimeStampAuthority, TsaFailed

__all__ = ["pki", "shared_pki"]
pytestmark = pytest.mark.django_db


class Away:
    """An authority nobody reaches."""

    def stamp(self, digest: bytes) -> bytes:
        raise TsaFailed(Reason.UNREACHABLE)


@pytest.fixture(autouse=True)
def issuer(pki: Pki, settings: Any, tmp_path: Path):
    settings.STATE = tmp_path
    settings.PUBLIC_URL = "https://dv.example"
    parties.load_reference_data(SYSTEM)
    with override(CertificateAuthority, pki.client), override(TimeStampAuthority, pki.stamps):
        believe(pki.root)
        give_keys(UNIT)
        yield


def work() -> list[outbox.Outcome]:
    waiting = OutboxMessage.objects.filter(topic="documents.lasting").values_list("message_id", flat=True)
    return [outbox.deliver(one) for one in waiting]


def test_the_worker_lifts_an_issued_file_soon_after() -> None:
    holder = person()
    document_id = issue(holder)
    assert api.own_document(holder, document_id=document_id).stamped_at is None
    before = api.own_document_file(holder, document_id=document_id, form=Form.PDF).data
    assert work() == [outbox.Outcome.DONE]
    assert api.own_document(holder, document_id=document_id).stamped_at is not None
    after = api.own_document_file(holder, document_id=document_id, form=Form.PDF).data
    assert after != before
    assert api.verify_pdf(after).signatures[0].level is Level.LT
    assert work() == [outbox.Outcome.NOT_DUE]


def test_issuing_goes_on_without_the_authority_and_the_round_catches_up() -> None:
    holder = person()
    with override(TimeStampAuthority, Away()):
        document_id = issue(holder)
        assert work() == [outbox.Outcome.DONE]  # noted and left to the round: no message of it is given up
    assert api.own_document(holder, document_id=document_id).stamped_at is None
    assert SignedFile.objects.get().problem
    SignedFile.objects.update(try_at=clock.now())
    assert tasks.make_files_last(0) == 1
    assert api.own_document(holder, document_id=document_id).stamped_at is not None
