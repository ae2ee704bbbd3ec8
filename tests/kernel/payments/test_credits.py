"""Money comes in: each credit once, each with its rule, and the books balanced to the đồng."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.audit_trail import actions_of
from tests.kernel.payments.conftest import ACCOUNT, PRICE, UNIT, later, state, sums

from dean06.kernel.base import clock, events
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Credit, Order, Receipt, Refund
from dean06.kernel.payments.rules import State, Verdict
from dean06.kernel.payments.services.ledger import expire_due
from dean06.kernel.payments.services.orders import expire_orders
from dean06.kernel.payments.types import OrderPaid, Source

IN_BANK, PAYERS, SUSPENSE = f"bank.{ACCOUNT}", f"payers.{ACCOUNT}", f"suspense.{ACCOUNT}"
RETURNING, FEES = f"returning.{ACCOUNT}", f"fees.{UNIT}"


@pytest.fixture(autouse=True)
def books_balance(office):
    yield
    assert payments.check_books() == []


def refunds(order: Order) -> list[tuple[int, str]]:
    """Amounts and reasons of what goes back."""
    return list(Refund.objects.filter(order=order).order_by("asked_at", "pk").values_list("amount", "reason"))


def test_the_exact_amount_pays(office, django_capture_on_commit_callbacks):
    order, heard = office.open(subject="case:e"), []
    with events.subscribed(OrderPaid, heard.append), django_capture_on_commit_callbacks(execute=True):
        booked = office.pay(f"MBVCB.1.{order.code}.CT tu 012", PRICE)
    assert (booked.verdict, state(order), refunds(order)) == (Verdict.EXACT, State.PAID, [])
    assert sums() == {IN_BANK: -PRICE, FEES: PRICE}
    assert [(one.subject, one.amount, one.code) for one in heard] == [("case:e", PRICE, order.code)]


def test_parts_are_kept_until_they_are_whole(office):
    order = office.open()
    assert office.pay(order.code, 20_000).verdict is Verdict.PARTIAL
    found = payments.own_order(office.payer, order_id=order.pk)
    assert (found.held, found.missing, state(order)) == (20_000, 30_000, State.OPEN)
    assert payments.decode_vietqr(found.qr).amount == 30_000, "the code now asks for the rest"
    assert payments.balance(PAYERS).held_debits == 20_000
    assert office.pay(order.code, 30_000).verdict is Verdict.EXACT
    assert state(order) == State.PAID
    assert sums() == {IN_BANK: -PRICE, FEES: PRICE}
    assert payments.balance(PAYERS).held_debits == 0


def test_what_was_too_much_goes_back(office):
    order = office.open()
    assert office.pay(order.code, 60_000).verdict is Verdict.OVER
    assert (state(order), refunds(order)) == (State.PAID, [(10_000, "over")])
    assert sums() == {IN_BANK: -60_000, FEES: PRICE, RETURNING: 10_000}
    refund = Refund.objects.get()
    assert OutboxMessage.objects.filter(message_id=f"payments.refund:{refund.pk}.1").count() == 1


def test_paying_twice_pays_once(office):
    order = office.open()
    office.pay(order.code, PRICE)
    assert office.pay(order.code, PRICE).verdict is Verdict.DOUBLE
    assert (state(order), refunds(order)) == (State.PAID, [(PRICE, "double")])
    assert sums() == {IN_BANK: -2 * PRICE, FEES: PRICE, RETURNING: PRICE}


def test_late_money_still_pays_what_is_wanted(office):
    order = office.open(lasts=timedelta(hours=1), payable_for=timedelta(days=1))
    with clock.at(later(hours=2)):
        assert office.pay(order.code, PRICE).verdict is Verdict.LATE_PAID
    assert state(order) == State.PAID
    assert [step.words for step in payments.own_order(office.payer, order_id=order.pk).steps] == [
        "Lập khoản thanh toán",
        "Hết hạn thanh toán",
        "Nhận đủ tiền sau hạn",
    ]


@pytest.mark.parametrize("why", ["too late", "too little", "another order"])
def test_late_money_goes_back_when_it_cannot_pay(office, why):
    order = office.open(lasts=timedelta(hours=1), payable_for=timedelta(days=1), subject="case:l")
    with clock.at(later(days=3) if why == "too late" else later(hours=2)):
        expire_orders()
        if why == "another order":
            office.open(subject="case:l")
        amount = 1_000 if why == "too little" else PRICE
        assert office.pay(order.code, amount).verdict is Verdict.LATE_RETURNED
    assert (state(order), refunds(order)) == (State.EXPIRED, [(amount, "late")])


def test_parts_of_an_order_that_ended_go_back_once(office):
    order = office.open(lasts=timedelta(hours=1))
    office.pay(order.code, 20_000)
    office.pay(order.code, 5_000)
    with clock.at(later(hours=1)):
        expire_orders()
        expire_orders()
    assert refunds(order) == [(20_000, "lapsed"), (5_000, "lapsed")]
    with clock.at(later(hours=2)):
        expire_due()
    assert sums() == {IN_BANK: -25_000, RETURNING: 25_000}
    assert payments.balance(PAYERS).held_debits == 0


def test_parts_go_back_even_if_the_ledger_let_their_hold_go_first(office):
    order = office.open(lasts=timedelta(hours=1))
    office.pay(order.code, 20_000)
    with clock.at(later(hours=5)):
        assert expire_due() == 1
        expire_orders()
    assert refunds(order) == [(20_000, "lapsed")]


def test_money_for_a_cancelled_order_goes_back_parts_and_all(office):
    order = office.open()
    office.pay(order.code, 20_000)
    payments.cancel_order(office.payer, order_id=order.pk)
    assert office.pay(order.code, 30_000).verdict is Verdict.CLOSED
    assert refunds(order) == [(20_000, "lapsed"), (30_000, "closed")]


@pytest.mark.parametrize("content", ["", "tien le phi", "DT1111111XX"])
def test_money_for_nothing_known_waits(office, content):
    booked = office.pay(content, 7_000)
    assert (booked.verdict, booked.order_id) == (Verdict.UNKNOWN, None)
    assert sums() == {IN_BANK: -7_000, SUSPENSE: 7_000}


def test_a_content_that_names_two_orders_waits(office):
    one, other = office.open(), office.open()
    assert office.pay(f"{one.code} {other.code}", 2 * PRICE).verdict is Verdict.UNKNOWN


def test_an_operator_says_what_unknown_money_is_for(office):
    order = office.open()
    booked = office.pay("quen ghi noi dung", PRICE)
    with pytest.raises(NotPermitted):
        payments.assign_credit(office.cashier, credit_id=booked.credit_id, order_code=order.code)
    with pytest.raises(Invalid):
        payments.assign_credit(office.operator, credit_id=booked.credit_id, order_code="DT1")
    found = payments.assign_credit(office.operator, credit_id=booked.credit_id, order_code=order.code)
    assert (found.verdict, state(order)) == (Verdict.EXACT, State.PAID)
    with pytest.raises(Conflict):
        payments.assign_credit(office.operator, credit_id=booked.credit_id, order_code=order.code)
    with pytest.raises(Conflict):
        payments.return_credit(office.operator, credit_id=booked.credit_id)
    assert sums() == {IN_BANK: -PRICE, FEES: PRICE}


def test_an_operator_sends_unknown_money_back(office):
    booked = office.pay("nham tai khoan", 7_000)
    payments.return_credit(office.operator, credit_id=booked.credit_id)
    with pytest.raises(Conflict):
        payments.return_credit(office.operator, credit_id=booked.credit_id)
    assert sums() == {IN_BANK: -7_000, RETURNING: 7_000}


def test_the_same_credit_told_again_is_the_same_money(office):
    order = office.open()
    first = office.pay(order.code, PRICE, reference="FT1")
    again = office.pay(order.code, PRICE, reference="FT1", source=Source.STATEMENT)
    assert (again.credit_id, again.verdict, again.is_repeat) == (first.credit_id, Verdict.EXACT, True)
    assert len(actions_of("payments.credit")) == 1
    with pytest.raises(Conflict) as error:
        office.pay(order.code, PRICE + 1, reference="FT1")
    assert error.value.code == "credit_differs"
    assert sums() == {IN_BANK: -PRICE, FEES: PRICE}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"currency": "USD"}, "wrong_currency"),
        ({"account_code": "970436.1"}, "wrong_account"),
        ({"amount": 0}, "bad_credit"),
        ({"bank_reference": ""}, "bad_credit"),
        ({"bank_reference": "x" * 65}, "bad_credit"),
    ],
)
def test_what_is_not_ours_is_refused(office, change, code):
    told = {"reference": "FT1"} | change
    with pytest.raises(Invalid) as error:
        office.pay("x", told.pop("amount", 1), **{k: v for k, v in told.items() if k != "reference"})
    assert error.value.code == code
    assert not Credit.objects.exists()


def test_a_code_paid_into_another_account_of_ours_waits(office):
    order = office.open()
    assert office.pay(order.code, PRICE, account_code="000600.0600000101").verdict is Verdict.UNKNOWN
    assert state(order) == State.OPEN


def test_receipts_follow_each_other_without_a_gap(office):
    for _ in range(2):
        order = office.open()
        office.pay(order.code, PRICE)
    with transaction.atomic():
        order = office.open()
        office.pay(order.code, PRICE)
        transaction.set_rollback(True)
    order = office.open()
    office.pay(order.code, PRICE)
    with clock.at(later(days=60)):
        next_year = office.open()
        office.pay(next_year.code, PRICE)
    assert list(Receipt.objects.order_by("year", "number").values_list("year", "number")) == [
        (2026, 1),
        (2026, 2),
        (2026, 3),
        (2027, 1),
    ]
    assert payments.own_order(office.payer, order_id=order.pk).receipt.payer_name == "Người Nộp Tiền"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_receipt SET amount = 1",
        "DELETE FROM payments_receipt",
        "UPDATE payments_receiptcounter SET last = last + 2",
        "UPDATE payments_credit SET amount = 1",
        "UPDATE payments_credit SET content = 'x'",
        "UPDATE payments_credit SET order_id = NULL",
        "DELETE FROM payments_credit",
        "UPDATE payments_refund SET amount = 1",
        "DELETE FROM payments_refund",
    ],
)
def test_what_was_booked_cannot_be_rewritten(office, statement):
    order = office.open()
    office.pay(order.code, 60_000)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_more_goes_back_than_came(office):
    order = office.open()
    booked = office.pay(order.code, PRICE)
    credit = Credit.objects.get(pk=booked.credit_id)
    Refund.objects.create(credit=credit, order=order, amount=30_000, reason="decided", state="waiting")
    with pytest.raises(DatabaseError, match="more would go back"), transaction.atomic():
        Refund.objects.create(credit=credit, order=order, amount=20_001, reason="decided", state="waiting")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 120_000), min_size=1, max_size=5), st.booleans())
def test_whatever_comes_every_dong_is_somewhere(office, amounts, is_ended):
    with transaction.atomic():
        order = office.open()
        for amount in amounts:
            office.pay(order.code, amount)
        if is_ended:
            with clock.at(later(days=4)):
                expire_orders()
        found = sums()
        back = sum(amount for amount, _ in refunds(order))
        assert found[IN_BANK] == -sum(amounts)
        assert found.get(FEES, 0) in (0, PRICE)
        assert found.get(RETURNING, 0) == back
        assert found.get(FEES, 0) + back + found.get(PAYERS, 0) == sum(amounts)
        assert payments.check_books() == []
        transaction.set_rollback(True)
