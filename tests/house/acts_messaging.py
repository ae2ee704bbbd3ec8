"""Messaging's services, each prepared so that it does its work once."""

from django.test import override_settings
from tests.house.acts import Doing, World, act
from tests.kernel.messaging.gateways import FakeSms
from tests.templates import saying

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.wiring import override
from dean06.kernel.messaging import contacts, email, handing, operating, providers, receipts, services, wishes
from dean06.kernel.messaging.models import Delivery, EmailAddress, InboxMessage, Message, PhoneNumber
from dean06.kernel.messaging.types import Channel, DeliveryState
from dean06.kernel.ports.handover import ReceiptState
from dean06.kernel.ports.sms import SmsGateway


@act(services.send, "messaging.send")
def _(world: World) -> Doing:
    receiver = [world.citizen.party_id]
    return lambda: services.send(SYSTEM, reference="guard", **saying(), to_party_ids=receiver)


@act(services.mark_read, "messaging.read")
def _(world: World) -> Doing:
    letter = InboxMessage.objects.get(party_id=world.citizen.party_id, message__reference="test:own")
    return lambda: services.mark_read(world.citizen, inbox_id=letter.pk)


# E-mail addresses and phone numbers are asked for, confirmed and forgotten by the same three.


def _given(world: World) -> str:
    """An address waits for its code, which is returned."""
    contacts.ask(email.ADDRESS, world.citizen, "hoa@vidu.vn")
    return contacts.code_of(email.ADDRESS, EmailAddress.objects.get(party_id=world.citizen.party_id))


@act(contacts.ask, "messaging.ask_email")
def _(world: World) -> Doing:
    return lambda: contacts.ask(email.ADDRESS, world.citizen, "hoa@vidu.vn")


@act(contacts.confirm, "messaging.confirm_email")
def _(world: World) -> Doing:
    code = _given(world)
    return lambda: contacts.confirm(email.ADDRESS, world.citizen, code)


@act(contacts.forget, "messaging.forget_email")
def _(world: World) -> Doing:
    _given(world)
    return lambda: contacts.forget(email.ADDRESS, world.citizen)


@act(wishes.set_wishes, "messaging.set_wishes")
def _(world: World) -> Doing:
    return lambda: wishes.set_wishes(world.citizen, channels=[], classes=[])


@act(providers.switch_provider, "messaging.switch_provider")
def _(world: World) -> Doing:
    return lambda: providers.switch_provider(world.operator, channel=Channel.SMS, provider="mot", is_on=False)


def _delivery(world: World, **changes: object) -> Delivery:
    PhoneNumber.objects.create(
        party_id=world.citizen.party_id, phone="84912000201", nonce="x", confirmed_at=clock.now()
    )
    message = Message.objects.get(reference="test:own")
    Message.objects.filter(pk=message.pk).update(sms="Co tin moi", sms_alphabet="gsm7")
    facts = {"message": message, "party_id": world.citizen.party_id, "channel": "sms"}
    return Delivery.objects.create(**(facts | changes))


@act(handing.hand_over, "messaging.sms_sent")
def _(world: World) -> Doing:
    _delivery(world)

    def do() -> None:
        with override_settings(SMS=[{"name": "mot"}]), override(SmsGateway, FakeSms()):
            handing.hand_over(SYSTEM, channel=Channel.SMS)

    return do


@act(operating.retry_delivery, "messaging.retry_delivery")
def _(world: World) -> Doing:
    row = _delivery(world, state=DeliveryState.FAILED, finished_at=clock.now())
    return lambda: operating.retry_delivery(world.operator, delivery_id=row.pk)


@act(receipts.take_receipts, "messaging.take_receipts")
def _(world: World) -> Doing:
    row = _delivery(world, state=DeliveryState.SENT, provider="mot", attempts=1, sent_at=clock.now())

    def do() -> None:
        body = f"{row.pk} delivered".encode()
        with override_settings(SMS=[{"name": "mot"}]), override(SmsGateway, FakeSms()):
            receipts.take_receipts(SYSTEM, channel="sms", provider="mot", signature="good", body=body)

    return do


@act(receipts.ask_after_late, "messaging.take_receipts")
def _(world: World) -> Doing:
    sent_at = clock.now() - 2 * receipts.LATE_AFTER
    row = _delivery(world, state=DeliveryState.SENT, provider="mot", attempts=1, sent_at=sent_at)
    gateway = FakeSms()
    gateway.states[str(row.pk)] = ReceiptState.DELIVERED

    def do() -> None:
        with override_settings(SMS=[{"name": "mot"}]), override(SmsGateway, gateway):
            receipts.ask_after_late(SYSTEM)

    return do
