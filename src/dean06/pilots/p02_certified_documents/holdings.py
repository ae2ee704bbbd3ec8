"""What certifying keeps about persons, for the person's own copy and for retention."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from dean06.kernel.documents import api as documents
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import Category, Holding
from dean06.pilots.p02_certified_documents.models import Booking, Certification, ScanFile, ScanPage
from dean06.pilots.p02_certified_documents.rules import State

# No law says how long an appointment is remembered; half a year settles complaints. Our proposal.
BOOKING_DAYS = 180
HOLD = "Sổ chứng thực và bản chứng thực phải lưu theo thời hạn bảo quản (Nghị định 23/2015/NĐ-CP)."


def register() -> None:
    """Tell privacy; a counter that has a person's original has to do with her."""
    privacy.register_dealings(has_dealings)
    documents.hold_files(ScanFile, "sha256")
    documents.hold_files(ScanPage, "sha256")
    privacy.register_holding(
        Holding(
            code="p02.certifications",
            label="Chứng thực bản sao từ bản chính",
            export=_certifications,
            columns={
                "number": "Số chứng thực",
                "year": "Năm",
                "original_name": "Giấy tờ",
                "original_number": "Số giấy tờ",
                "state": "Trạng thái",
                "received_at": "Nhận lúc",
                "reason": "Lý do từ chối, thu hồi",
            },
            hold=HOLD,
        )
    )
    privacy.register_holding(
        Holding(
            code="p02.bookings",
            label="Lịch hẹn chứng thực",
            export=_bookings,
            columns={
                "slot__begins_at": "Giờ hẹn",
                "papers": "Số giấy tờ",
                "organisation": "Tổ chức",
                "note": "Ghi chú",
            },
            delete=_forget_bookings,
        )
    )
    privacy.register_category(
        Category(
            code="p02_certified_documents.bookings",
            label="Lịch hẹn chứng thực đã qua",
            rule=f"Giữ {BOOKING_DAYS} ngày sau giờ hẹn. Đề xuất của hệ thống, chưa có văn bản quy định",
            keep_days=BOOKING_DAYS,
            expired=_old_bookings,
            delete=_delete_bookings,
        )
    )


def has_dealings(party_id: UUID, unit_code: str) -> bool:
    """Whether the unit has had an original of the person."""
    return Certification.objects.filter(_of(party_id), Q(unit_code=unit_code) | Q(issuer_code=unit_code)).exists()


def _of(party_id: UUID) -> Q:
    return Q(requester_id=party_id) | Q(holder_id=party_id)


def _certifications(party_id: UUID) -> list[dict[str, Any]]:
    rows = Certification.objects.filter(_of(party_id)).order_by("received_at")
    kept = rows.values("number", "year", "original_name", "original_number", "state", "received_at", "reason")
    return [dict(row) | {"state": State(row["state"]).label} for row in kept]


def _bookings(party_id: UUID) -> list[dict[str, Any]]:
    rows = Booking.objects.filter(person_id=party_id).order_by("slot__begins_at")
    return [dict(row) for row in rows.values("slot__begins_at", "papers", "organisation", "note")]


def _forget_bookings(party_id: UUID) -> list[object]:
    """Those that led to nothing; what an original was certified under stays with the book."""
    rows = Booking.objects.filter(person_id=party_id, cancelled_at__isnull=False, certifications=None)
    gone: list[object] = list(rows.values_list("pk", flat=True))
    rows.delete()
    return gone


def _old_bookings(before: datetime, limit: int) -> list[object]:
    rows = Booking.objects.filter(slot__begins_at__lt=before, certifications=None).order_by("slot__begins_at")
    return list(rows.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:limit])


def _delete_bookings(ids: Sequence[object]) -> int:
    return int(Booking.objects.filter(pk__in=list(ids)).delete()[0])
