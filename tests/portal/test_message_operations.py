"""The operator's page of messages, and the address providers post receipts to."""

import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.identity.fakes import HOA
from tests.kernel.messaging.gateways import FakeInbox, FakeSms
from tests.templates import saying

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.wiring import override
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging import providers, tasks
from dean06.kernel.messaging.models import Delivery
from dean06.kernel.messaging.types import Channel, DeliveryState
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.sms import SmsGateway
from dean06.kernel.ports.vneid_inbox import VneidInbox
from dean06.portal.views import message_receipts

PAGE = "/van-hanh/tin-nhan/"


@pytest.fixture
def operator(lam):
    lam.wear(Role.OPERATOR)
    return lam


@pytest.fixture(autouse=True)
def _offered(settings):
    settings.SMS, settings.VNEID_INBOX = [{"name": "mot"}], {"url": "there"}
    with override(SmsGateway, FakeSms()), override(VneidInbox, FakeInbox()):
        yield


@pytest.fixture
def told(hoa, work):
    """Hòa was told through VNeID."""
    to = [parties.find_person(HOA.personal_id)]
    messaging.send(SYSTEM, reference="o:1", **saying("Việc riêng của bà", kind="alert"), to_party_ids=to)
    work()
    tasks.pump("vneid")
    return Delivery.objects.get()


def fail(row: Delivery, **changes) -> None:
    facts = {"state": DeliveryState.FAILED, "finished_at": clock.now(), "error": "no_account", "sent_at": None}
    Delivery.objects.filter(pk=row.pk).update(**(facts | changes))


def test_it_counts_by_provider_and_shows_no_person(operator, told):
    text = operator.get(PAGE).content.decode()
    for word in ("VNeID", "mot", "hai", "Đang bật", "Không có tin nào hỏng"):
        assert word in text
    for personal in (HOA.full_name, HOA.personal_id, "Việc riêng"):
        assert personal not in text


def test_what_failed_is_shown_counted_and_sent_again(operator, told):
    fail(told)
    assert "no_account" in operator.get(PAGE).content.decode()
    assert "không tới được ai trong 24 giờ</dt><dd>1" in operator.get("/van-hanh/").content.decode()
    answer = operator.client.post(f"{PAGE}gui-lai/", {"tin": str(told.pk)}, follow=True)
    assert "Đã đưa tin vào hàng đợi" in answer.content.decode()
    assert Delivery.objects.get().state == DeliveryState.QUEUED
    assert operator.post(f"{PAGE}gui-lai/", tin=str(told.pk)).status_code == 409
    assert operator.post(f"{PAGE}gui-lai/", tin="khong").status_code == 404


def test_a_provider_is_switched_off_and_on(operator):
    off = operator.client.post(f"{PAGE}nha-cung-cap/", {"kenh": "sms", "nha": "mot", "viec": "tat"}, follow=True)
    assert "Đã tắt" in off.content.decode()
    assert providers.switched_off(Channel.SMS) == {"mot"}
    operator.post(f"{PAGE}nha-cung-cap/", kenh="sms", nha="mot", viec="bat")
    assert providers.switched_off(Channel.SMS) == frozenset()
    assert operator.post(f"{PAGE}nha-cung-cap/", kenh="fax", nha="mot", viec="tat").status_code == 422


def post(client, row: Delivery, signature: str = "good", channel: str = "vneid", body: bytes = b""):
    return client.post(
        f"/bien-nhan/{channel}/vneid/",
        body or f"{row.pk} delivered".encode(),
        content_type="application/json",
        headers={"X-Signature": signature},
    )


def test_a_receipt_is_taken_without_signing_in(client, told):
    assert post(client, told).status_code == 204
    assert Delivery.objects.get().state == DeliveryState.DELIVERED
    assert post(client, told).status_code == 204, "twice is once"


def test_what_is_not_the_providers_is_refused(client, told):
    assert post(client, told, "bad").status_code == 422
    assert post(client, told, channel="fax").status_code == 404
    assert post(client, told, body=b"x" * (message_receipts.LONGEST_BODY + 1)).status_code == 422
    assert client.get("/bien-nhan/vneid/vneid/").status_code == 405
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert len(actions_of("messaging.refuse_receipts")) == 1
