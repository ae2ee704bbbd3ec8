"""A person's own orders, and how the payment for a subject stands. Looking at one's own data is no entry in the log."""

from collections.abc import Collection
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.money import Dong
from dean06.kernel.payments.collecting import account_by_code
from dean06.kernel.payments.models import Order, Receipt
from dean06.kernel.payments.rules import LIVE, State, is_over
from dean06.kernel.payments.services.lapsing import held_credits
from dean06.kernel.payments.services.moving import NOT_HERE
from dean06.kernel.payments.services.orders import CASHIERS
from dean06.kernel.payments.types import (
    Method,
    OrderPaid,
    OrderStep,
    OrderView,
    ReceiptInfo,
    RefundInfo,
    RefundReason,
    RefundState,
)
from dean06.kernel.payments.vietqr import PaymentCode, encode

PAGE = 20
WORDS = {
    "open": "Lập khoản thanh toán",
    "cancel": "Huỷ",
    "expire": "Hết hạn thanh toán",
    "exact": "Nhận đủ tiền",
    "partial": "Nhận một phần, đang giữ",
    "over": "Nhận đủ tiền, có phần thừa",
    "double": "Nhận tiền lần hai",
    "late_paid": "Nhận đủ tiền sau hạn",
    "late_returned": "Nhận tiền sau hạn, hoàn lại",
    "closed": "Nhận tiền sau khi đã đóng, hoàn lại",
    "cash": "Thu tiền mặt tại quầy",
    "pos": "Thu bằng thẻ tại quầy",
    "refund": "Quyết định hoàn tiền",
    "returned": "Ngân hàng đã hoàn tiền",
    "refund_failed": "Ngân hàng chưa hoàn được",
    "refunded": "Đã hoàn đủ",
}


def own_orders(actor: Actor, *, limit: int = PAGE, offset: int = 0) -> list[OrderView]:
    """The actor's orders, newest first; empty beyond the last."""
    rows = Order.objects.filter(payer_id__in=[actor.party_id]).order_by("-opened_at", "-pk")
    return [as_view(row) for row in rows[offset : offset + limit]]


def count_own(actor: Actor) -> int:
    """How many orders the actor has."""
    return Order.objects.filter(payer_id__in=[actor.party_id]).count()


def own_order(actor: Actor, *, order_id: UUID) -> OrderView:
    """One of the actor's orders. NotFound for anybody else's."""
    row = Order.objects.filter(pk=order_id, payer_id__in=[actor.party_id]).first() if actor.party_id else None
    if row is None:
        raise NotFound(NOT_HERE, code="order_not_found")
    return as_view(row)


def order_for(actor: Actor, *, subject: str) -> OrderView | None:
    """The live order of a subject, else the newest one; None when there is none or it is not for this actor to know of.

    For the platform, the payer and officers of the payee. No name is in it: an officer's look at what is paid for is
    recorded by whoever shows that.
    """
    rows = Order.objects.filter(subject=subject)
    if actor.role is not Role.SYSTEM:
        is_officer = actor.role in CASHIERS and actor.unit_code
        rows = rows.filter(unit_code=actor.unit_code) if is_officer else rows.filter(payer_id__in=[actor.party_id])
    live = rows.filter(state__in=LIVE).first()
    found = live or rows.order_by("-opened_at", "-pk").first()
    return as_view(found) if found else None


def paid_among(subjects: Collection[str]) -> list[OrderPaid]:
    """What was told when the orders of these subjects were paid, for whoever may have missed it; nobody is named."""
    rows = Order.objects.filter(subject__in=subjects, state=State.PAID).order_by("paid_at", "pk")
    return [
        OrderPaid(
            order_id=row.pk,
            code=row.code,
            subject=row.subject,
            unit_code=row.unit_code,
            amount=Dong(row.amount),
            paid_at=row.paid_at or row.opened_at,
        )
        for row in rows
    ]


def as_view(order: Order) -> OrderView:
    """The row as people see it: an order whose time is over is shown so, before the worker came by."""
    account, receipt = account_by_code(order.account_code), Receipt.objects.filter(order=order).first()
    state = State(order.state)
    if state is State.OPEN and is_over(order.expires_at, clock.now()):
        state = State.EXPIRED
    held = sum(part.amount for part in held_credits(order)) if order.state == State.OPEN else 0
    missing = Dong(order.amount - held) if state is State.OPEN else Dong(0)
    is_payable = state is State.OPEN and account is not None
    return OrderView(
        id=order.pk,
        code=order.code,
        subject=order.subject,
        state=state,
        amount=Dong(order.amount),
        held=Dong(held),
        missing=missing,
        purpose=order.purpose,
        unit_code=order.unit_code,
        unit_name=order.unit_name,
        opened_at=order.opened_at,
        expires_at=order.expires_at,
        paid_at=order.paid_at,
        bank_name=account.bank_name if account else "",
        account_number=account.number if account else "",
        account_holder=account.holder if account else "",
        qr=_qr(order, missing) if is_payable else "",
        receipt=as_receipt(receipt) if receipt else None,
        refunds=tuple(
            RefundInfo(
                amount=Dong(row.amount), reason=RefundReason(row.reason), state=RefundState(row.state), at=row.asked_at
            )
            for row in order.refunds.order_by("asked_at")
        ),
        steps=tuple(
            OrderStep(at=row.at, words=WORDS[row.act], amount=Dong(row.amount))
            for row in order.events.order_by("number")
        ),
    )


def as_receipt(row: Receipt) -> ReceiptInfo:
    """A receipt as it was written."""
    return ReceiptInfo(
        order_id=row.order_id,
        number=row.number,
        year=row.year,
        form=row.form,
        issued_at=row.issued_at,
        payer_name=row.payer_name,
        unit_name=row.unit_name,
        purpose=row.purpose,
        amount=Dong(row.amount),
        method=Method(row.method),
        cashier=row.cashier,
    )


def _qr(order: Order, missing: Dong) -> str:
    """The code to scan; after a part was paid it asks for the rest."""
    bank, _, account = order.account_code.partition(".")
    return encode(PaymentCode(bank=bank, account=account, amount=missing, reference=order.code, purpose=order.code))
