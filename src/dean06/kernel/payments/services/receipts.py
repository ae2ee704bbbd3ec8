"""A paid order gets its receipt: the next number of the unit and year, taken in the transaction that pays."""

from django.db import connection

from dean06.kernel.base import clock
from dean06.kernel.base.ids import new_id
from dean06.kernel.parties import api as parties
from dean06.kernel.payments.models import Order, Receipt
from dean06.kernel.payments.receipt_forms import form_on
from dean06.kernel.payments.types import Method

NEXT = """
INSERT INTO payments_receiptcounter (id, unit_code, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (unit_code, year) DO UPDATE SET last = payments_receiptcounter.last + 1 RETURNING last
"""


def issue(order: Order, method: Method, *, cashier: str = "") -> Receipt:
    """Write the receipt. A payment that is rolled back gives its number back."""
    now, payer = clock.now(), parties.party(order.payer_id)
    year = clock.local(now).year
    return Receipt.objects.create(
        order=order,
        unit_code=order.unit_code,
        year=year,
        number=_next(order.unit_code, year),
        form=form_on(clock.local(now).date()).code,
        issued_at=now,
        payer_name=payer.full_name,
        unit_name=order.unit_name,
        purpose=order.purpose,
        amount=order.amount,
        method=method.value,
        cashier=cashier,
    )


def _next(unit_code: str, year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [new_id(), unit_code, year])
        (number,) = cursor.fetchone()
    return int(number)
