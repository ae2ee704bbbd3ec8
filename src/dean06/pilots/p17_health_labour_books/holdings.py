"""What is kept about persons, for the person's own copy and for retention."""

from typing import Any
from uuid import UUID

from dean06.kernel.documents import api as documents
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import Holding
from dean06.pilots.p17_health_labour_books.choices import EntryKind, EntryStatus, LookHow, Review
from dean06.pilots.p17_health_labour_books.models import HealthBundle, HealthEntry, HealthLook, HealthShare

ENTRIES = "p17.entries"
HOLD = "Lưu theo thời hạn hồ sơ bệnh án (Luật Khám bệnh, chữa bệnh 15/2023/QH15); sửa tại cơ sở đã ghi."
PROOF = "Bằng chứng ai được xem, ai đã xem dữ liệu sức khỏe (Luật 91/2025/QH15)."


def register() -> None:
    """Tell privacy, and the store which of its files are held."""
    documents.hold_files(HealthBundle, "sha256")
    privacy.register_holding(
        Holding(
            code=ENTRIES,
            label="Sổ sức khỏe",
            export=_entries,
            columns={
                "kind": "Phần",
                "display": "Nội dung",
                "value": "Kết quả",
                "status": "Tình trạng",
                "occurred_at": "Từ lúc",
                "ended_at": "Đến lúc",
                "facility": "Nơi ghi",
                "updated_at": "Cập nhật lúc",
            },
            hold=HOLD,
        )
    )
    privacy.register_holding(
        Holding(
            code="p17.shares",
            label="Chia sẻ sổ sức khỏe",
            export=_shares,
            columns={
                "unit": "Đơn vị",
                "kinds": "Phần được xem",
                "purpose": "Để làm gì",
                "created_at": "Từ lúc",
                "expires_at": "Đến lúc",
                "withdrawn_at": "Rút lại lúc",
            },
            hold=PROOF,
        )
    )
    privacy.register_holding(
        Holding(
            code="p17.looks",
            label="Lượt xem sổ sức khỏe",
            export=_looks,
            columns={
                "at": "Lúc",
                "how": "Cách xem",
                "who": "Ai",
                "unit": "Đơn vị",
                "reason": "Lý do",
                "review": "Kết luận",
                "note": "Lời kết luận",
            },
            hold=PROOF,
        )
    )


def _entries(party_id: UUID) -> list[dict[str, Any]]:
    rows = HealthEntry.objects.filter(subject_id=party_id).select_related("facility").order_by("occurred_at", "pk")
    return [
        {
            "kind": EntryKind(row.kind).label,
            "display": row.display,
            "value": row.value,
            "status": EntryStatus(row.status).label,
            "occurred_at": row.occurred_at,
            "ended_at": row.ended_at,
            "facility": row.facility.name,
            "updated_at": row.updated_at,
            "resource": row.resource,
        }
        for row in rows
    ]


def _shares(party_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "unit": row.unit_code,
            "kinds": [EntryKind(kind).label for kind in row.kinds],
            "purpose": row.purpose,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
            "withdrawn_at": row.withdrawn_at,
        }
        for row in HealthShare.objects.filter(subject_id=party_id).order_by("created_at")
    ]


def _looks(party_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "at": row.at,
            "how": LookHow(row.how).label,
            "who": row.who,
            "unit": row.unit_code,
            "reason": row.reason,
            "review": Review(row.review).label if row.review else "",
            "note": row.review_note,
        }
        for row in HealthLook.objects.filter(subject_id=party_id).order_by("at")
    ]
