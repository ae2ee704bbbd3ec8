"""An officer of the payee takes cash, or a card, at the counter."""

from uuid import UUID

from django.db import transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.base.money import Dong
from dean06.kernel.payments import actions
from dean06.kernel.payments.models import Credit, Order
from dean06.kernel.payments.rules import State, Verdict, is_over
from dean06.kernel.payments.services import books
from dean06.kernel.payments.services.lapsing import held_credits
from dean06.kernel.payments.services.ledger import post
from dean06.kernel.payments.services.moving import NOT_HERE, locked, move, record
from dean06.kernel.payments.services.orders import is_cashier
from dean06.kernel.payments.services.receipts import issue
from dean06.kernel.payments.services.telling import tell
from dean06.kernel.payments.types import Method, Source, direct

AT_COUNTER = frozenset({Method.CASH, Method.POS})


def pay_at_counter(actor: Actor, *, order_id: UUID, method: Method, amount: Dong) -> int:
    """Take the whole amount of an open order; returns the number of the receipt.

    ``amount`` is what the officer counted, and must be what is owed: a counter takes no parts. Paying the same order
    again returns the first number if it was paid at the counter; Conflict when it was paid otherwise, is over, closed,
    or has parts on the way. NotFound for whoever is no officer of the payee.
    """
    if method not in AT_COUNTER:
        raise Invalid("Tại quầy chỉ thu tiền mặt hoặc thẻ.", code="bad_method", field="method")
    with transaction.atomic():
        order = locked(order_id)
        if not is_cashier(actor, order):
            raise NotFound(NOT_HERE, code="order_not_found")
        if order.state == State.PAID and order.receipt.method == method.value:
            return order.receipt.number
        _check(order, amount)
        _take(actor, order, method)
        receipt = issue(order, method, cashier=actor.name)
        tell(order, "paid")
        record(actor, actions.PAY_AT_COUNTER, order, details={"amount": order.amount, "method": method.value})
    return receipt.number


def _check(order: Order, amount: Dong) -> None:
    if order.state != State.OPEN or is_over(order.expires_at, clock.now()):
        raise Conflict(f"Khoản này không thu được: {State(order.state).label}, hoặc đã quá hạn.", code="wrong_state")
    if held_credits(order):
        raise Conflict("Người nộp đã chuyển khoản một phần. Hãy chuyển nốt, hoặc huỷ để hoàn lại.", code="has_parts")
    if amount != order.amount:
        raise Invalid("Số tiền thu phải bằng số tiền phải nộp.", code="bad_amount", field="amount")


def _take(actor: Actor, order: Order, method: Method) -> None:
    credit = Credit.objects.create(
        account_code=f"{method.value}.{order.unit_code}",
        bank_reference=f"{order.code}",
        method=method.value,
        source=Source.COUNTER.value,
        amount=order.amount,
        booked_at=clock.now(),
        order=order,
        verdict=Verdict.EXACT.value,
    )
    till = books.till(order.unit_code, method)
    post(
        actor,
        key=f"counter:{credit.pk}",
        drafts=[direct(till, books.fees(order.unit_code), Dong(order.amount))],
        reason=f"Thu tại quầy, {order.code}",
    )
    move(actor, order, method.value, State.PAID, amount=order.amount)
