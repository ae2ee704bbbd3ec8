"""Refunds: an officer decides one, the bank's answers are written down, a failed one is tried again."""

from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.money import Dong
from dean06.kernel.base.text import nfc
from dean06.kernel.payments import actions
from dean06.kernel.payments.models import Credit, Order, Refund
from dean06.kernel.payments.models.orders import LONGEST_NOTE
from dean06.kernel.payments.rules import State, Verdict
from dean06.kernel.payments.services import books
from dean06.kernel.payments.services.ledger import post
from dean06.kernel.payments.services.moving import NOT_HERE, locked, move, record
from dean06.kernel.payments.services.orders import is_cashier
from dean06.kernel.payments.services.returning import ask_bank, start_refund
from dean06.kernel.payments.services.telling import tell
from dean06.kernel.payments.types import Method, RefundReason, RefundState, direct

PAYING = (Verdict.EXACT, Verdict.PARTIAL, Verdict.OVER, Verdict.LATE_PAID)
OVER_THE_COUNTER = "tra-tai-quay"


def refund_order(actor: Actor, *, order_id: UUID, note: str) -> None:
    """Give a paid order back, all of it: by the bank what came by the bank, over the counter what was paid there.

    By the platform or an officer of the payee, who says why in ``note``. Conflict unless it is paid; asked again while
    it is on its way, nothing more happens.
    """
    note = nfc(note.strip())
    with transaction.atomic():
        order = locked(order_id)
        if actor.role is not Role.SYSTEM and not is_cashier(actor, order):
            raise NotFound(NOT_HERE, code="order_not_found")
        if not 0 < len(note) <= LONGEST_NOTE:
            raise Invalid(f"Hãy ghi lý do hoàn tiền, từ 1 đến {LONGEST_NOTE} ký tự.", field="note")
        if order.state in (State.REFUNDING, State.REFUNDED):
            return
        if order.state != State.PAID:
            raise Conflict(f"Khoản này đang “{State(order.state).label}” nên không hoàn được.", code="wrong_state")
        move(actor, order, "refund", State.REFUNDING, amount=order.amount, note=note)
        for credit in order.credits.filter(verdict__in=PAYING).order_by("known_at", "pk"):
            _give_back(credit, order)
        tell(order, "returning", amount=order.amount)
        _finish(order)
        record(actor, actions.REFUND_ORDER, order, details={"amount": order.amount})


def note_accepted(refund_id: UUID) -> None:
    """The bank took the order to pay back and has not paid yet."""
    with transaction.atomic():
        refund = _locked(refund_id)
        if refund.state == RefundState.WAITING:
            refund.state = RefundState.ACCEPTED.value
            refund.save(update_fields=["state"])
            _record(SYSTEM, actions.REFUND_ACCEPTED, refund)


def note_done(refund_id: UUID, *, bank_reference: str) -> None:
    """The bank paid it back. Told again: nothing."""
    with transaction.atomic():
        order, refund = _with_order(refund_id)
        if refund.state == RefundState.DONE:
            return
        refund.state, refund.bank_reference, refund.failure = RefundState.DONE.value, bank_reference, ""
        refund.finished_at = clock.now()
        refund.save(update_fields=["state", "bank_reference", "finished_at", "failure"])
        account = refund.credit.account_code
        post(
            SYSTEM,
            key=f"refund_done:{refund.pk}",
            drafts=[direct(books.returning(account), books.bank(account), Dong(refund.amount))],
            reason="Ngân hàng đã hoàn tiền",
        )
        if order is not None:
            move(SYSTEM, order, "returned", State(order.state), amount=refund.amount)
            tell(order, "returned", amount=refund.amount)
            _finish(order)
        _record(SYSTEM, actions.REFUND_DONE, refund)


def note_failed(refund_id: UUID, *, reason: str) -> None:
    """The bank will not pay it back; the money stays on the account of what is to be returned until somebody acts."""
    with transaction.atomic():
        order, refund = _with_order(refund_id)
        if refund.state in (RefundState.DONE, RefundState.FAILED):
            return
        refund.state, refund.failure = RefundState.FAILED.value, reason[:LONGEST_NOTE] or "Ngân hàng không nói lý do"
        refund.save(update_fields=["state", "failure"])
        if order is not None:
            move(SYSTEM, order, "refund_failed", State(order.state), amount=refund.amount, note=refund.failure)
        _record(SYSTEM, actions.REFUND_FAILED, refund)


def retry_refund(actor: Actor, *, refund_id: UUID) -> None:
    """Ask the bank again for a refund it refused, under a new key. For operators; Conflict when it has not failed."""
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Chỉ người vận hành được gửi lại lệnh hoàn tiền.", code="not_operator")
    with transaction.atomic():
        refund = _locked(refund_id)
        if refund.state != RefundState.FAILED:
            raise Conflict("Lệnh hoàn tiền này không ở trạng thái “Không hoàn được”.", code="not_failed")
        refund.state, refund.failure, refund.attempt = RefundState.WAITING.value, "", refund.attempt + 1
        refund.save(update_fields=["state", "failure", "attempt"])
        ask_bank(refund)
        _record(actor, actions.RETRY_REFUND, refund)


def _give_back(credit: Credit, order: Order) -> None:
    """What of a credit paid the order, without what went back already."""
    gone = credit.refunds.aggregate(sum=Sum("amount"))["sum"] or 0
    left = credit.amount - gone
    if not left:
        return
    if credit.method == Method.TRANSFER:
        start_refund(credit, order, left, RefundReason.DECIDED, source=books.fees(order.unit_code))
        return
    refund = Refund.objects.create(
        credit=credit,
        order=order,
        amount=left,
        reason=RefundReason.DECIDED.value,
        state=RefundState.DONE.value,
        finished_at=clock.now(),
        bank_reference=OVER_THE_COUNTER,
    )
    till = books.till(order.unit_code, Method(credit.method))
    post(
        SYSTEM,
        key=f"refund:{refund.pk}",
        drafts=[direct(books.fees(order.unit_code), till, Dong(left))],
        reason=f"Trả lại tại quầy, {order.code}",
    )


def _finish(order: Order) -> None:
    """The order is given back once every decided refund of it is paid."""
    decided = order.refunds.filter(reason=RefundReason.DECIDED)
    if order.state == State.REFUNDING and not decided.exclude(state=RefundState.DONE).exists():
        move(SYSTEM, order, "refunded", State.REFUNDED, amount=order.amount)


def _with_order(refund_id: UUID) -> tuple[Order | None, Refund]:
    """The order is locked before its refund, as everywhere."""
    order_id = Refund.objects.filter(pk=refund_id).values_list("order", flat=True).first()
    return (locked(order_id) if order_id else None), _locked(refund_id)


def _locked(refund_id: UUID) -> Refund:
    refund = Refund.objects.select_for_update(of=("self",)).select_related("credit").filter(pk=refund_id).first()
    if refund is None:
        raise NotFound("Không có lệnh hoàn tiền này.", code="refund_not_found")
    return refund


def _record(actor: Actor, action: str, refund: Refund) -> None:
    audit.record(
        actor,
        action,
        object_type="payments.refund",
        object_id=refund.pk,
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects=[refund.order.payer_id] if refund.order else [],
        details={"amount": refund.amount, "reason": refund.reason, "attempt": refund.attempt, "state": refund.state},
        case_ref=refund.order.code if refund.order else "",
    )
