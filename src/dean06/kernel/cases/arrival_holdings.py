"""What is kept about how a filing came: by post, from the national portal; and what is kept of what was refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from dean06.kernel.cases.arrival_types import ArrivalState
from dean06.kernel.cases.holdings import HOLD_CASES
from dean06.kernel.cases.models import Arrival, PostalFiling
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import Category, Holding

# No law says how long; who was refused has half a year to complain with what was sent still at hand. Our proposal.
REFUSED_DAYS = 180


def register() -> None:
    """Tell privacy."""
    privacy.register_holding(
        Holding(
            code="cases.post",
            label="Hồ sơ gửi qua bưu chính công ích",
            export=_posted,
            columns={
                "arrived_at": "Nhận bưu gửi lúc",
                "sender_name": "Người gửi",
                "sender_address": "Địa chỉ người gửi",
                "sender_phone": "Điện thoại người gửi",
                "parcel_number": "Số bưu gửi",
                "return_address": "Địa chỉ trả kết quả",
            },
            hold=HOLD_CASES,
        )
    )
    privacy.register_holding(
        Holding(
            code="cases.arrivals",
            label="Hồ sơ nộp trên Cổng Dịch vụ công quốc gia đã chuyển đến đây",
            export=_arrived,
            columns={"portal_code": "Mã trên Cổng", "came_at": "Đến lúc", "state": "Kết quả", "why": "Lý do"},
            hold=HOLD_CASES,
        )
    )
    privacy.register_category(
        Category(
            code="cases.arrivals",
            label="Nội dung hồ sơ từ Cổng Dịch vụ công quốc gia đã từ chối",
            rule=f"Xoá nội dung {REFUSED_DAYS} ngày sau khi từ chối; mã và lý do giữ lại. Đề xuất, chưa có văn bản",
            keep_days=REFUSED_DAYS,
            expired=_old_refusals,
            delete=_blank_refusals,
        )
    )


def _posted(party_id: UUID) -> list[dict[str, Any]]:
    rows = PostalFiling.objects.filter(filing__applicant_id=party_id).order_by("arrived_at")
    names = ("arrived_at", "sender_name", "sender_address", "sender_phone", "parcel_number", "return_address")
    return [dict(row) for row in rows.values(*names)]


def _arrived(party_id: UUID) -> list[dict[str, Any]]:
    rows = Arrival.objects.filter(applicant_id=party_id).order_by("came_at")
    kept = rows.values("portal_code", "came_at", "state", "why")
    return [dict(row) | {"state": ArrivalState(row["state"]).label} for row in kept]


def _old_refusals(before: datetime, limit: int) -> list[object]:
    rows = Arrival.objects.filter(~Q(raw=""), state=ArrivalState.REFUSED, settled_at__lt=before).order_by("settled_at")
    return list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])


def _blank_refusals(ids: Sequence[object]) -> int:
    return Arrival.objects.filter(pk__in=list(ids)).update(raw="")
