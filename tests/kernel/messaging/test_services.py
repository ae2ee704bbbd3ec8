"""Sending and reading."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.kernel.audit_trail import actions_of
from tests.kernel.messaging.conftest import UNIT
from tests.templates import saying

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.messaging import api
from dean06.kernel.messaging.models import InboxMessage, Message
from dean06.kernel.messaging.types import MessageClass


def send(actor=SYSTEM, **changes) -> UUID:
    words = {"subject": "Có báo cáo mới", "body": "Xem trong mục báo cáo."}
    said = saying(**{name: changes.pop(name, words.get(name, "")) for name in ("subject", "body", "link")})
    said["template"] = f"test.{changes.pop('message_class', MessageClass.NOTICE)}"
    return api.send(actor, **({"reference": "test:1"} | said | changes))


def test_a_message_appears_once_the_worker_has_delivered_it(hoa, minh, work):
    send(to_party_ids=[hoa.party_id], link="/hop-thu/", message_class=MessageClass.TASK)
    assert api.inbox(hoa) == []
    work()
    (item,) = api.inbox(hoa)
    assert (item.subject, item.sender, item.is_read) == ("Có báo cáo mới", "Hệ thống", False)
    assert (item.message_class, item.link) == (MessageClass.TASK, "/hop-thu/")
    assert api.unread_count(hoa) == 1
    assert api.inbox(minh) == []
    assert audit.looks_at(hoa.party_id)[0].action == "messaging.send"


def test_a_message_goes_with_its_act_or_not_at_all(hoa, work):
    with transaction.atomic():
        send(to_party_ids=[hoa.party_id])
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert work() == 0


def test_the_same_intention_twice_is_one_message(hoa, work):
    first = send(to_party_ids=[hoa.party_id])
    assert send(to_party_ids=[hoa.party_id]) == first
    work()
    assert send(to_party_ids=[hoa.party_id]) == first
    work()
    assert len(api.inbox(hoa)) == 1
    assert len(actions_of("messaging.send")) == 1
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize("change", [{"subject": "Khác"}, {"body": "Khác"}, {"link": "/khac/"}])
def test_one_reference_never_means_two_things(hoa, change):
    send(to_party_ids=[hoa.party_id])
    with pytest.raises(Conflict):
        send(to_party_ids=[hoa.party_id], **change)


def test_other_recipients_are_another_thing_too(hoa, minh):
    send(to_party_ids=[hoa.party_id])
    with pytest.raises(Conflict):
        send(to_party_ids=[minh.party_id])


@pytest.mark.parametrize(
    "broken",
    [
        {"reference": ""},
        {"subject": "  "},
        {"body": ""},
        {"link": "https://elsewhere.test/"},
        {"link": "//elsewhere.test/"},
        {"link": "/\\elsewhere.test/"},
        {"to_party_ids": []},
        {"to_unit_code": UNIT},
        {"to_role": Role.CLERK},
    ],
)
def test_a_broken_message_is_refused(hoa, broken):
    with pytest.raises(Invalid):
        send(**({"to_party_ids": [hoa.party_id]} | broken))
    assert not Message.objects.exists()


def test_a_unit_shares_an_inbox_and_each_reader_has_a_mark(hoa, clerk, work):
    send(to_unit_code=UNIT, to_role=Role.CLERK)
    work()
    (item,) = api.inbox(clerk)
    assert item.unit_code == UNIT
    assert api.inbox(hoa) == []
    colleague = hoa.__class__(**(clerk.__dict__ | {"party_id": hoa.party_id}))
    assert api.mark_read(clerk, inbox_id=item.id)
    assert api.unread_count(clerk) == 0
    assert api.unread_count(colleague) == 1


def test_the_shared_inbox_is_for_the_hat_not_for_the_person(clerk, work):
    send(to_unit_code=UNIT, to_role=Role.CLERK)
    work()
    (item,) = api.inbox(clerk)
    for other_hat in ({"role": Role.CITIZEN, "unit_code": ""}, {"role": Role.LEADER}, {"unit_code": "cong-an-huyen"}):
        wearer = clerk.__class__(**(clerk.__dict__ | other_hat))
        assert api.inbox(wearer) == []
        with pytest.raises(NotFound):
            api.letter(wearer, inbox_id=item.id)


def test_the_message_of_another_person_does_not_exist(hoa, minh, work):
    send(to_party_ids=[hoa.party_id])
    work()
    (item,) = api.inbox(hoa)
    for act in (api.letter, api.mark_read):
        with pytest.raises(NotFound):
            act(minh, inbox_id=item.id)


def test_an_undelivered_message_does_not_exist_yet(hoa):
    send(to_party_ids=[hoa.party_id])
    with pytest.raises(NotFound):
        api.letter(hoa, inbox_id=InboxMessage.objects.get().id)


def test_opening_is_noted_once(hoa, work):
    send(to_party_ids=[hoa.party_id])
    work()
    (item,) = api.inbox(hoa)
    assert api.mark_read(hoa, inbox_id=item.id)
    assert not api.mark_read(hoa, inbox_id=item.id)
    letter = api.letter(hoa, inbox_id=item.id)
    assert (letter.body, letter.item.is_read) == ("Xem trong mục báo cáo.", True)
    assert len(actions_of("messaging.read")) == 1


def test_the_newest_comes_first_and_pages_fit(hoa, work):
    for number in range(5):
        with clock.at(date(2023, 12, 1 + number)):
            send(reference=f"test:{number}", subject=f"Thứ {number}", to_party_ids=[hoa.party_id])
            work()
    assert api.count(hoa) == 5
    assert [item.subject for item in api.inbox(hoa, limit=2, offset=1)] == ["Thứ 3", "Thứ 2"]


def test_the_sender_is_a_post_and_a_unit(hoa, clerk, work):
    send(clerk, to_party_ids=[hoa.party_id])
    work()
    assert api.inbox(hoa)[0].sender == "Chuyên viên Phòng Y tế, Phòng Y tế"


def test_the_database_keeps_an_address_to_one_kind(hoa):
    send(to_party_ids=[hoa.party_id])
    message = Message.objects.get()
    for wrong in ({}, {"party_id": hoa.party_id, "unit_code": UNIT, "role": "clerk"}, {"unit_code": UNIT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InboxMessage.objects.create(message=message, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        InboxMessage.objects.create(message=message, party_id=hoa.party_id)


def test_somebody_without_a_person_behind_has_no_inbox(hoa, work):
    send(to_party_ids=[hoa.party_id])
    work()
    assert api.inbox(SYSTEM) == []
    assert (api.count(SYSTEM), api.unread_count(SYSTEM)) == (0, 0)


def test_many_that_wait_are_delivered_together_and_each_once(hoa, minh):
    for number in range(5):
        send(reference=f"many:{number}", to_party_ids=[hoa.party_id, minh.party_id] if number else [hoa.party_id])
    names = list(OutboxMessage.objects.order_by("pk").values_list("message_id", flat=True))
    assert outbox.deliver(names[0]) is outbox.Outcome.DONE
    assert (api.count(hoa), api.count(minh)) == (5, 4)
    assert [outbox.deliver(name) for name in names[1:]] == [outbox.Outcome.NOT_DUE] * 4
    assert (api.count(hoa), api.count(minh)) == (5, 4)
