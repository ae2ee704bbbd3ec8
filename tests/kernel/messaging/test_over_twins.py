"""Delivery with the real adapters against the twins over sockets, receipts included."""

from collections.abc import Iterator

import pytest
from tests.contract.test_sms import LIMITS, provider
from tests.sandbox.mailroom import KEY, SECRET, MailTwin, Postbox, running_mail_twin
from tests.templates import saying

from dean06.adapters.sms_gateway import Gateway
from dean06.adapters.vneid_inbox import InboxClient, InboxConfig
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.wiring import override
from dean06.kernel.messaging import api, handing
from dean06.kernel.messaging.models import Delivery, PhoneNumber
from dean06.kernel.messaging.types import Channel, DeliveryState
from dean06.kernel.ports.sms import SmsGateway
from dean06.kernel.ports.vneid_inbox import VneidInbox


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    yield box
    box.close()


@pytest.fixture(scope="module")
def shared_sms(postbox: Postbox) -> Iterator[MailTwin]:
    with running_mail_twin("sms", postbox.url) as twin:
        yield twin


@pytest.fixture(scope="module")
def shared_inbox(postbox: Postbox) -> Iterator[MailTwin]:
    with running_mail_twin("vneid_inbox", postbox.url) as twin:
        yield twin


@pytest.fixture
def phones(shared_sms: MailTwin, settings) -> Iterator[MailTwin]:
    shared_sms.admin("DELETE", "faults")
    shared_sms.admin("POST", "forget")
    settings.SMS = [{"name": "mot"}, {"name": "hai"}]
    gateway = Gateway([provider(name, f"{shared_sms.url}/{name}") for name in ("mot", "hai")])
    with override(SmsGateway, gateway):
        yield shared_sms
    gateway.close()


@pytest.fixture
def vneid(shared_inbox: MailTwin, settings) -> Iterator[MailTwin]:
    shared_inbox.admin("DELETE", "faults")
    shared_inbox.admin("POST", "forget")
    settings.VNEID_INBOX = {"url": shared_inbox.url}
    client = InboxClient(InboxConfig(url=f"{shared_inbox.url}/vneid", key=KEY, secret=SECRET, limits=LIMITS))
    with override(VneidInbox, client):
        yield shared_inbox
    client.close()


@pytest.fixture
def hoa_with_phone(hoa):
    PhoneNumber.objects.create(party_id=hoa.party_id, phone="84912000201", nonce="x", confirmed_at=clock.now())
    return hoa


def send(actor, reference: str, kind: str = "alert") -> None:
    """An alert: it goes out at any hour the tests are run at."""
    api.send(SYSTEM, reference=reference, **saying("Có kết quả", kind=kind), to_party_ids=[actor.party_id])


def the(channel: str) -> Delivery:
    return Delivery.objects.get(channel=channel)


def taken(postbox: Postbox, row: Delivery, posts: int = 1) -> None:
    """Hand on what the provider posted about a delivery, as the web server does."""
    for path, signature, body in postbox.about(str(row.pk), posts):
        channel = "vneid" if path == "/vneid/" else "sms"
        api.take_receipts(SYSTEM, channel=channel, provider=path.strip("/"), signature=signature, body=body)


def test_a_message_arrives_on_the_phone_and_in_the_application(hoa_with_phone, phones, vneid, postbox, work):
    send(hoa_with_phone, "t:1")
    work()
    ((text,), (notice,)) = phones.received("mot"), vneid.received("vneid")
    assert (text["to"], text["sender"]) == ("84912000201", "DUCTHO")
    assert text["text"].startswith("Co tin moi: Co ket qua")
    assert (notice["personal_id"], notice["title"]) == ("000151000201", "Có kết quả")
    assert "Nội dung" not in notice["text"]
    for channel in ("sms", "vneid"):
        taken(postbox, the(channel))
        assert the(channel).state == DeliveryState.DELIVERED


def test_a_dead_worker_makes_no_second_message(hoa_with_phone, phones, work, monkeypatch):
    send(hoa_with_phone, "t:2")
    with monkeypatch.context() as patch:
        patch.setattr(handing, "_settle", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            work()
    with clock.at(the("sms").lease_until + handing.LEASE):
        assert handing.hand_over(SYSTEM, channel=Channel.SMS) == 1
    assert the("sms").state == DeliveryState.SENT
    assert [one["times"] for one in phones.received("mot")] == [2], "handed over twice, one message"


def test_with_one_provider_down_the_other_takes_it(hoa_with_phone, phones, postbox, work):
    with phones.desk_fault("mot", "down"):
        send(hoa_with_phone, "t:3")
        work()
    assert (the("sms").state, the("sms").provider) == (DeliveryState.SENT, "hai")
    taken(postbox, the("sms"))
    assert the("sms").state == DeliveryState.DELIVERED


def test_a_lost_answer_leads_to_no_second_provider(hoa_with_phone, phones, work):
    with phones.desk_fault("mot", "lost_answer"):
        send(hoa_with_phone, "t:4")
        work()
    row = the("sms")
    assert (row.state, row.provider) == (DeliveryState.QUEUED, "mot")
    with clock.at(row.due_at):
        assert handing.hand_over(SYSTEM, channel=Channel.SMS) == 1
    assert the("sms").state == DeliveryState.SENT
    assert phones.received("hai") == []
    assert len(phones.received("mot")) == 1


BAD_RECEIPTS = {
    "duplicate_receipt": (2, DeliveryState.DELIVERED),
    "changed_mind": (2, DeliveryState.DELIVERED),
    "lying_receipt": (1, DeliveryState.DELIVERED),
    "undeliverable": (1, DeliveryState.FAILED),
}


@pytest.mark.parametrize("fault", BAD_RECEIPTS)
def test_receipts_of_a_bad_provider(hoa_with_phone, phones, postbox, work, fault):
    posts, state = BAD_RECEIPTS[fault]
    with phones.desk_fault("mot", fault):
        send(hoa_with_phone, f"t:{fault}")
        work()
        postbox.about(str(the("sms").pk), posts)
    taken(postbox, the("sms"), posts)
    assert the("sms").state == state


def test_no_account_at_vneid_means_the_next_channel(hoa_with_phone, phones, vneid, work):
    with vneid.desk_fault("vneid", "reject"), clock.at(clock.local(clock.now()).replace(hour=9)):
        send(hoa_with_phone, "t:5", kind="task")
        work()
        work()
    assert (the("vneid").state, the("vneid").error) == (DeliveryState.FAILED, "refused_by_switch")
    assert the("sms").state == DeliveryState.SENT
