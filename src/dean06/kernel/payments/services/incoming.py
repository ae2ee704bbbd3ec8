"""A credit comes in: booked once, given its place by the rules, and the books follow."""

from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.money import Dong
from dean06.kernel.payments import actions
from dean06.kernel.payments.collecting import account_by_code
from dean06.kernel.payments.models import Credit, Order
from dean06.kernel.payments.models.credits import LONGEST_BANK_REFERENCE, LONGEST_CONTENT
from dean06.kernel.payments.references import codes_in, normal
from dean06.kernel.payments.rules import HOLD_SLACK, LIVE, Decision, Standing, State, Verdict, is_over, judge
from dean06.kernel.payments.services import books
from dean06.kernel.payments.services.lapsing import held_credits, is_open, lapse
from dean06.kernel.payments.services.ledger import post
from dean06.kernel.payments.services.moving import locked, move, record
from dean06.kernel.payments.services.receipts import issue
from dean06.kernel.payments.services.returning import start_refund
from dean06.kernel.payments.services.telling import tell
from dean06.kernel.payments.types import BankCredit, Booked, Draft, Method, RefundReason, Source, direct, hold, settle

DONG = "VND"
REASONS = {
    Verdict.OVER: RefundReason.OVER,
    Verdict.LATE_PAID: RefundReason.OVER,
    Verdict.DOUBLE: RefundReason.DOUBLE,
    Verdict.LATE_RETURNED: RefundReason.LATE,
    Verdict.CLOSED: RefundReason.CLOSED,
}


def book_credit(actor: Actor, *, credit: BankCredit, source: Source, device: str = "") -> Booked:
    """Book a credit the bank tells of, exactly once a reference and account, and do with it what the rules say.

    Told again (a notice after the statement, a notice twice): the first answer. Conflict when the same reference now
    has another amount; Invalid for a currency or an account that is not ours. ``device`` names the bank for the log.
    """
    _check(credit)
    with transaction.atomic():
        row = Credit(
            account_code=credit.account_code,
            bank_reference=credit.bank_reference,
            method=Method.TRANSFER.value,
            source=source.value,
            amount=credit.amount,
            content=credit.content[:LONGEST_CONTENT],
            booked_at=credit.booked_at,
            verdict=Verdict.UNKNOWN.value,
        )
        Credit.objects.bulk_create([row], ignore_conflicts=True)
        kept = Credit.objects.get(account_code=row.account_code, bank_reference=row.bank_reference)
        if kept.pk != row.pk:
            return _repeat(kept, credit)
        post(
            actor,
            key=f"credit:{row.pk}",
            drafts=[direct(books.bank(row.account_code), books.suspense(row.account_code), Dong(row.amount))],
            reason="Tiền vào tài khoản",
        )
        order = _order_named(row)
        if order is None:
            _record_unknown(actor, row, device)
        else:
            place(actor, row, order, action=actions.CREDIT, device=device)
    return Booked(credit_id=row.pk, verdict=Verdict(row.verdict), order_id=row.order_id, is_repeat=False)


def assign_credit(actor: Actor, *, credit_id: UUID, order_code: str) -> Booked:
    """An operator says which order a credit of the suspense account pays; the rules then decide as ever.

    Conflict when it is no longer in suspense, Invalid when no order has the code.
    """
    _check_operator(actor)
    with transaction.atomic():
        row = suspended(credit_id)
        found = Order.objects.filter(code=normal(order_code), account_code=row.account_code).first()
        if found is None:
            raise Invalid("Không có khoản thanh toán nào mang mã này ở tài khoản này.", field="order_code")
        place(actor, row, locked(found.pk), action=actions.ASSIGN_CREDIT)
    return Booked(credit_id=row.pk, verdict=Verdict(row.verdict), order_id=row.order_id, is_repeat=False)


def return_credit(actor: Actor, *, credit_id: UUID) -> None:
    """An operator sends a credit of the suspense account back to where it came from. Conflict as in assigning."""
    _check_operator(actor)
    with transaction.atomic():
        row = suspended(credit_id)
        refund = start_refund(row, None, row.amount, RefundReason.UNCLAIMED, source=books.suspense(row.account_code))
        audit.record(
            actor,
            actions.RETURN_CREDIT,
            object_type="payments.credit",
            object_id=row.pk,
            details={"amount": row.amount, "refund": str(refund.pk)},
        )


def suspended(credit_id: UUID) -> Credit:
    """A credit that lies in suspense, locked. NotFound, Conflict when it does not lie there (any more)."""
    row = Credit.objects.select_for_update(of=("self",)).filter(pk=credit_id).first()
    if row is None:
        raise NotFound("Không có khoản tiền này.", code="credit_not_found")
    if row.verdict != Verdict.UNKNOWN or row.order_id or row.refunds.exists():
        raise Conflict("Khoản tiền này đã được xử lý. Hãy tải lại trang.", code="not_suspended")
    return row


def place(actor: Actor, row: Credit, order: Order, *, action: str, device: str = "") -> None:
    """Do with a credit in suspense what the rules say. The order is locked, the credit is ours alone."""
    if order.state == State.OPEN and is_over(order.expires_at, clock.now()):
        lapse(order)
    parts = held_credits(order)
    decision = judge(_standing(order, parts), Dong(row.amount))
    drafts = _drafts(row, order, parts, decision)
    posted = post(actor, key=f"place:{row.pk}", drafts=drafts, reason=f"{decision.verdict.label}, {order.code}")
    row.order, row.verdict = order, decision.verdict.value
    if decision.kept:
        row.hold_id = posted.transfer_ids[-1]
    row.save(update_fields=["order", "verdict", "hold"])
    _follow(actor, row, order, decision)
    record(
        actor,
        action,
        order,
        details={"credit": str(row.pk), "amount": row.amount, "verdict": row.verdict},
        device=device,
    )


def _standing(order: Order, parts: list[Credit]) -> Standing:
    now = clock.now()
    has_other = Order.objects.filter(subject=order.subject, state__in=LIVE).exclude(pk=order.pk).exists()
    return Standing(
        state=State(order.state),
        amount=Dong(order.amount),
        held=Dong(sum(part.amount for part in parts)),
        is_wanted=order.payable_until > now and not has_other,
    )


def _drafts(row: Credit, order: Order, parts: list[Credit], decision: Decision) -> list[Draft]:
    """Out of suspense to the payers, and from there what is taken; a hold comes last."""
    payers, fees = books.payers(row.account_code), books.fees(order.unit_code)
    drafts = [direct(books.suspense(row.account_code), payers, Dong(row.amount))]
    if decision.taken:
        drafts += [
            settle(part.hold.pk) if part.hold and is_open(part.hold) else direct(payers, fees, Dong(part.amount))
            for part in parts
        ]
        drafts.append(direct(payers, fees, decision.taken))
    if decision.kept:
        drafts.append(hold(payers, fees, decision.kept, expires_at=order.expires_at + HOLD_SLACK))
    return drafts


def _follow(actor: Actor, row: Credit, order: Order, decision: Decision) -> None:
    """The order's event, the receipt, the refund, the letter."""
    state = decision.state or State(order.state)
    move(actor, order, decision.verdict.value, state, amount=row.amount)
    if decision.taken:
        issue(order, Method.TRANSFER)
        tell(order, "paid")
    if decision.kept:
        held = sum(part.amount for part in held_credits(order))
        tell(order, "partial", amount=order.amount - held, words="Còn thiếu")
    if decision.returned:
        source = books.payers(row.account_code)
        start_refund(row, order, decision.returned, REASONS[decision.verdict], source=source)
        tell(order, "returning", amount=decision.returned)


def _order_named(row: Credit) -> Order | None:
    """The one order of this account the content names, locked; None when there is none or more than one."""
    found = list(
        Order.objects.filter(code__in=codes_in(row.content), account_code=row.account_code).values_list("pk", flat=True)
    )
    return locked(found[0]) if len(found) == 1 else None


def _repeat(kept: Credit, credit: BankCredit) -> Booked:
    if kept.amount != credit.amount:
        raise Conflict("Giao dịch này đã ghi với số tiền khác.", code="credit_differs")
    return Booked(credit_id=kept.pk, verdict=Verdict(kept.verdict), order_id=kept.order_id, is_repeat=True)


def _check(credit: BankCredit) -> None:
    if credit.currency != DONG:
        raise Invalid("Tài khoản chỉ nhận đồng Việt Nam.", code="wrong_currency")
    if account_by_code(credit.account_code) is None:
        raise Invalid("Tài khoản này không phải của chúng tôi.", code="wrong_account")
    if credit.amount <= 0 or not 0 < len(credit.bank_reference) <= LONGEST_BANK_REFERENCE:
        raise Invalid("Giao dịch thiếu số tham chiếu hoặc số tiền.", code="bad_credit")


def _check_operator(actor: Actor) -> None:
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Chỉ người vận hành xử lý được khoản thu chưa rõ.", code="not_operator")


def _record_unknown(actor: Actor, row: Credit, device: str) -> None:
    audit.record(
        actor,
        actions.CREDIT,
        object_type="payments.credit",
        object_id=row.pk,
        details={"amount": row.amount, "verdict": row.verdict},
        device=device,
    )
