"""What cases keep about persons, for the person's own copy and for retention."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from dean06.kernel.cases.models import Case, Draft
from dean06.kernel.cases.services.looking import has_dealings
from dean06.kernel.cases.statuses import Status
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import Category, Holding

# No law says how long an unfinished form is kept; half a year is our proposal, for the authority to decide.
DRAFT_DAYS = 180
HOLD_CASES = "Hồ sơ thủ tục hành chính phải lưu theo thời hạn bảo quản (Luật Lưu trữ 33/2024/QH15)."


def register() -> None:
    """Tell privacy; a unit that has a case of a person has to do with her."""
    privacy.register_dealings(has_dealings)
    privacy.register_holding(
        Holding(
            code="cases.cases",
            label="Hồ sơ thủ tục hành chính",
            export=_cases,
            columns={
                "code": "Mã hồ sơ",
                "procedure_name": "Thủ tục",
                "unit_name": "Nơi nhận",
                "status": "Trạng thái",
                "submitted_at": "Nộp lúc",
                "answers": "Tờ khai",
            },
            hold=HOLD_CASES,
        )
    )
    privacy.register_holding(
        Holding(
            code="cases.drafts",
            label="Tờ khai đang điền",
            export=_drafts,
            columns={"version__name": "Thủ tục", "answers": "Tờ khai", "left": "Không còn chỗ", "saved_at": "Lưu lúc"},
            delete=_forget_drafts,
        )
    )
    privacy.register_category(
        Category(
            code="cases.drafts",
            label="Tờ khai đang điền dở",
            rule=f"Giữ {DRAFT_DAYS} ngày từ lần lưu cuối. Đề xuất của hệ thống, chưa có văn bản quy định",
            keep_days=DRAFT_DAYS,
            expired=_old_drafts,
            delete=_delete_drafts,
        )
    )


def _cases(party_id: UUID) -> list[dict[str, Any]]:
    rows = Case.objects.filter(applicant_id=party_id).order_by("submitted_at")
    kept = rows.values("code", "procedure_name", "unit_name", "status", "submitted_at", "answers")
    return [row | {"status": Status(row["status"]).label} for row in kept]


def _drafts(party_id: UUID) -> list[dict[str, Any]]:
    rows = Draft.objects.filter(owner_id=party_id, filing__isnull=True).order_by("saved_at")
    return [dict(row) for row in rows.values("version__name", "answers", "left", "saved_at")]


def _forget_drafts(party_id: UUID) -> list[object]:
    rows = Draft.objects.filter(owner_id=party_id, filing__isnull=True)
    gone: list[object] = list(rows.values_list("pk", flat=True))
    rows.delete()
    return gone


def _old_drafts(before: datetime, limit: int) -> list[object]:
    """The oldest, locked; a draft that was handed in holds nothing any more and goes with the others."""
    rows = Draft.objects.filter(saved_at__lt=before).order_by("saved_at").select_for_update(skip_locked=True)
    return list(rows.values_list("pk", flat=True)[:limit])


def _delete_drafts(ids: Sequence[object]) -> int:
    return int(Draft.objects.filter(pk__in=list(ids)).delete()[0])
