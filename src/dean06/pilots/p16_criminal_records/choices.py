"""Words of the tables."""

from django.db import models


class SearchState(models.TextChoices):
    """Where a search stands."""

    WAITING = "waiting", "Chờ gửi"
    SENT = "sent", "Đã gửi, chờ trả lời"
    ANSWERED = "answered", "Đã có trả lời"
    REFUSED = "refused", "Câu trả lời không dùng được"


class Verdict(models.TextChoices):
    """Whether an entry is the person's."""

    OPEN = "open", "Chưa kết luận"
    SAME = "same", "Đúng người này"
    OTHER = "other", "Người khác"
