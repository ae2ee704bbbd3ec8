"""Acts of the pilot as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field
from dean06.pilots.p17_health_labour_books.access import field_of
from dean06.pilots.p17_health_labour_books.choices import EntryKind

CARE = "Khám bệnh, chữa bệnh theo sự đồng ý của người có sổ"
EMERGENCY = "Cấp cứu"
REVIEW = "Xem xét lượt mở khẩn cấp sổ sức khỏe"
END = "Chấm dứt chia sẻ khi người có sổ rút đồng ý"
CARE_LAW = "Luật Khám bệnh, chữa bệnh 15/2023/QH15; sự đồng ý theo Luật 91/2025/QH15"
EMERGENCY_LAW = "Luật Khám bệnh, chữa bệnh 15/2023/QH15 về cấp cứu; Luật 91/2025/QH15"
DATA_LAW = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15"

END_SHARE = "p17.end_share"
OPEN_BOOK = "p17_looks.open_book"
BREAK_GLASS = "p17_looks.break_glass"
OPEN_EMERGENCY = "p17_looks.open_emergency"
READ_REVIEW = "p17_looks.read_review"
JUDGE = "p17.judge_look"

ACTIONS = {
    END_SHARE: "Chấm dứt chia sẻ sổ sức khỏe",
    OPEN_BOOK: "Mở sổ sức khỏe được chia sẻ",
    BREAK_GLASS: "Mở khẩn cấp sổ sức khỏe",
    OPEN_EMERGENCY: "Xem thông tin khẩn cấp của sổ sức khỏe",
    READ_REVIEW: "Xem lý do của lượt mở khẩn cấp",
    JUDGE: "Kết luận về lượt mở khẩn cấp",
}
LOOK = "p17.look"
FIELDS = {field_of(kind): f"sổ sức khỏe: {kind.label.lower()}" for kind in EntryKind} | {
    LOOK: "lượt mở khẩn cấp: ai mở, lúc nào, lý do"
}


def register() -> None:
    """Tell the audit log how to name our acts and data."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    for field, label in FIELDS.items():
        register_field(field, label)
