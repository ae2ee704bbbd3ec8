"""One thing that happens to an order: the event that moves it, the audit entry, the event for the others."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, events
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.money import Dong
from dean06.kernel.payments import actions
from dean06.kernel.payments.models import Order, OrderEvent
from dean06.kernel.payments.rules import State
from dean06.kernel.payments.types import OrderClosed, OrderPaid, OrderRefunded

NOT_HERE = "Không có khoản thanh toán này, hoặc khoản này không thuộc phạm vi của bà/ông."


def locked(order_id: UUID) -> Order:
    """The order, locked until the transaction ends. NotFound when there is none."""
    order = Order.objects.select_for_update(of=("self",)).filter(pk=order_id).first()
    if order is None:
        raise NotFound(NOT_HERE, code="order_not_found")
    return order


def move(actor: Actor, order: Order, act: str, state: State, *, amount: int = 0, note: str = "") -> None:
    """Write the event; the database moves the order. The caller holds the row and has judged the act."""
    before = State(order.state)
    OrderEvent.objects.create(
        order=order,
        number=order.revision + 1,
        at=clock.now(),
        act=act,
        state=state.value,
        amount=amount,
        by_name=actor.name,
        by_unit_code=actor.unit_code,
        note=note,
    )
    order.refresh_from_db(fields=["state", "revision", "paid_at"])
    if state is not before:
        _tell(order, state)


def record(actor: Actor, action: str, order: Order, *, details: Mapping[str, Any] | None = None, **also: Any) -> None:
    """The audit entry of an act upon an order."""
    audit.record(
        actor,
        action,
        object_type="payments.order",
        object_id=order.pk,
        purpose=f"{actions.PURPOSE}: {order.purpose}",
        legal_basis=actions.LAW,
        subjects=[order.payer_id],
        details={"state": order.state, "revision": order.revision, **(details or {})},
        case_ref=order.code,
        **also,
    )


def _tell(order: Order, state: State) -> None:
    if state is State.PAID and order.paid_at:
        events.publish(
            OrderPaid(
                order_id=order.pk,
                code=order.code,
                subject=order.subject,
                unit_code=order.unit_code,
                amount=Dong(order.amount),
                paid_at=order.paid_at,
            )
        )
    elif state in (State.EXPIRED, State.CANCELLED):
        events.publish(OrderClosed(order_id=order.pk, subject=order.subject, state=state))
    elif state is State.REFUNDED:
        events.publish(OrderRefunded(order_id=order.pk, subject=order.subject, amount=Dong(order.amount)))
