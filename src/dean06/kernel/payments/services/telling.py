"""What a payer is told, in her inbox, in the transaction of the act."""

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.messaging import api as messaging
from dean06.kernel.payments.models import Order

PAGE = "/thanh-toan/{id}/"


def tell(order: Order, what: str, *, amount: int = 0, words: str = "") -> None:
    """Say what has happened (``what``: the last part of the template's code); once for every event of the order."""
    fields: dict[str, object] = {
        "purpose": order.purpose,
        "code": order.code,
        "unit": order.unit_name,
        "due": order.amount,
        "link": PAGE.format(id=order.pk),
    }
    if amount:
        fields |= {"label": words or "Số tiền", "amount": amount}
    messaging.send(
        SYSTEM,
        reference=f"payments.{what}.{order.revision}:{order.pk}",
        template=f"payment.{what}",
        fields=fields,
        to_party_ids=[order.payer_id],
    )
