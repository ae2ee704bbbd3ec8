"""What a type of contradiction is about, and so what its decision must settle."""

from typing import Literal

Topic = Literal["lead", "deadline", "note"]

LEAD_TYPES = frozenset(
    {
        "lead_mismatch",
        "lead_is_request",
        "lead_multiple",
        "lead_missing",
        "lead_also_coordinator",
        "lead_also_force",
    }
)
DEADLINE_TYPES = frozenset({"deadline_mismatch", "deadline_missing", "deadline_non_working_day"})


def settles(contradiction_type: str) -> Topic:
    """lead: one accountable unit; deadline: a day; note: nothing but the recorded reason."""
    if contradiction_type in LEAD_TYPES:
        return "lead"
    return "deadline" if contradiction_type in DEADLINE_TYPES else "note"


def types_about(topic: Topic) -> frozenset[str]:
    """Types that one decision settles together; none for notes, each of which stands alone."""
    return {"lead": LEAD_TYPES, "deadline": DEADLINE_TYPES}.get(topic, frozenset())


TITLES = {
    "lead_mismatch": "Hai phụ lục nêu hai đơn vị chủ trì",
    "lead_is_request": "Đơn vị chủ trì chỉ được đề nghị, ngoài quyền phân công",
    "lead_multiple": "Nhiều đơn vị cùng chủ trì",
    "lead_missing": "Chưa nêu đơn vị chủ trì",
    "lead_also_coordinator": "Đơn vị chủ trì cũng được giao phối hợp",
    "lead_also_force": "Đơn vị chủ trì cũng là lực lượng triển khai",
    "coordinator_mismatch": "Hai phụ lục nêu đơn vị phối hợp khác nhau",
    "coordinator_also_force": "Đơn vị phối hợp cũng là lực lượng triển khai",
    "force_mismatch": "Hai phụ lục nêu lực lượng triển khai khác nhau",
    "deadline_mismatch": "Hai phụ lục nêu thời hạn khác nhau",
    "deadline_missing": "Chưa nêu thời hạn",
    "deadline_non_working_day": "Thời hạn rơi vào ngày nghỉ",
    "tools_mismatch": "Hai phụ lục nêu nền tảng khác nhau",
    "title_mismatch": "Tên nhiệm vụ ghi khác nhau",
    "level_mismatch": "Cấp thực hiện ghi khác nhau",
    "quantity_mismatch": "Số lượng ghi khác nhau",
    "group_count": "Số nhiệm vụ của nhóm không khớp",
    "date_mismatch": "Ngày của văn bản viện dẫn không khớp",
    "number_mismatch": "Số của văn bản viện dẫn không khớp",
    "symbol_mismatch": "Ký hiệu của văn bản viện dẫn không khớp",
    "missing_number_date": "Công văn để trống số, ngày",
    "spelling": "Lỗi chính tả",
}


def title(contradiction_type: str) -> str:
    """The question in words people read."""
    return TITLES.get(contradiction_type, "Nội dung chưa thống nhất")
