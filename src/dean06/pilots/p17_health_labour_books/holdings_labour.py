"""What labour books keep about persons, for the person's own copy and for retention."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import Category, Holding
from dean06.pilots.p17_health_labour_books.choices_labour import AskState, LabourKind, LabourSource, ProofState
from dean06.pilots.p17_health_labour_books.models import LabourAsk, LabourEntry, LabourProof

# No law of ours says how long a request that came to nothing is kept; a month for questions is our proposal.
ASK_DAYS = 30
HOLD = "Giấy xác nhận đã cấp lưu theo hồ sơ công việc của cơ quan lao động (Luật Lưu trữ 33/2024/QH15)."


def register() -> None:
    """Tell privacy."""
    privacy.register_holding(
        Holding(
            code="p17.labour_entries",
            label="Sổ lao động",
            export=_entries,
            columns={
                "kind": "Loại",
                "source": "Ai xác nhận",
                "employer": "Nơi làm, nơi đào tạo",
                "title": "Công việc",
                "since": "Từ ngày",
                "until": "Đến ngày",
                "amount": "Đồng mỗi tháng",
            },
            delete=_delete_entries,
        )
    )
    privacy.register_holding(
        Holding(
            code="p17.labour_proofs",
            label="Yêu cầu xác nhận quá trình làm việc",
            export=_proofs,
            columns={"occupation": "Mã nghề", "state": "Tình trạng", "asked_at": "Yêu cầu lúc", "reason": "Lý do"},
            hold=HOLD,
        )
    )
    privacy.register_category(
        Category(
            code="p17_health_labour_books.asks",
            label="Yêu cầu cập nhật sổ lao động không dùng được",
            rule=f"Giữ {ASK_DAYS} ngày. Đề xuất của hệ thống, chưa có văn bản quy định",
            keep_days=ASK_DAYS,
            expired=_old_asks,
            delete=_delete_asks,
        )
    )


def _entries(party_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "kind": str(LabourKind(row.kind).label),
            "source": str(LabourSource(row.source).label),
            "employer": row.employer_name,
            "title": row.title,
            "since": row.since,
            "until": row.until,
            "amount": row.amount,
        }
        for row in LabourEntry.objects.filter(subject_id=party_id).order_by("since", "pk")
    ]


def _delete_entries(party_id: UUID) -> list[object]:
    """Her copy of what social insurance holds, and her own words; the proofs already signed stay."""
    rows = LabourEntry.objects.filter(subject_id=party_id)
    gone: list[object] = list(rows.values_list("pk", flat=True))
    rows.delete()
    return gone


def _proofs(party_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "occupation": row.occupation,
            "state": str(ProofState(row.state).label),
            "asked_at": row.asked_at,
            "reason": row.reason,
        }
        for row in LabourProof.objects.filter(subject_id=party_id).order_by("asked_at")
    ]


def _old_asks(before: datetime, limit: int) -> list[object]:
    """Those refused before, oldest first, locked; one that was answered is the source of entries."""
    rows = LabourAsk.objects.filter(state=AskState.REFUSED, answered_at__lt=before).order_by("answered_at")
    return list(rows.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:limit])


def _delete_asks(ids: Sequence[object]) -> int:
    return LabourAsk.objects.filter(pk__in=list(ids)).delete()[0]
