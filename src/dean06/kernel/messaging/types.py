"""What messaging tells the rest of the house."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MessageClass(StrEnum):
    """How a message is shown. The kind of act it tells of, not how important the sender feels."""

    NOTICE = "notice"
    TASK = "task"
    REMINDER = "reminder"
    ALERT = "alert"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return {"notice": "Thông báo", "task": "Việc cần làm", "reminder": "Nhắc hạn", "alert": "Cảnh báo"}[self.value]


@dataclass(frozen=True, kw_only=True)
class InboxItem:
    """One line of an inbox. ``unit_code`` is empty for a message to the person; ``link`` is a path on this site."""

    id: UUID
    subject: str
    sender: str
    message_class: MessageClass
    delivered_at: datetime
    is_read: bool
    unit_code: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message opened: the line of the inbox and its text."""

    item: InboxItem
    body: str


@dataclass(frozen=True, kw_only=True)
class EmailState:
    """Where a person stands with e-mail: the address (empty when none) and whether it was confirmed."""

    email: str
    is_confirmed: bool
    is_offered: bool  # the installation can send e-mail at all
