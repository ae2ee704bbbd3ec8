"""A commune that certifies: its keys, an officer at its desk, a citizen with a land paper."""

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.kernel.documents.wallet import DESK, UNIT, believe, give_keys, officer, person
from tests.pilots.p02_certified_documents import scans
from tests.sandbox.pki import Pki, pki, shared_pki

from dean06.kernel.base import outbox
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.base.money import Dong
from dean06.kernel.base.wiring import override
from dean06.kernel.parties import api as parties
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import Method
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.pilots.p02_certified_documents.models import Certification
from dean06.pilots.p02_certified_documents.services import deciding, receiving, scanning
from dean06.pilots.p02_certified_documents.types import Original

__all__ = ["pki", "shared_pki"]
LAND = Original(name="Giấy chứng nhận quyền sử dụng đất", issuer="UBND huyện Đức Thọ", number="BD 123456")


@pytest.fixture
def office(db: None, pki: Pki, settings: Any, tmp_path: Path):
    """An installation that believes the twin, and a commune with both keys."""
    settings.STATE = tmp_path
    settings.PUBLIC_URL = "https://dv.example"
    parties.load_reference_data(SYSTEM)
    with override(CertificateAuthority, pki.client):
        believe(pki.root)
        give_keys(UNIT)
        yield officer(DESK)


@pytest.fixture
def holder(db: None) -> Actor:
    return person()


def received(office: Actor, holder: Actor, **changes: Any) -> UUID:
    """An original on the counter."""
    said = {"key": new_id().hex, "requester_id": holder.party_id, "original": LAND} | changes
    return receiving.receive(office, **said)


def row(certification_id: UUID) -> Certification:
    return Certification.objects.get(pk=certification_id)


def scan(office: Actor, certification_id: UUID, data: bytes, **changes: Any) -> int:
    said = {"revision": row(certification_id).revision, "file_name": "ban-quet.png"} | changes
    return scanning.add_scan(office, certification_id=certification_id, stream=io.BytesIO(data), **said)


def certify(office: Actor, certification_id: UUID, **changes: Any) -> str:
    found = row(certification_id)
    said = {"revision": found.revision, "compared": range(1, found.scanned.count() + 1), "owned": True} | changes
    return deciding.certify(office, certification_id=certification_id, **said)


def certified(office: Actor, holder: Actor, **changes: Any) -> UUID:
    """Scanned and signed; the fee is open."""
    made = received(office, holder, **changes)
    scan(office, made, scans.as_file(scans.page()))
    certify(office, made)
    return made


def pay(office: Actor, certification_id: UUID) -> None:
    """In cash, at the counter."""
    order = payments.order_for(SYSTEM, subject=f"p02:{certification_id}")
    payments.pay_at_counter(office, order_id=order.id, method=Method.CASH, amount=Dong(order.amount))


def work() -> None:
    """What the worker does with messages of the pilot."""
    for message_id in list(
        OutboxMessage.objects.filter(topic="p02.release", state=OutboxState.PENDING).values_list(
            "message_id", flat=True
        )
    ):
        outbox.deliver(message_id)
