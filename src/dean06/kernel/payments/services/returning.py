"""Money starts on its way back: the books, and the message that will ask the bank. Inside the caller's transaction."""

from django.db import IntegrityError, transaction

from dean06.kernel.base import outbox
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict
from dean06.kernel.base.money import Dong
from dean06.kernel.payments.models import Credit, Order, Refund
from dean06.kernel.payments.services import books
from dean06.kernel.payments.services.ledger import post
from dean06.kernel.payments.types import RefundReason, RefundState, direct

REFUND = "payments.refund"


def start_refund(credit: Credit, order: Order | None, amount: int, reason: RefundReason, *, source: str) -> Refund:
    """Book the way back from the ledger account ``source`` and have the worker ask the bank.

    Conflict when more would go back than the credit brought.
    """
    try:
        with transaction.atomic():
            refund = Refund.objects.create(
                credit=credit, order=order, amount=amount, reason=reason.value, state=RefundState.WAITING.value
            )
    except IntegrityError as error:
        raise Conflict("Số tiền hoàn lớn hơn số tiền đã nhận.", code="payments_refund_within") from error
    post(
        SYSTEM,
        key=f"refund:{refund.pk}",
        drafts=[direct(source, books.returning(credit.account_code), Dong(amount))],
        reason=f"Hoàn tiền, {reason.label.lower()}{f', {order.code}' if order else ''}",
    )
    ask_bank(refund)
    return refund


def ask_bank(refund: Refund) -> None:
    """Write the message of this attempt; the bank knows it by the attempt's key."""
    outbox.enqueue(REFUND, {"refund": str(refund.pk)}, message_id=f"{REFUND}:{refund.bank_key}")
