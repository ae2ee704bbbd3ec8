"""The words people read for roles and states. One place, so that a state has one word and one colour everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dean06.kernel.base.actor import Role

Tone = Literal["success", "warning", "danger", "info", "neutral"]

ROLE_NAMES: dict[Role, str] = {
    Role.PUBLIC: "khách",
    Role.CITIZEN: "người dân",
    Role.CLERK: "cán bộ của đơn vị",
    Role.COORDINATOR: "cán bộ đầu mối theo dõi Đề án 06",
    Role.LEADER: "lãnh đạo Ủy ban nhân dân",
    Role.OPERATOR: "người vận hành hệ thống",
    Role.SYSTEM: "hệ thống",
}


@dataclass(frozen=True)
class Word:
    """How one state is said and coloured; the colour never stands without the word."""

    text: str
    tone: Tone


STATUSES: dict[str, Word] = {
    # The national wording for the progress of an assignment.
    "not_started": Word("chưa thực hiện", "neutral"),
    "in_progress": Word("đang thực hiện", "info"),
    "due_soon": Word("sắp đến hạn", "warning"),
    "overdue": Word("quá hạn", "danger"),
    "done": Word("hoàn thành", "success"),
    "done_late": Word("hoàn thành quá hạn", "warning"),
    "not_built": Word("chưa triển khai", "neutral"),
    "built": Word("đang hoạt động", "success"),
    # Papers on their way.
    "draft": Word("bản nháp", "neutral"),
    "submitted": Word("chờ xác nhận", "info"),
    "confirmed": Word("đã xác nhận", "success"),
    "returned": Word("trả lại", "warning"),
    # Difficulties, contradictions and requests.
    "open": Word("chờ xử lý", "warning"),
    "answered": Word("đã trả lời", "info"),
    "closed": Word("đã đóng", "neutral"),
    "undecided": Word("chờ quyết định", "warning"),
    "decided": Word("đã quyết định", "success"),
    "requested": Word("đang đề nghị", "info"),
    "granted": Word("đã chấp thuận", "success"),
    "refused": Word("không chấp thuận", "danger"),
    "high": Word("nghiêm trọng", "danger"),
    "medium": Word("cần xem", "warning"),
    "low": Word("nhỏ", "neutral"),
    # A claim against a register.
    "match": Word("khớp", "success"),
    "partial": Word("khớp một phần", "warning"),
    "no_match": Word("không khớp", "danger"),
    "not_found": Word("không có số này", "warning"),
    "differs": Word("khác", "danger"),
    "unknown": Word("không có để so", "neutral"),
    # The machinery, for the operator.
    "ok": Word("bình thường", "success"),
    "failed": Word("lỗi", "danger"),
    "waiting": Word("đang chờ", "neutral"),
    "running": Word("đang chạy", "info"),
    "cancelled": Word("đã dừng", "neutral"),
}


def status_word(code: str, text: str = "") -> Word:
    """The word and tone of a state; ``text`` replaces the word. Without a text an unknown code is a ValueError."""
    known = STATUSES.get(code)
    if text:
        return Word(text, known.tone if known else "neutral")
    if known is None:
        raise ValueError(f"unknown status {code!r}: give the word to show")
    return known


def capital(text: str) -> str:
    """The text with its first letter raised, the rest untouched."""
    return text[:1].upper() + text[1:]


def role_list(roles: Iterable[Role]) -> str:
    """Roles as people read them: "lãnh đạo Ủy ban nhân dân hoặc người vận hành hệ thống"."""
    names = [ROLE_NAMES[role] for role in sorted(roles, key=list(Role).index)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} hoặc {names[-1]}"
