"""Words of the labour book's columns."""

from django.db import models


class LabourKind(models.TextChoices):
    """What an entry is about."""

    JOB = "job", "Việc làm"
    TRAINING = "training", "Đào tạo, tập huấn"
    BENEFIT = "benefit", "Trợ cấp thất nghiệp"


class LabourSource(models.TextChoices):
    """Who says so."""

    INSURANCE = "insurance", "Bảo hiểm xã hội xác nhận"
    DECLARED = "declared", "Tự khai, chưa xác nhận"


class AskState(models.TextChoices):
    """Where a request to social insurance stands."""

    WAITING = "waiting", "Chờ bảo hiểm xã hội trả lời"
    ANSWERED = "answered", "Đã cập nhật"
    REFUSED = "refused", "Không dùng được câu trả lời, xin cập nhật lại"


class ProofState(models.TextChoices):
    """Where a request for a proof stands."""

    ASKED = "asked", "Chờ cán bộ lao động xem xét"
    AGREED = "agreed", "Đã đồng ý, đang ký"
    ISSUED = "issued", "Đã cấp vào ví giấy tờ"
    REFUSED = "refused", "Từ chối"
