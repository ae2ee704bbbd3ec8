"""What the wallet keeps about persons."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dean06.kernel.documents.issuing.disclosing import showable
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.kinds.facts import written
from dean06.kernel.documents.models import Document, DocumentShare, OwnPaper
from dean06.kernel.privacy.holdings import register_holding
from dean06.kernel.privacy.receipts import moment
from dean06.kernel.privacy.types import Holding

HOLD_SHARES = "Ai đã xem là bằng chứng của chính bà/ông; hết thời hạn thì tự xoá (Luật 91/2025/QH15)."
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
    register_holding(
        Holding(
            code="documents.shares",
            label="Giấy tờ đã cho người khác xem",
            export=_shared,
            columns={
                "name": "Giấy tờ",
                "facts": "Các mục",
                "recipient": "Cho ai xem",
                "purpose": "Để làm gì",
                "created_at": "Từ",
                "expires_at": "Đến",
                "withdrawn_at": "Rút lúc",
                "looks": "Ai đã xem",
            },
            hold=HOLD_SHARES,
        )
    )


def _issued(party_id: UUID) -> list[dict[str, Any]]:
    rows = Document.objects.filter(holder_id=party_id).order_by("issued_at")
    columns = ("name", "number", "unit_name", "issued_at", "expires_at", "withdrawn_at", "withdrawn_reason")
    return [{column: getattr(row, column) for column in columns} | {"facts": _facts(row)} for row in rows]


def _facts(row: Document) -> list[str]:
    said = written(kinds().version(row.kind, row.kind_from), row.facts)
    return [f"{label}: {value}" for label, value in said.items()]


def _shared(party_id: UUID) -> list[dict[str, Any]]:
    rows = DocumentShare.objects.filter(document__holder_id=party_id).order_by("created_at")
    columns = ("recipient", "purpose", "created_at", "expires_at", "withdrawn_at")
    return [
        {column: getattr(row, column) for column in columns}
        | {"name": row.document.name, "facts": _shared_facts(row), "looks": _looks(row)}
        for row in rows.select_related("document").prefetch_related("looks")
    ]


def _shared_facts(row: DocumentShare) -> list[str]:
    kind = kinds().version(row.document.kind, row.document.kind_from)
    return [one.label for one in showable(kind) if one.name in row.facts]


def _looks(row: DocumentShare) -> list[str]:
    looks = sorted(row.looks.all(), key=lambda look: look.at)
    return [f"{', '.join(filter(None, (one.name, one.organisation)))}: {moment(one.at)}" for one in looks]


def _uploaded(party_id: UUID) -> list[dict[str, Any]]:
    rows = OwnPaper.objects.filter(owner_id=party_id).order_by("added_at")
    return [dict(row) for row in rows.values("title", "file_name", "size", "added_at")]


def _forget_uploaded(party_id: UUID) -> Sequence[object]:
    rows = OwnPaper.objects.filter(owner_id=party_id)
    gone: list[object] = list(rows.values_list("pk", flat=True))
    rows.delete()
    return gone
