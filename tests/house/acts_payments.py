"""The services of payments, each prepared so that it does its work once."""

from datetime import timedelta
from itertools import count
from uuid import UUID

from tests.house.acts import TODAY, Doing, World, act

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.money import Dong
from dean06.kernel.payments.models import Order, Refund
from dean06.kernel.payments.services import counter, incoming, ledger, orders, refunds
from dean06.kernel.payments.types import BankCredit, Booked, Method, Source, direct, hold

ACCOUNT = "000600.0600000100"
PRICE = Dong(50_000)
NUMBERS = count(1)


def _books(world: World) -> None:
    for code in ("ngan-hang", "phi"):
        ledger.open_account(SYSTEM, code=code, title=code)


@act(ledger.open_account, "payments.open_account")
def _(world: World) -> Doing:
    return lambda: ledger.open_account(SYSTEM, code="ngan-hang", title="Tiền gửi")


@act(ledger.post, "payments.post")
def _(world: World) -> Doing:
    _books(world)
    drafts = [direct("ngan-hang", "phi", Dong(8_000))]
    return lambda: ledger.post(SYSTEM, key="guard", drafts=drafts, reason="Lệ phí")


@act(ledger.expire_due, "payments.post")
def _(world: World) -> Doing:
    _books(world)
    with clock.at(TODAY - timedelta(days=2)):
        drafts = [hold("ngan-hang", "phi", Dong(8_000), expires_at=clock.now() + timedelta(days=1))]
        ledger.post(SYSTEM, key="guard", drafts=drafts, reason="Lệ phí")
    return ledger.expire_due


def _order(world: World) -> Order:
    """The citizen's, to be paid to the clerk's unit."""
    opened = orders.open_order(
        SYSTEM,
        key=f"guard:{next(NUMBERS)}",
        payer_id=world.citizen.party_id or UUID(int=0),
        unit_code=world.clerk.unit_code,
        amount=PRICE,
        purpose="Lệ phí",
        subject=f"guard:{next(NUMBERS)}",
    )
    return Order.objects.get(pk=opened.order_id)


def _credit(content: str, amount: int = PRICE) -> Booked:
    told = BankCredit(
        account_code=ACCOUNT,
        bank_reference=f"FT{next(NUMBERS)}",
        amount=Dong(amount),
        content=content,
        booked_at=clock.now(),
    )
    return incoming.book_credit(SYSTEM, credit=told, source=Source.NOTICE)


def _refund(world: World) -> Refund:
    """What was paid too much, on its way back."""
    _credit(_order(world).code, PRICE + 1)
    return Refund.objects.latest("asked_at")


@act(orders.open_order, "payments.open_order")
def _(world: World) -> Doing:
    return lambda: _order(world)


@act(orders.cancel_order, "payments.cancel_order")
def _(world: World) -> Doing:
    order = _order(world)
    return lambda: orders.cancel_order(world.citizen, order_id=order.pk)


@act(orders.expire_orders, "payments.expire_order")
def _(world: World) -> Doing:
    with clock.at(clock.now() - timedelta(days=5)):
        _order(world)
    return orders.expire_orders


@act(counter.pay_at_counter, "payments.pay_at_counter")
def _(world: World) -> Doing:
    order = _order(world)
    return lambda: counter.pay_at_counter(world.clerk, order_id=order.pk, method=Method.CASH, amount=PRICE)


@act(incoming.book_credit, "payments.credit")
def _(world: World) -> Doing:
    order = _order(world)
    return lambda: _credit(order.code)


@act(incoming.assign_credit, "payments.assign_credit")
def _(world: World) -> Doing:
    order, booked = _order(world), _credit("khong ro")
    return lambda: incoming.assign_credit(world.operator, credit_id=booked.credit_id, order_code=order.code)


@act(incoming.return_credit, "payments.return_credit")
def _(world: World) -> Doing:
    booked = _credit("khong ro")
    return lambda: incoming.return_credit(world.operator, credit_id=booked.credit_id)


@act(refunds.refund_order, "payments.refund_order")
def _(world: World) -> Doing:
    order = _order(world)
    _credit(order.code)
    return lambda: refunds.refund_order(world.clerk, order_id=order.pk, note="Thu nhầm")


@act(refunds.note_accepted, "payments.refund_accepted")
def _(world: World) -> Doing:
    refund = _refund(world)
    return lambda: refunds.note_accepted(refund.pk)


@act(refunds.note_done, "payments.refund_done")
def _(world: World) -> Doing:
    refund = _refund(world)
    return lambda: refunds.note_done(refund.pk, bank_reference="RF1")


@act(refunds.note_failed, "payments.refund_failed")
def _(world: World) -> Doing:
    refund = _refund(world)
    return lambda: refunds.note_failed(refund.pk, reason="Tài khoản đã đóng")


@act(refunds.retry_refund, "payments.retry_refund")
def _(world: World) -> Doing:
    refund = _refund(world)
    refunds.note_failed(refund.pk, reason="Tài khoản đã đóng")
    return lambda: refunds.retry_refund(world.operator, refund_id=refund.pk)
