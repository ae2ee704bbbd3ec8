"""Orders: opened once a key and a live one once a subject, moved by their history alone, ended in time."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.kernel.audit_trail import actions_of
from tests.kernel.payments.conftest import ACCOUNT, NOW, PRICE, UNIT, later, state

from dean06.kernel.base import clock, events
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.messaging import api as messaging
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Credit, Order
from dean06.kernel.payments.references import is_code
from dean06.kernel.payments.rules import NEXT, State
from dean06.kernel.payments.services.orders import expire_orders
from dean06.kernel.payments.types import OrderClosed
from dean06.kernel.privacy.holdings import everything
from dean06.kernel.privacy.retention import categories


def refused(statement: str, *values: object) -> str:
    """The constraint that refused a statement."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return error.value.__cause__.diag.constraint_name


def asked(office, **change):
    """What an order is opened with."""
    return {
        "key": "k",
        "payer_id": office.payer.party_id,
        "unit_code": UNIT,
        "amount": PRICE,
        "purpose": "Lệ phí",
        "subject": "case:1",
    } | change


def test_the_same_key_and_words_give_the_first_answer(office):
    first = payments.open_order(SYSTEM, **asked(office))
    with clock.at(later(hours=1)):
        again = payments.open_order(SYSTEM, **asked(office))
    assert (again.order_id, again.code, again.is_repeat) == (first.order_id, first.code, True)
    assert len(actions_of("payments.open_order")) == 1


@pytest.mark.parametrize("change", [{"amount": 1}, {"purpose": "Khác"}, {"subject": "case:2"}, {"unit_code": "x"}])
def test_the_same_key_for_other_words_is_refused(office, change):
    payments.open_order(SYSTEM, **asked(office))
    with pytest.raises((Conflict, NotFound)) as error:
        payments.open_order(SYSTEM, **asked(office, **change))
    assert error.value.code in {"key_used", "unit_not_found"}


def test_a_subject_has_one_live_order(office):
    first = payments.open_order(SYSTEM, **asked(office))
    with pytest.raises(Conflict) as error:
        payments.open_order(SYSTEM, **asked(office, key="k2"))
    assert error.value.code == "order_exists"
    payments.cancel_order(office.payer, order_id=first.order_id)
    second = payments.open_order(SYSTEM, **asked(office, key="k2"))
    assert payments.order_for(office.payer, subject="case:1").id == second.order_id


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 0},
        {"amount": 10**10},
        {"purpose": " "},
        {"purpose": "x" * 201},
        {"key": ""},
        {"subject": ""},
        {"lasts": timedelta(0)},
        {"lasts": timedelta(days=91)},
        {"payable_for": timedelta(seconds=-1)},
    ],
)
def test_what_cannot_be_an_order_is_refused(office, change):
    with pytest.raises(Invalid):
        payments.open_order(SYSTEM, **asked(office, **change))


def test_a_stranger_opens_no_order_for_somebody(office):
    for actor in (ANONYMOUS, Actor(party_id=NOW and None, name="Ai đó", role=Role.CITIZEN)):
        with pytest.raises(NotPermitted):
            payments.open_order(actor, **asked(office))
    assert payments.open_order(office.payer, **asked(office)).code


def test_the_code_to_scan_pays_this_order(office):
    order = office.open()
    found = payments.own_order(office.payer, order_id=order.pk)
    code = payments.decode_vietqr(found.qr)
    assert (f"{code.bank}.{code.account}", code.amount, code.reference) == (ACCOUNT, PRICE, order.code)
    assert is_code(order.code)
    assert code.purpose == order.code


def test_orders_are_seen_by_whom_they_concern(office):
    order = office.open(subject="case:x")
    stranger = Actor(party_id=SYSTEM.party_id, name="Người Khác", role=Role.CITIZEN)
    elsewhere = Actor(name="Cán Bộ", role=Role.CLERK, unit_code="cong-an-xa-duc-tho")
    for actor in (office.payer, office.cashier, SYSTEM):
        assert payments.order_for(actor, subject="case:x").id == order.pk
    for actor in (stranger, elsewhere, ANONYMOUS, office.operator):
        assert payments.order_for(actor, subject="case:x") is None
    with pytest.raises(NotFound):
        payments.own_order(stranger, order_id=order.pk)
    assert payments.own_orders(stranger) == []
    assert [one.id for one in payments.own_orders(office.payer)] == [order.pk]
    assert payments.count_own(office.payer) == 1


def test_an_order_ends_in_time_and_the_others_hear_of_it(office, django_capture_on_commit_callbacks):
    order = office.open(lasts=timedelta(hours=1), subject="case:t")
    heard = []
    with clock.at(later(minutes=59)):
        assert expire_orders() == 0
    with clock.at(later(hours=1)), events.subscribed(OrderClosed, heard.append):
        assert payments.own_order(office.payer, order_id=order.pk).state is State.EXPIRED, "before the worker came by"
        with django_capture_on_commit_callbacks(execute=True):
            assert expire_orders() == 1
        assert expire_orders() == 0
    assert state(order) == State.EXPIRED
    assert heard == [OrderClosed(order_id=order.pk, subject="case:t", state=State.EXPIRED)]


def test_cancelling_twice_is_cancelling_once(office):
    order = office.open()
    for _ in range(2):
        payments.cancel_order(office.cashier, order_id=order.pk, note="Rút hồ sơ")
    assert state(order) == State.CANCELLED
    assert len(actions_of("payments.cancel_order")) == 1


def test_a_stranger_cancels_nothing_and_nobody_a_paid_order(office):
    order = office.open()
    with pytest.raises(NotFound):
        payments.cancel_order(Actor(name="Ai", role=Role.CLERK, unit_code="cong-an-xa-duc-tho"), order_id=order.pk)
    office.pay(order.code, PRICE)
    with pytest.raises(Conflict):
        payments.cancel_order(office.payer, order_id=order.pk)


def test_the_payer_is_told(office):
    order = office.open()
    office.pay(order.code, 20_000)
    office.pay(order.code, 30_000)
    references = [f"payments.{what}" for what in ("partial.2", "paid.3")]
    from dean06.kernel.messaging.models import Message

    assert [Message.objects.filter(reference=f"{one}:{order.pk}").count() for one in references] == [1, 1]
    assert messaging.unread_count(office.payer) == 0, "delivered by the worker"


def test_the_databases_list_of_states_is_the_rules(db):
    for old in State:
        for new in State:
            with connection.cursor() as cursor:
                cursor.execute("SELECT payments_may_follow(%s, %s)", [old, new])
                assert cursor.fetchone() == (old is new or new in NEXT[old],), (old, new)


def test_an_order_moves_by_its_events_only(office):
    order = office.open()
    for change in ("state = 'paid'", "revision = 9", "amount = 1", "payer_id = id", "expires_at = now()"):
        only = refused(f"UPDATE payments_order SET {change} WHERE id = %s", order.pk)
        assert only == "payments_order_only_by_event"
    assert refused("DELETE FROM payments_order WHERE id = %s", order.pk) == "payments_append_only"
    assert refused("UPDATE payments_orderevent SET note = 'x'") == "payments_append_only"
    assert refused("DELETE FROM payments_orderevent") == "payments_append_only"


EVENT = """INSERT INTO payments_orderevent (id, order_id, number, at, act, state, amount, by_name, by_unit_code, note)
VALUES (gen_random_uuid(), %s, %s, now(), 'x', %s, 0, 'x', '', '')"""


def test_who_read_an_older_revision_loses(office):
    order = office.open()
    assert refused(EVENT, order.pk, 1, "open") == "payments_event_number"
    assert refused(EVENT, order.pk, 3, "open") == "payments_order_revision"
    assert refused(EVENT, order.pk, 2, "refunded") == "payments_state_follows"
    assert Order.objects.get(pk=order.pk).revision == 1


def test_the_payer_has_a_copy_of_what_is_kept_of_her(office):
    order = office.open()
    office.pay(order.code, PRICE)
    kept = everything(office.payer.party_id)
    assert kept["payments.orders"]["rows"][0]["state"] == "Đã thanh toán"
    assert kept["payments.receipts"]["rows"][0]["number"] == 1
    assert "Luật Kế toán" in kept["payments.orders"]["hold"]
    assert everything(SYSTEM.party_id)["payments.orders"]["rows"] == []


def test_the_words_of_a_transfer_go_in_time_and_the_money_stays(office):
    order = office.open()
    office.pay(f"{order.code} ba Hoa tra", PRICE)
    office.pay("khong ro cua ai", 1_000)
    category = next(one for one in categories() if one.code == "payments.contents")
    with transaction.atomic():
        assert list(category.expired(NOW, 10)) == []
        assert category.delete(category.expired(later(days=1), 10)) == 1
    assert sorted(Credit.objects.values_list("content", "amount")) == [("", PRICE), ("khong ro cua ai", 1_000)]
