"""Closed lists of the programme, with the wording people read."""

from django.db.models import TextChoices


class ReadingSource(TextChoices):
    """Which annex an account comes from."""

    NARRATIVE = "narrative", "Phụ lục thuyết minh"
    TABLE = "table", "Phụ lục bảng"


class UnitRole(TextChoices):
    """What a unit owes an assignment."""

    LEAD = "lead", "Chủ trì"
    COORDINATE = "coordinate", "Phối hợp"
    FORCE = "force", "Lực lượng triển khai"


class DeadlineKind(TextChoices):
    """How the dispatch words a time limit."""

    FIXED = "fixed", "Ngày cụ thể"
    PERIOD_END = "period_end", "Hết kỳ"
    BEFORE_PERIOD = "before_period", "Trước kỳ"
    RECURRING = "recurring", "Thường xuyên"
    EVENT = "event", "Theo sự kiện"
    ROADMAP = "roadmap", "Theo lộ trình"
    NONE = "none", "Không nêu"


class DeadlineBound(TextChoices):
    """Whether the named day itself still counts."""

    INCLUSIVE = "inclusive", "Kể cả ngày này"
    EXCLUSIVE = "exclusive", "Trước ngày này"


class Severity(TextChoices):
    """How much a contradiction hinders the work."""

    HIGH = "high", "Nghiêm trọng"
    MEDIUM = "medium", "Cần xử lý"
    LOW = "low", "Ghi nhận"


class Choice(TextChoices):
    """What was decided about a contradiction."""

    NARRATIVE = "narrative", "Theo phụ lục thuyết minh"
    TABLE = "table", "Theo phụ lục bảng"
    OTHER = "other", "Phương án khác"
    NO_CHANGE = "no_change", "Ghi nhận, không thay đổi"


class DutyBasis(TextChoices):
    """Why a duty or deadline holds."""

    DIRECTIVE = "directive", "Theo công văn"
    DECISION = "decision", "Theo quyết định xử lý mâu thuẫn"
    SUCCESSION = "succession", "Kế thừa khi sắp xếp đơn vị"
    EXTENSION = "extension", "Theo gia hạn được duyệt"


class ProgressState(TextChoices):
    """What a unit says of an assignment."""

    IN_PROGRESS = "in_progress", "Đang thực hiện"
    COMPLETED = "completed", "Hoàn thành"


class Verdict(TextChoices):
    """What the assigner answered; submitted is not done."""

    PENDING = "pending", "Chờ xác nhận"
    CONFIRMED = "confirmed", "Đã xác nhận"
    RETURNED = "returned", "Trả lại"
