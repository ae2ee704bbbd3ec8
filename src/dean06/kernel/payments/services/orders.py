"""Writes of orders: open, cancel, let expire."""

import hashlib
import json
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.money import Dong
from dean06.kernel.base.text import nfc
from dean06.kernel.parties import api as parties
from dean06.kernel.payments import actions
from dean06.kernel.payments.collecting import account_of
from dean06.kernel.payments.models import Order
from dean06.kernel.payments.models.ledger import LONGEST_KEY
from dean06.kernel.payments.models.orders import LONGEST_SUBJECT
from dean06.kernel.payments.references import new_code
from dean06.kernel.payments.rules import (
    LIVE,
    LONGEST_ORDER,
    LONGEST_PURPOSE,
    MOST_ORDER,
    ORDER_LASTS,
    STILL_PAYABLE,
    State,
)
from dean06.kernel.payments.services.lapsing import give_back_parts, lapse
from dean06.kernel.payments.services.moving import NOT_HERE, locked, move, record
from dean06.kernel.payments.services.telling import tell
from dean06.kernel.payments.types import Opened

CASHIERS = frozenset({Role.CLERK, Role.COORDINATOR, Role.LEADER})
EXPIRED_AT_ONCE = 200


def open_order(
    actor: Actor,
    *,
    key: str,
    payer_id: UUID,
    unit_code: str,
    amount: Dong,
    purpose: str,
    subject: str,
    lasts: timedelta = ORDER_LASTS,
    payable_for: timedelta = STILL_PAYABLE,
) -> Opened:
    """Ask a person to pay a unit ``amount`` whole đồng for a subject ("case:<uuid>": the caller's words).

    ``purpose`` is one Vietnamese line for the page and the receipt, no personal data; ``lasts`` how long the order may
    be paid, ``payable_for`` how long after that late money still pays it. The same ``key`` and the same words give the
    first answer, the same key for other words is a Conflict; so is a second order for a subject that has a live one
    (``code`` "order_exists"). Invalid for amounts, texts and times outside the limits. Joins the caller's transaction.

    By the platform, the payer or an officer; *what* is owed is the caller's decision, never a form's.
    """
    _check_opener(actor, payer_id)
    purpose = nfc(purpose.strip())
    _check_words(key, purpose, subject)
    _check_measures(amount, lasts, payable_for)
    now = clock.now()
    order = Order(
        key=key,
        digest=_digest(payer_id, unit_code, amount, purpose, subject, lasts, payable_for),
        code=new_code(),
        payer_id=payer_id,
        unit_code=unit_code,
        unit_name=parties.unit_name(unit_code, clock.today()),
        account_code=account_of(unit_code, clock.today()).code,
        amount=amount,
        purpose=purpose,
        subject=subject,
        opened_at=now,
        expires_at=now + lasts,
        payable_until=now + lasts + payable_for,
    )
    with transaction.atomic():
        first = Order.objects.filter(key=key).first() or _insert(order)
        if first is not None:
            return _repeat(first, order.digest)
        move(actor, order, "open", State.OPEN, amount=amount)
        record(actor, actions.OPEN_ORDER, order, details={"amount": amount, "unit": unit_code})
    return Opened(order_id=order.pk, code=order.code, is_repeat=False)


def cancel_order(actor: Actor, *, order_id: UUID, note: str = "") -> None:
    """Take an open order back; parts that were paid go back. By the platform, the payer, or an officer of the payee.

    Cancelling again does nothing more than the first time. Conflict when it is paid, refunded or past its time.
    """
    with transaction.atomic():
        order = locked(order_id)
        if not (actor.role is Role.SYSTEM or actor.party_id == order.payer_id or is_cashier(actor, order)):
            raise NotFound(NOT_HERE, code="order_not_found")
        if order.state == State.CANCELLED:
            return
        if order.state != State.OPEN:
            raise Conflict(f"Khoản này đang “{State(order.state).label}” nên không huỷ được.", code="wrong_state")
        move(actor, order, "cancel", State.CANCELLED, note=note)
        give_back_parts(order)
        tell(order, "cancelled")
        record(actor, actions.CANCEL_ORDER, order)


def call_off(actor: Actor, *, subject: str) -> int:
    """Cancel every open order of a subject and of its parts ("case:1" and "case:1/2"); returns how many."""
    mine = Q(subject=subject) | Q(subject__startswith=f"{subject}/")
    with transaction.atomic():
        found = list(Order.objects.filter(mine, state=State.OPEN).order_by("pk").values_list("pk", flat=True))
        for order_id in found:
            cancel_order(actor, order_id=order_id)
    return len(found)


def expire_orders() -> int:
    """End every open order whose time is over, each in a transaction of its own; returns how many."""
    due = Order.objects.filter(state=State.OPEN, expires_at__lte=clock.now()).order_by("expires_at")
    done = 0
    for order_id in list(due.values_list("pk", flat=True)[:EXPIRED_AT_ONCE]):
        with transaction.atomic():
            order = locked(order_id)
            if order.state == State.OPEN and order.expires_at <= clock.now():
                lapse(order)
                record(SYSTEM, actions.EXPIRE_ORDER, order)
                done += 1
    return done


def is_cashier(actor: Actor, order: Order) -> bool:
    """Whether the actor is an officer of the unit that is paid."""
    return actor.role in CASHIERS and bool(actor.unit_code) and actor.unit_code == order.unit_code


def _check_opener(actor: Actor, payer_id: UUID) -> None:
    if not (actor.role in CASHIERS or actor.role is Role.SYSTEM or (actor.party_id and actor.party_id == payer_id)):
        raise NotPermitted("Chỉ người nộp hoặc cán bộ lập được khoản thanh toán.", code="not_payer")


def _check_words(key: str, purpose: str, subject: str) -> None:
    _refuse(
        {
            "Khoản thanh toán cần khóa và tên việc, không quá dài.": not (
                0 < len(key) <= LONGEST_KEY and 0 < len(subject) <= LONGEST_SUBJECT
            ),
            f"Nội dung thu từ 1 đến {LONGEST_PURPOSE} ký tự.": not 0 < len(purpose) <= LONGEST_PURPOSE,
        }
    )


def _check_measures(amount: Dong, lasts: timedelta, payable_for: timedelta) -> None:
    _refuse(
        {
            f"Số tiền từ 1 đến {MOST_ORDER} đồng.": not 0 < amount <= MOST_ORDER,
            f"Thời hạn thanh toán nhiều nhất {LONGEST_ORDER.days} ngày.": not timedelta(0) < lasts <= LONGEST_ORDER,
            "Thời gian còn nhận tiền không được âm.": payable_for < timedelta(0),
        }
    )


def _refuse(problems: dict[str, bool]) -> None:
    for words, is_broken in problems.items():
        if is_broken:
            raise Invalid(words, code="bad_order")


def _digest(*facts: object) -> str:
    return hashlib.sha256(json.dumps([str(fact) for fact in facts], ensure_ascii=False).encode()).hexdigest()


def _insert(order: Order) -> Order | None:
    """Write the order; the one with its key when somebody was faster. Conflict when its subject has a live one."""
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError as error:
        first = Order.objects.filter(key=order.key).first()
        if first is None and Order.objects.filter(subject=order.subject, state__in=LIVE).exists():
            raise Conflict("Việc này đã có khoản thanh toán. Hãy mở khoản đó.", code="order_exists") from error
        if first is None:
            raise
        return first
    return None


def _repeat(first: Order, digest: str) -> Opened:
    if first.digest != digest:
        raise Conflict("Khóa này đã dùng cho một khoản thanh toán khác.", code="key_used")
    return Opened(order_id=first.pk, code=first.code, is_repeat=True)
