"""Words of the health book's columns."""

from django.db import models


class BundleState(models.TextChoices):
    """How far a bundle was checked."""

    TAKEN = "taken", "Đã nhận, đang kiểm tra đầy đủ"
    SOUND = "sound", "Đúng chuẩn"
    FAULTY = "faulty", "Có lỗi so với chuẩn"


class EntryKind(models.TextChoices):
    """The shelves of the book, in the order they are shown."""

    ALLERGY = "allergy", "Dị ứng"
    MEDICINE = "medicine", "Thuốc"
    PROBLEM = "problem", "Bệnh, tình trạng"
    VACCINE = "vaccine", "Tiêm chủng"
    PROCEDURE = "procedure", "Thủ thuật, phẫu thuật"
    RESULT = "result", "Kết quả xét nghiệm, đo"
    VISIT = "visit", "Lần khám, điều trị"
    DEVICE = "device", "Thiết bị cấy ghép"


class EntryStatus(models.TextChoices):
    """Whether a fact holds today."""

    ACTIVE = "active", "Đang có"
    ENDED = "ended", "Đã hết"
    RETRACTED = "retracted", "Ghi nhầm"


class LookHow(models.TextChoices):
    """By which way somebody else read a book."""

    PAGE = "page", "Nhân viên y tế mở trên trang"
    SYSTEM = "system", "Hệ thống của cơ sở y tế hỏi"
    EMERGENCY = "emergency", "Mở khẩn cấp khi chưa được chia sẻ"


class Review(models.TextChoices):
    """What became of a look that nobody had allowed."""

    OPEN = "open", "Chờ xem xét"
    JUSTIFIED = "justified", "Có lý do chính đáng"
    UNJUSTIFIED = "unjustified", "Không có lý do chính đáng"
