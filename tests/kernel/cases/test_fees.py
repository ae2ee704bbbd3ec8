"""A fee of a case is an order: paid by the bank or at the counter the work goes on, and nobody pays for nothing."""

import pytest
from tests.kernel.audit_trail import actions_of

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.money import Dong
from dean06.kernel.cases import api as cases
from dean06.kernel.cases import tasks
from dean06.kernel.cases.models import CaseEvent
from dean06.kernel.cases.services import fees, handling
from dean06.kernel.cases.statuses import Status
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Order, Refund
from dean06.kernel.payments.types import BankCredit, Method, OrderPaid, Source, State

UNKNOWN = "01920000-0000-7000-8000-000000000001"
FEE = {"amount": Dong(8_000), "what": "Bản sao trích lục, 1 bản"}


@pytest.fixture
def asked(office):
    """A case that waits for its fee."""
    case = office.processing()
    office.do(cases.ask_payment, case, **FEE)
    return case


def order_of(case) -> Order:
    return Order.objects.filter(subject__startswith=f"case:{case.pk}/").order_by("pk").last()


def pay(order: Order, reference: str = "FT1") -> None:
    told = BankCredit(
        account_code=order.account_code,
        bank_reference=reference,
        amount=Dong(order.amount),
        content=order.code,
        booked_at=clock.now(),
    )
    payments.book_credit(SYSTEM, credit=told, source=Source.NOTICE)


def status(case) -> Status:
    case.refresh_from_db()
    return Status(case.status)


def test_the_applicant_may_pay_what_the_officer_asked_for(office, asked):
    order = payments.own_orders(office.mother)[0]
    assert (order.amount, order.unit_code, order.state) == (8_000, asked.unit_code, State.OPEN)
    assert order.purpose == f"Bản sao trích lục, 1 bản ({asked.code})"
    assert order.qr


def test_the_work_goes_on_when_the_money_comes(office, asked, django_capture_on_commit_callbacks):
    order = order_of(asked)
    with django_capture_on_commit_callbacks(execute=True):
        pay(order)
    assert status(asked) is Status.PROCESSING
    event = CaseEvent.objects.get(case=asked, number=asked.revision)
    assert (event.act, order.code in event.note, event.by_name) == ("confirm_payment", True, SYSTEM.name)
    assert actions_of("cases.confirm_payment")[-1]["order"] == order.code


def test_cash_at_the_counter_does_the_same(office, asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        order = order_of(asked)
        payments.pay_at_counter(office.clerk, order_id=order.pk, method=Method.CASH, amount=Dong(8_000))
    assert status(asked) is Status.PROCESSING


def test_told_twice_it_goes_on_once(office, asked):
    order = order_of(asked)
    paid = OrderPaid(order_id=order.pk, code=order.code, subject=order.subject, unit_code=order.unit_code,
                     amount=Dong(8_000), paid_at=clock.now())  # fmt: skip
    fees.note_paid(paid)
    assert status(asked) is Status.PROCESSING
    before = asked.revision
    fees.note_paid(paid)
    assert (status(asked), asked.revision) == (Status.PROCESSING, before)


def test_a_payment_nobody_told_of_is_found(office, asked):
    pay(order_of(asked))  # the process dies here: what runs after the commit never ran
    assert status(asked) is Status.PAYMENT_ASKED
    assert tasks.hear_of_fees(0) == 1
    assert status(asked) is Status.PROCESSING
    assert actions_of("cases.confirm_payment")[-1]["order"] == order_of(asked).code
    assert tasks.hear_of_fees(0) == 0


def test_only_the_fee_asked_for_last_is_looked_for(office, asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        pay(order_of(asked))
    office.do(cases.ask_payment, asked, **FEE)
    assert tasks.hear_of_fees(0) == 0, "the first fee pays no second one"
    assert status(asked) is Status.PAYMENT_ASKED


@pytest.mark.parametrize("subject", ["", "case:", "case:x/3", "demo:paid", f"case:{UNKNOWN}/3"])
def test_orders_for_something_else_move_no_case(office, asked, subject):
    paid = OrderPaid(order_id=asked.pk, code="DT", subject=subject, unit_code="", amount=Dong(1), paid_at=clock.now())
    fees.note_paid(paid)
    assert status(asked) is Status.PAYMENT_ASKED


def test_a_fee_paid_elsewhere_is_not_asked_for_any_more(office, asked):
    order = order_of(asked)
    office.do(cases.confirm_payment, asked, receipt="BL-1")
    assert Order.objects.get(pk=order.pk).state == State.CANCELLED
    pay(order)
    assert Refund.objects.get().amount == 8_000, "what comes all the same goes back"
    assert status(asked) is Status.PROCESSING


def test_a_second_fee_is_an_order_of_its_own(office, asked, django_capture_on_commit_callbacks):
    first = order_of(asked)
    with django_capture_on_commit_callbacks(execute=True):
        pay(first)
    office.do(cases.ask_payment, asked, **FEE)
    second = order_of(asked)
    assert second.pk != first.pk
    with django_capture_on_commit_callbacks(execute=True):
        pay(first, "FT2")
    assert status(asked) is Status.PAYMENT_ASKED, "the first fee paid twice pays no second one"
    with django_capture_on_commit_callbacks(execute=True):
        pay(second, "FT3")
    assert status(asked) is Status.PROCESSING


def test_a_case_that_ends_asks_for_nothing(office, asked):
    office.do(handling.stop, asked, reason="Người dân rút")
    assert order_of(asked).state == State.CANCELLED
