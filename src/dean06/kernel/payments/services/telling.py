"""What a payer is told, in her inbox, in the transaction of the act."""

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.money import format_dong
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.types import MessageClass
from dean06.kernel.payments.models import Order

PAGE = "/thanh-toan/{id}/"
HEADINGS = {
    "paid": "Đã nhận đủ tiền: {purpose}",
    "partial": "Còn thiếu tiền: {purpose}",
    "expired": "Hết hạn thanh toán: {purpose}",
    "cancelled": "Đã huỷ khoản thanh toán: {purpose}",
    "returning": "Đang hoàn tiền: {purpose}",
    "returned": "Đã hoàn tiền: {purpose}",
}


def tell(order: Order, what: str, *, amount: int = 0, words: str = "") -> None:
    """Say what has happened; once for every event of the order."""
    lines = [f"Mã thanh toán {order.code}, {order.unit_name}. Số tiền phải nộp: {format_dong(order.amount)}."]
    if amount:
        lines.append(f"{words or 'Số tiền'}: {format_dong(amount)}.")
    messaging.send(
        SYSTEM,
        reference=f"payments.{what}.{order.revision}:{order.pk}",
        subject=HEADINGS[what].format(purpose=order.purpose)[:200],
        body="\n\n".join(lines),
        to_party_ids=[order.payer_id],
        link=PAGE.format(id=order.pk),
        message_class=MessageClass.TASK if what == "partial" else MessageClass.NOTICE,
    )
