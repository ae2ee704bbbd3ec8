"""The worker asks the bank to pay back: outside any transaction, under a key the bank knows, as often as it takes."""

from typing import Any
from uuid import UUID

from dean06.kernel.base import outbox
from dean06.kernel.base.wiring import resolve
from dean06.kernel.payments.models import Refund
from dean06.kernel.payments.services.refunds import note_accepted, note_done, note_failed
from dean06.kernel.payments.services.returning import REFUND
from dean06.kernel.payments.types import RefundReason, RefundState
from dean06.kernel.ports.bank import Bank, BankFailed, RefundAnswer, RefundOrder, RefundStatus

ASKED_AT_ONCE = 100
REFUSED_WORDS = "Ngân hàng không nhận lệnh"


@outbox.handles(REFUND)
def send_refund(payload: dict[str, Any], message_id: str) -> None:
    """Ask for the refund and write down the answer. May be repeated after any crash: the key pays once.

    BankFailed when the bank may answer later; the outbox then tries again.
    """
    refund = Refund.objects.select_related("credit", "order").filter(pk=payload["refund"]).first()
    if refund is None or f"{REFUND}:{refund.bank_key}" != message_id or refund.state != RefundState.WAITING:
        return
    try:
        answer = resolve(Bank).refund(_order(refund))
    except BankFailed as failed:
        if failed.is_temporary:
            raise
        note_failed(refund.pk, reason=f"{REFUSED_WORDS} ({failed.reason})")
        return
    _note(refund.pk, answer)


def ask_about_accepted() -> int:
    """Ask what became of refunds the bank took and had not paid; returns how many are finished now."""
    waiting = Refund.objects.filter(state=RefundState.ACCEPTED).order_by("asked_at")[:ASKED_AT_ONCE]
    finished = 0
    for refund in list(waiting):
        answer = resolve(Bank).refund_status(refund.bank_key)
        if answer is not None and answer.status is not RefundStatus.ACCEPTED:
            _note(refund.pk, answer)
            finished += 1
    return finished


def _order(refund: Refund) -> RefundOrder:
    about = f" {refund.order.code}" if refund.order else ""
    return RefundOrder(
        key=refund.bank_key,
        account_code=refund.credit.account_code,
        original_reference=refund.credit.bank_reference,
        amount=refund.amount,
        words=f"Hoàn tiền{about}: {RefundReason(refund.reason).label.lower()}",
    )


def _note(refund_id: UUID, answer: RefundAnswer) -> None:
    if answer.status is RefundStatus.DONE:
        note_done(refund_id, bank_reference=answer.bank_reference)
    elif answer.status is RefundStatus.REJECTED:
        note_failed(refund_id, reason=answer.reason)
    else:
        note_accepted(refund_id)
