"""What is kept about persons, for the person's own copy and for retention."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import Category, Holding
from dean06.pilots.p16_criminal_records.choices import SearchState
from dean06.pilots.p16_criminal_records.models import Match, RecordRequest, Search
from dean06.pilots.p16_criminal_records.rules.people import Form

# No law of ours says how long a search is kept beside the certificate; three months for complaints is our proposal.
SEARCH_DAYS = 90
HOLD = "Kết luận trên phiếu lưu theo hồ sơ cấp phiếu (Luật Lý lịch tư pháp 28/2009/QH12, Luật Lưu trữ 33/2024/QH15)."
FORMS = {Form.ONE: "Phiếu số 1", Form.TWO: "Phiếu số 2"}
OVER = (SearchState.ANSWERED, SearchState.REFUSED)


def register() -> None:
    """Tell privacy."""
    privacy.register_holding(
        Holding(
            code="p16.requests",
            label="Yêu cầu cấp phiếu lý lịch tư pháp",
            export=_requests,
            columns={
                "code": "Mã hồ sơ",
                "form": "Loại phiếu",
                "opened_at": "Mở lúc",
                "facts": "Kết luận ghi trên phiếu",
            },
            hold=HOLD,
        )
    )
    privacy.register_category(
        Category(
            code="p16_criminal_records.searches",
            label="Kết quả tra cứu lý lịch tư pháp",
            rule=f"Giữ {SEARCH_DAYS} ngày từ khi hồ sơ xong. Đề xuất của hệ thống, chưa có văn bản quy định",
            keep_days=SEARCH_DAYS,
            expired=_old_searches,
            delete=_empty,
        )
    )


def _requests(party_id: UUID) -> list[dict[str, Any]]:
    rows = RecordRequest.objects.filter(holder_id=party_id).select_related("case", "finding").order_by("opened_at")
    return [
        {
            "code": row.case.code,
            "form": FORMS[Form(row.form)],
            "opened_at": row.opened_at,
            "facts": row.finding.facts if hasattr(row, "finding") else {},
        }
        for row in rows
    ]


def _old_searches(before: datetime, limit: int) -> list[object]:
    """Searches of cases that ended before, oldest first, locked; those on their way are somebody's work."""
    rows = Search.objects.filter(request__case__ended_at__lt=before, ordered_at__lt=before, state__in=OVER)
    filled = rows.exclude(subject={}).order_by("ordered_at").select_for_update(of=("self",), skip_locked=True)
    return list(filled.values_list("pk", flat=True)[:limit])


def _empty(ids: Sequence[object]) -> int:
    """That there was a search and when stays; whom it was about and what it brought goes."""
    Match.objects.filter(search_id__in=list(ids)).delete()
    return Search.objects.filter(pk__in=list(ids)).update(subject={}, raw="")
