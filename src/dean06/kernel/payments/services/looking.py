"""Officers' looks at orders of other people: within their own unit, each in the person's log."""

from uuid import UUID

from django.db import transaction

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.parties import api as parties
from dean06.kernel.payments import actions
from dean06.kernel.payments.models import Order
from dean06.kernel.payments.references import normal
from dean06.kernel.payments.selectors.orders import as_view
from dean06.kernel.payments.services.moving import NOT_HERE, record
from dean06.kernel.payments.services.orders import CASHIERS, is_cashier
from dean06.kernel.payments.types import FoundOrder

MISTYPED = "Mã thanh toán không đúng. Hãy xem lại từng ký tự: mã sai một chữ sẽ không khớp khoản nào."


def find_order(actor: Actor, *, code: str) -> UUID:
    """The order of a code, typed as people type; for officers of the unit that is paid. NotFound otherwise.

    The person is told that her order was looked for.
    """
    _check(actor)
    written = normal(code)
    if not written:
        raise NotFound(MISTYPED, code="bad_code")
    with transaction.atomic():
        order = Order.objects.filter(code=written, unit_code=actor.unit_code).first()
        if order is None:
            raise NotFound("Không có khoản thanh toán mang mã này ở đơn vị của bà/ông.", code="order_not_found")
        record(actor, actions.FIND, order, fields=[actions.ORDER])
    return order.pk


def read_order(actor: Actor, *, order_id: UUID) -> FoundOrder:
    """An order with its payer's name, for an officer of the unit that is paid. NotFound for every other."""
    _check(actor)
    with transaction.atomic():
        order = Order.objects.filter(pk=order_id).first()
        if order is None or not is_cashier(actor, order):
            raise NotFound(NOT_HERE, code="order_not_found")
        record(actor, actions.READ, order, fields=[actions.ORDER, actions.NAME])
    return FoundOrder(order=as_view(order), payer_name=parties.party(order.payer_id).full_name)


def _check(actor: Actor) -> None:
    if actor.role not in CASHIERS or not actor.unit_code:
        raise NotPermitted("Chỉ cán bộ của đơn vị thu mới xem được khoản của người khác.", code="not_an_officer")
