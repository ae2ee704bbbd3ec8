"""What payments keep about persons, for the person's own copy and for retention."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dean06.kernel.payments.models import BankNotice, Credit, Order, Receipt
from dean06.kernel.payments.rules import LIVE, State
from dean06.kernel.payments.types import Method
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import Category, Holding

# No law says how long the words of a transfer are kept; the voucher itself stays. Our proposal, for the authority.
CONTENT_DAYS = 180
# Far longer than a notice may be old (adapters/bank, five minutes).
NOTICE_DAYS = 30
HOLD = "Chứng từ thu phí, lệ phí phải lưu theo thời hạn của tài liệu kế toán (Luật Kế toán 88/2015/QH13)."


def register() -> None:
    """Tell privacy; a unit that is paid by a person has to do with her."""
    privacy.register_dealings(has_dealings)
    privacy.register_holding(
        Holding(
            code="payments.orders",
            label="Khoản thanh toán",
            export=_orders,
            columns={
                "code": "Mã thanh toán",
                "purpose": "Nội dung",
                "unit_name": "Đơn vị thu",
                "amount": "Số tiền",
                "state": "Trạng thái",
                "opened_at": "Lập lúc",
                "paid_at": "Nộp lúc",
            },
            hold=HOLD,
        )
    )
    privacy.register_holding(
        Holding(
            code="payments.receipts",
            label="Biên lai thu phí, lệ phí",
            export=_receipts,
            columns={
                "number": "Số",
                "year": "Năm",
                "payer_name": "Người nộp",
                "purpose": "Nội dung",
                "amount": "Số tiền",
                "method": "Hình thức",
                "issued_at": "Lập lúc",
            },
            hold=HOLD,
        )
    )
    privacy.register_category(
        Category(
            code="payments.notices",
            label="Dấu của thông báo ngân hàng đã nhận",
            rule=f"Giữ {NOTICE_DAYS} ngày để nhận ra thông báo gửi lặp. Đề xuất của hệ thống, chưa có văn bản",
            keep_days=NOTICE_DAYS,
            expired=_old_notices,
            delete=_delete_notices,
        )
    )
    privacy.register_category(
        Category(
            code="payments.contents",
            label="Lời ghi trong lệnh chuyển tiền",
            rule=f"Xoá lời ghi sau {CONTENT_DAYS} ngày; số tiền và số tham chiếu giữ lại. Đề xuất, chưa có văn bản",
            keep_days=CONTENT_DAYS,
            expired=_old_contents,
            delete=_blank_contents,
        )
    )


def has_dealings(party_id: UUID, unit_code: str) -> bool:
    """Whether a unit has an order of the person that lives: looking at her is then no surprise."""
    return Order.objects.filter(payer_id=party_id, unit_code=unit_code, state__in=LIVE).exists()


def _orders(party_id: UUID) -> list[dict[str, Any]]:
    rows = Order.objects.filter(payer_id=party_id).order_by("opened_at")
    kept = rows.values("code", "purpose", "unit_name", "amount", "state", "opened_at", "paid_at")
    return [dict(row) | {"state": State(row["state"]).label} for row in kept]


def _receipts(party_id: UUID) -> list[dict[str, Any]]:
    rows = Receipt.objects.filter(order__payer_id=party_id).order_by("issued_at")
    kept = rows.values("number", "year", "payer_name", "purpose", "amount", "method", "issued_at")
    return [dict(row) | {"method": Method(row["method"]).label} for row in kept]


def _contents() -> QuerySet[Credit]:
    """Words of credits whose place is known. In suspense they are what the order is found by."""
    return Credit.objects.filter(~Q(content="") & (Q(order__isnull=False) | Q(refunds__isnull=False)))


def _old_contents(before: datetime, limit: int) -> list[object]:
    rows = Credit.objects.filter(pk__in=_contents().filter(known_at__lt=before).values("pk")).order_by("pk")
    return list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])


def _blank_contents(ids: Sequence[object]) -> int:
    return Credit.objects.filter(pk__in=list(ids)).update(content="")


def _old_notices(before: datetime, limit: int) -> list[object]:
    rows = BankNotice.objects.filter(received_at__lt=before).order_by("received_at")
    return list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])


def _delete_notices(ids: Sequence[object]) -> int:
    return int(BankNotice.objects.filter(pk__in=list(ids)).delete()[0])
