"""What the wallet keeps about persons."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.kinds.facts import written
from dean06.kernel.documents.models import Document, OwnPaper
from dean06.kernel.privacy.holdings import register_holding
from dean06.kernel.privacy.types import Holding

HOLD_DOCUMENTS = "Giấy tờ cơ quan đã cấp phải lưu để ai cũng kiểm được còn giá trị không (Luật Lưu trữ 33/2024/QH15)."


def register() -> None:
    """Tell the person's own copy; what she uploaded goes when she says so."""
    register_holding(
        Holding(
            code="documents.issued",
            label="Giấy tờ được cấp trong ví",
            export=_issued,
            columns={
                "name": "Giấy tờ",
                "number": "Số",
                "unit_name": "Nơi cấp",
                "facts": "Nội dung",
                "issued_at": "Cấp lúc",
                "expires_at": "Hết hạn",
                "withdrawn_at": "Thu hồi lúc",
                "withdrawn_reason": "Lý do thu hồi",
            },
            hold=HOLD_DOCUMENTS,
        )
    )
    register_holding(
        Holding(
            code="documents.uploaded",
            label="Giấy tờ tự tải lên ví",
            export=_uploaded,
            columns={"title": "Tên", "file_name": "Tệp", "size": "Cỡ (byte)", "added_at": "Tải lên lúc"},
            delete=_forget_uploaded,
        )
    )


def _issued(party_id: UUID) -> list[dict[str, Any]]:
    rows = Document.objects.filter(holder_id=party_id).order_by("issued_at")
    columns = ("name", "number", "unit_name", "issued_at", "expires_at", "withdrawn_at", "withdrawn_reason")
    return [{column: getattr(row, column) for column in columns} | {"facts": _facts(row)} for row in rows]


def _facts(row: Document) -> list[str]:
    said = written(kinds().version(row.kind, row.kind_from), row.facts)
    return [f"{label}: {value}" for label, value in said.items()]


def _uploaded(party_id: UUID) -> list[dict[str, Any]]:
    rows = OwnPaper.objects.filter(owner_id=party_id).order_by("added_at")
    return [dict(row) for row in rows.values("title", "file_name", "size", "added_at")]


def _forget_uploaded(party_id: UUID) -> Sequence[object]:
    rows = OwnPaper.objects.filter(owner_id=party_id)
    gone: list[object] = list(rows.values_list("pk", flat=True))
    rows.delete()
    return gone
