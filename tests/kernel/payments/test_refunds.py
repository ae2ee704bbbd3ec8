"""Money goes back: decided by an officer, written down once, a failed one visible and tried again."""

import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.payments.conftest import ACCOUNT, PRICE, UNIT, state, sums

from dean06.kernel.base import events
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Refund
from dean06.kernel.payments.rules import State
from dean06.kernel.payments.services import refunds
from dean06.kernel.payments.types import Method, OrderRefunded, RefundState

FEES, CASH = f"fees.{UNIT}", f"cash.{UNIT}"
STRANGER = Actor(name="Cán Bộ", role=Role.CLERK, unit_code="cong-an-xa-duc-tho")


@pytest.fixture(autouse=True)
def books_balance(office):
    yield
    assert payments.check_books() == []


def test_a_paid_order_is_given_back_through_the_bank(office, django_capture_on_commit_callbacks):
    order, heard = office.open(subject="case:r"), []
    office.pay(order.code, 20_000)
    office.pay(order.code, 40_000)
    for _ in range(2):
        payments.refund_order(office.cashier, order_id=order.pk, note="Hồ sơ bị từ chối")
    found = Refund.objects.filter(order=order, reason="decided").order_by("amount")
    assert [one.amount for one in found] == [20_000, 30_000], "what was surplus went back already"
    assert (state(order), len(actions_of("payments.refund_order"))) == (State.REFUNDING, 1)
    with events.subscribed(OrderRefunded, heard.append), django_capture_on_commit_callbacks(execute=True):
        for refund in Refund.objects.filter(order=order):
            refunds.note_accepted(refund.pk)
            for _ in range(2):
                refunds.note_done(refund.pk, bank_reference=f"RF{refund.amount}")
    assert (state(order), sums()) == (State.REFUNDED, {})
    assert [(one.subject, one.amount) for one in heard] == [("case:r", PRICE)]
    assert len(actions_of("payments.refund_done")) == 3


def test_only_officers_of_the_payee_decide_and_only_of_what_is_paid(office):
    order = office.open()
    with pytest.raises(Conflict):
        payments.refund_order(office.cashier, order_id=order.pk, note="x")
    office.pay(order.code, PRICE)
    for actor in (STRANGER, office.payer):
        with pytest.raises(NotFound):
            payments.refund_order(actor, order_id=order.pk, note="x")
    with pytest.raises(Invalid):
        payments.refund_order(office.cashier, order_id=order.pk, note=" ")


def test_a_refused_refund_stays_visible_and_is_tried_again(office):
    order = office.open()
    office.pay(order.code, PRICE + 1)
    refund = Refund.objects.get()
    for _ in range(2):
        refunds.note_failed(refund.pk, reason="Tài khoản đã đóng")
    refund.refresh_from_db()
    assert (refund.state, refund.failure) == (RefundState.FAILED, "Tài khoản đã đóng")
    assert sums()[f"returning.{ACCOUNT}"] == 1, "still owed"
    with pytest.raises(NotPermitted):
        payments.retry_refund(office.cashier, refund_id=refund.pk)
    payments.retry_refund(office.operator, refund_id=refund.pk)
    with pytest.raises(Conflict):
        payments.retry_refund(office.operator, refund_id=refund.pk)
    keys = OutboxMessage.objects.filter(topic="payments.refund").values_list("message_id", flat=True)
    assert sorted(keys) == [f"payments.refund:{refund.pk}.1", f"payments.refund:{refund.pk}.2"]
    refunds.note_done(refund.pk, bank_reference="RF1")
    refunds.note_failed(refund.pk, reason="muộn")
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE


def test_cash_is_taken_and_given_back_over_the_counter(office):
    order = office.open()
    number = payments.pay_at_counter(office.cashier, order_id=order.pk, method=Method.CASH, amount=PRICE)
    again = payments.pay_at_counter(office.cashier, order_id=order.pk, method=Method.CASH, amount=PRICE)
    assert (number, again, state(order)) == (1, 1, State.PAID)
    assert sums() == {CASH: -PRICE, FEES: PRICE}
    assert payments.own_order(office.payer, order_id=order.pk).receipt.cashier == "Thu Ngân"
    payments.refund_order(office.cashier, order_id=order.pk, note="Thu nhầm")
    assert (state(order), sums()) == (State.REFUNDED, {})
    assert not OutboxMessage.objects.filter(topic="payments.refund").exists()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"amount": PRICE - 1}, Invalid),
        ({"method": Method.TRANSFER}, Invalid),
        ({"actor": STRANGER}, NotFound),
    ],
)
def test_a_counter_takes_what_is_owed_of_its_own_orders(office, change, error):
    order = office.open()
    given = {"actor": office.cashier, "method": Method.CASH, "amount": PRICE} | change
    with pytest.raises(error):
        payments.pay_at_counter(given.pop("actor"), order_id=order.pk, **given)
    assert state(order) == State.OPEN


def test_a_counter_takes_nothing_while_parts_are_on_the_way(office):
    order = office.open()
    office.pay(order.code, 1)
    with pytest.raises(Conflict) as error:
        payments.pay_at_counter(office.cashier, order_id=order.pk, method=Method.POS, amount=PRICE)
    assert error.value.code == "has_parts"


def test_money_by_bank_for_what_was_paid_in_cash_goes_back(office):
    order = office.open()
    payments.pay_at_counter(office.cashier, order_id=order.pk, method=Method.POS, amount=PRICE)
    office.pay(order.code, PRICE)
    assert Refund.objects.get().reason == "double"
    with pytest.raises(Conflict):
        payments.pay_at_counter(office.cashier, order_id=order.pk, method=Method.CASH, amount=PRICE)
