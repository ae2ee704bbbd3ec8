"""Handing over: once however often a worker dies, another provider, another channel, forward only."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.audit_trail import actions_of
from tests.templates import saying

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from dean06.kernel.base.ids import new_id
from dean06.kernel.messaging import api, delivery, handing, operating, providers, receipts, tasks
from dean06.kernel.messaging.carriers import CARRIERS
from dean06.kernel.messaging.models import Delivery, EmailAddress, Message
from dean06.kernel.messaging.rules import moves
from dean06.kernel.messaging.types import Channel, DeliveryState
from dean06.kernel.ports.handover import Fate, ReceiptState

MORNING = datetime(2025, 12, 3, 2, 0, tzinfo=UTC)
OPERATOR = Actor(user_id=new_id(), party_id=None, name="Vận hành", role=Role.OPERATOR, assurance_level=2)


@pytest.fixture(autouse=True)
def _in_the_morning():
    with clock.at(MORNING):
        yield


@pytest.fixture
def reached(hoa, phoned):
    """Hòa can be reached by text message alone."""
    phoned(hoa)
    return hoa


def send(actor, reference="h:1", kind="task"):
    return api.send(SYSTEM, reference=reference, **saying(kind=kind), to_party_ids=[actor.party_id])


def the_delivery(channel="sms") -> Delivery:
    return Delivery.objects.get(channel=channel)


def planned() -> None:
    """The message is in the inbox and its deliveries wait; nothing has been handed over."""
    delivery.deliver({"message": str(Message.objects.get().pk)}, "x")


def test_a_message_is_handed_over_with_its_reference(reached, sms, work):
    send(reached)
    work()
    row = the_delivery()
    assert (row.state, row.provider, row.attempts) == ("sent", "mot", 1)
    ((reference, (_, sent)),) = sms.taken.items()
    assert (reference, sent.phone, sent.alphabet) == (str(row.pk), "84912000201", "gsm7")
    assert len(actions_of("messaging.sms_sent")) == 1
    assert "messaging.sms_sent" in {look.action for look in audit.looks_at(reached.party_id)}


def test_a_worker_that_dies_after_the_provider_took_it_sends_nothing_twice(reached, sms, work, monkeypatch):
    send(reached)
    with monkeypatch.context() as patch:
        patch.setattr(handing, "_settle", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            work()
    assert the_delivery().state == "queued"
    assert len(sms.taken) == 1
    work()
    assert len(sms.asked) == 1, "the lease of the dead keeps others away"
    with clock.at(MORNING + handing.LEASE + timedelta(seconds=1)):
        work()
    assert the_delivery().state == "sent"
    assert len(sms.taken) == 1, "the same reference"
    assert len(sms.asked) == 2


def test_who_lost_the_lease_writes_nothing(reached, sms, work, monkeypatch):
    send(reached)
    carry = CARRIERS[Channel.SMS].carry

    def slow(rows, *, without):
        outcomes = carry(rows, without=without)
        Delivery.objects.update(lease_until=clock.now() + timedelta(hours=1))  # another worker has taken it over
        return outcomes

    monkeypatch.setattr(CARRIERS[Channel.SMS], "carry", slow)
    work()
    assert the_delivery().state == "queued"


def test_what_may_have_been_taken_is_asked_of_the_same_provider(reached, sms, work):
    sms.fates = [Fate.UNCERTAIN]
    send(reached)
    work()
    row = the_delivery()
    assert (row.state, row.provider, row.error) == ("queued", "mot", "uncertain")
    with clock.at(row.due_at):
        work()
    assert sms.asked == [("",), ("mot",)]
    assert the_delivery().state == "sent"


def test_what_was_not_taken_is_tried_later_and_later(reached, sms, work):
    sms.fates = [Fate.LATER] * 3
    send(reached)
    work()
    pauses = []
    for _ in range(3):
        row = the_delivery()
        pauses.append(row.due_at - clock.now())
        with clock.at(row.due_at):
            work()
    assert the_delivery().state == "sent"
    assert sms.asked == [("",)] * 4


def test_a_refusal_goes_to_the_next_channel_of_the_class(hoa, phoned, inbox, work):
    phoned(hoa)
    inbox.fates = [Fate.REFUSED]
    send(hoa)
    work()
    work()
    assert dict(Delivery.objects.values_list("channel", "state")) == {"vneid": "failed", "sms": "sent"}


def test_after_many_attempts_the_next_channel_is_taken_and_then_it_is_a_dead_letter(reached, sms, work):
    sms.fates = [Fate.LATER] * handing.MOST_ATTEMPTS
    send(reached)
    work()
    for _ in range(handing.MOST_ATTEMPTS - 1):
        with clock.at(the_delivery().due_at):
            work()
    row = the_delivery()
    assert (row.state, row.attempts) == ("failed", handing.MOST_ATTEMPTS)
    assert operating.lost_in_a_day() == 1
    (lost,) = api.delivery_figures(OPERATOR).failures
    assert (lost.template, lost.error, lost.can_retry) == ("test.task", "later", True)
    api.retry_delivery(OPERATOR, delivery_id=row.pk)
    work()
    assert the_delivery().state == "sent"
    assert operating.lost_in_a_day() == 0


def test_what_a_provider_took_is_not_sent_again_by_hand(reached, sms, work):
    send(reached)
    work()
    with pytest.raises(Conflict):
        api.retry_delivery(OPERATOR, delivery_id=the_delivery().pk)
    with pytest.raises(NotFound):
        api.retry_delivery(OPERATOR, delivery_id=new_id())
    for act in (
        lambda: api.retry_delivery(reached, delivery_id=the_delivery().pk),
        lambda: api.delivery_figures(reached),
        lambda: api.switch_provider(reached, channel=Channel.SMS, provider="mot", is_on=False),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_number_taken_back_before_it_was_sent_is_not_used(reached, sms, work):
    send(reached)
    planned()
    api.forget_phone(reached)
    tasks.pump("sms")
    assert (the_delivery().state, the_delivery().error) == ("failed", "address_gone")
    assert sms.taken == {}


def test_a_provider_switched_off_is_not_asked(reached, sms, work):
    api.switch_provider(OPERATOR, channel=Channel.SMS, provider="mot", is_on=False)
    send(reached)
    work()
    assert the_delivery().provider == "hai"
    api.switch_provider(OPERATOR, channel=Channel.SMS, provider="mot", is_on=True)
    assert providers.switched_off(Channel.SMS) == frozenset()
    assert len(actions_of("messaging.switch_provider")) == 2


def test_with_smtp_and_vneid_switched_off_messages_wait(hoa, inbox, work):
    api.switch_provider(OPERATOR, channel=Channel.VNEID, provider="vneid", is_on=False)
    send(hoa)
    work()
    row = the_delivery("vneid")
    assert (row.state, row.error) == ("queued", "switched_off")
    api.switch_provider(OPERATOR, channel=Channel.VNEID, provider="vneid", is_on=True)
    with clock.at(row.due_at):
        work()
    assert the_delivery("vneid").state == "sent"


def test_a_provider_gets_no_more_than_its_measure_in_a_second(reached, sms, monkeypatch):
    send(reached)
    planned()
    with clock.at(MORNING):
        monkeypatch.setattr(handing, "PROVIDER_LIMIT", replace(handing.PROVIDER_LIMIT, count=1))
        handing.hand_over(SYSTEM, channel=Channel.SMS)
        Delivery.objects.update(state="queued", sent_at=None)
        with pytest.raises(TooMany):
            handing.hand_over(SYSTEM, channel=Channel.SMS)
        assert the_delivery().lease_until is None, "what was not handed over is not held"
    with clock.at(MORNING + timedelta(seconds=1)):
        assert handing.hand_over(SYSTEM, channel=Channel.SMS) == 1


def test_the_urgent_goes_first(reached, sms, work, monkeypatch):
    monkeypatch.setattr(handing, "BATCH", 1)
    send(reached, "h:1")
    send(reached, "h:2", kind="alert")
    work()
    kinds = [Delivery.objects.get(pk=reference).message.reference for reference in sms.taken]
    assert kinds == ["h:2", "h:1"]


# --- receipts ---------------------------------------------------------------------------------------------------------


def post(row: Delivery, *states: str, provider="mot", signature="good", channel="sms") -> int:
    body = "\n".join(f"{row.pk} {state}" for state in states).encode()
    return api.take_receipts(SYSTEM, channel=channel, provider=provider, signature=signature, body=body)


def test_a_receipt_says_that_it_arrived_and_twice_is_once(reached, work):
    send(reached)
    work()
    assert post(the_delivery(), "delivered") == 1
    assert post(the_delivery(), "delivered") == 0
    assert the_delivery().state == "delivered"
    assert len(actions_of("messaging.take_receipts")) == 1


def test_what_arrived_stays_arrived(reached, work):
    send(reached)
    work()
    post(the_delivery(), "delivered")
    assert post(the_delivery(), "failed") == 0
    assert the_delivery().state == "delivered"


def test_a_receipt_of_failure_goes_to_the_next_channel(hoa, phoned, inbox, work):
    phoned(hoa)
    send(hoa)
    work()
    row = the_delivery("vneid")
    api.take_receipts(SYSTEM, channel="vneid", provider="vneid", signature="good", body=f"{row.pk} failed".encode())
    work()
    assert dict(Delivery.objects.values_list("channel", "state")) == {"vneid": "failed", "sms": "sent"}


def test_a_provider_tells_of_its_own_messages_alone(reached, work):
    send(reached)
    work()
    assert post(the_delivery(), "delivered", provider="hai") == 0
    assert api.take_receipts(SYSTEM, channel="sms", provider="mot", signature="good", body=b"khac delivered") == 0
    unknown = f"{new_id()} delivered".encode()
    assert api.take_receipts(SYSTEM, channel="sms", provider="mot", signature="good", body=unknown) == 0
    assert the_delivery().state == "sent"


def test_a_receipt_for_what_was_never_handed_over_is_a_lie(reached, sms):
    send(reached)
    planned()
    assert post(the_delivery(), "delivered") == 0
    assert the_delivery().state == "queued"


def test_a_receipt_may_come_before_the_answer(reached, sms, work, monkeypatch):
    send(reached)
    carry = CARRIERS[Channel.SMS].carry

    def overtaken(rows, *, without):
        outcomes = carry(rows, without=without)
        post(rows[0], "delivered")
        return outcomes

    monkeypatch.setattr(CARRIERS[Channel.SMS], "carry", overtaken)
    work()
    assert the_delivery().state == "delivered"


def test_a_bad_signature_changes_nothing_and_is_in_the_log(reached, work):
    send(reached)
    work()
    with pytest.raises(Invalid):
        post(the_delivery(), "delivered", signature="bad")
    assert the_delivery().state == "sent"
    assert len(actions_of("messaging.refuse_receipts")) == 1
    for channel in ("fax", "email"):
        with pytest.raises((NotFound, Invalid)):
            post(the_delivery(), "delivered", channel=channel)


def test_a_receipt_long_overdue_is_asked_for(reached, sms, work):
    send(reached)
    work()
    row = the_delivery()
    sms.states[str(row.pk)] = ReceiptState.DELIVERED
    assert receipts.ask_after_late(SYSTEM) == 0
    with clock.at(MORNING + receipts.LATE_AFTER + timedelta(seconds=1)):
        assert receipts.ask_after_late(SYSTEM) == 1
    assert the_delivery().state == "delivered"


STATES = st.sampled_from(list(DeliveryState))


@given(st.lists(STATES, max_size=12))
def test_whatever_is_told_in_whatever_order_a_delivery_goes_forward(news):
    order = [DeliveryState.QUEUED, DeliveryState.SENT]
    state, path = DeliveryState.QUEUED, [DeliveryState.QUEUED]
    for one in news:
        if moves(state, one):
            state = one
            path.append(one)
    assert len(path) == len(set(path))
    assert all(one in order for one in path[:-1]), "nothing follows an end"


# --- what people see -------------------------------------------------------------------------------------------------


def test_the_person_sees_where_she_was_told(reached, work):
    send(reached)
    work()
    post(the_delivery(), "delivered")
    (item,) = api.inbox(reached)
    (told,) = item.told
    assert (told.channel, told.state) == (Channel.SMS, DeliveryState.DELIVERED)
    assert api.letter(reached, inbox_id=item.id).item.told == item.told


def test_the_operator_sees_counts_and_no_person(reached, sms, inbox, work):
    send(reached)
    work()
    figures = api.delivery_figures(OPERATOR)
    assert {(one.channel.value, one.name): one.counts for one in figures.providers} == {
        ("sms", "mot"): {},
        ("sms", "hai"): {},
        ("vneid", "vneid"): {DeliveryState.SENT: 1},
    }
    assert (figures.waiting, figures.held, figures.oldest_due) == ({Channel.SMS: 0, Channel.VNEID: 0}, 0, None)


def test_work_is_found_again_when_its_job_was_lost(reached, sms, work):
    EmailAddress.objects.all().delete()
    send(reached)
    planned()
    assert handing.channels_due() == ["sms"]
    tasks.sweep(0)
    tasks.pump("sms")
    assert the_delivery().state == "sent"
    assert handing.channels_due() == []
