"""Everybody at once at one order: it is paid once, every đồng is somewhere, and receipts leave no gap."""

from datetime import timedelta

import pytest
from tests.kernel.payments.conftest import PRICE, Office, state
from tests.kernel.payments.test_concurrency import CASHIERS, together

from dean06.kernel.base import clock
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Credit, Order, Receipt, Refund
from dean06.kernel.payments.rules import State, Verdict
from dean06.kernel.payments.services.orders import expire_orders
from dean06.kernel.payments.types import Method

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counter(transactional_db):
    """An office in real time: threads have clocks of their own."""
    yield Office()
    assert payments.check_books() == []


def test_one_credit_told_eight_times_is_booked_once(counter):
    order = counter.open()
    told = together(lambda _: counter.pay(order.code, PRICE, reference="FT1"))
    assert len({one.credit_id for one in told}) == 1
    assert sum(not one.is_repeat for one in told) == 1
    assert (Credit.objects.count(), Receipt.objects.count(), Refund.objects.count()) == (1, 1, 0)


def test_eight_people_pay_one_order(counter):
    order = counter.open()
    told = together(lambda number: counter.pay(order.code, PRICE, reference=f"FT{number}"))
    verdicts = sorted(one.verdict for one in told)
    assert verdicts == sorted([Verdict.EXACT, *[Verdict.DOUBLE] * (CASHIERS - 1)])
    assert (state(order), Receipt.objects.count(), Refund.objects.count()) == (State.PAID, 1, CASHIERS - 1)


def test_eight_parts_are_one_payment(counter):
    order = counter.open()
    together(lambda number: counter.pay(order.code, PRICE // CASHIERS, reference=f"FT{number}"))
    assert (state(order), Receipt.objects.count(), Refund.objects.count()) == (State.PAID, 1, 0)


def test_cash_and_transfers_at_the_same_moment(counter):
    order = counter.open()

    def pay(number: int):
        if number % 2:
            return payments.pay_at_counter(counter.cashier, order_id=order.pk, method=Method.CASH, amount=PRICE)
        return counter.pay(order.code, PRICE, reference=f"FT{number}").verdict

    results = together(pay)
    assert (state(order), Receipt.objects.count()) == (State.PAID, 1)
    taken = Credit.objects.filter(verdict=Verdict.EXACT).count()
    assert taken == 1
    assert results.count(Verdict.DOUBLE) == Refund.objects.count()


def test_receipts_of_a_unit_leave_no_gap(counter):
    orders = [counter.open() for _ in range(CASHIERS)]
    together(lambda number: counter.pay(orders[number].code, PRICE, reference=f"FT{number}"))
    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, CASHIERS + 1))


def test_one_key_opens_one_order(counter):
    opened = together(lambda _: counter.open(key="k", subject="case:k").pk)
    assert len(set(opened)) == 1
    assert Order.objects.count() == 1


def test_a_subject_asked_for_by_eight_has_one_live_order(counter):
    together(lambda number: counter.open(key=f"k{number}", subject="case:k").pk)
    assert Order.objects.count() == 1


def test_money_that_comes_while_the_order_ends(counter):
    with clock.at(clock.now() - timedelta(hours=2)):
        order = counter.open(lasts=timedelta(hours=1))
    together(lambda number: expire_orders() if number % 2 else counter.pay(order.code, PRICE, reference=f"FT{number}"))
    assert state(order) == State.PAID, "late, and still wanted"
    assert Receipt.objects.count() == 1
    assert Refund.objects.count() == CASHIERS // 2 - 1
