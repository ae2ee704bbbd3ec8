"""What messaging tells the rest of the house."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MessageClass(StrEnum):
    """How a message is shown and sent. The kind of act it tells of, not how important the sender feels."""

    NOTICE = "notice"
    PROCEDURE = "procedure"
    TASK = "task"
    REMINDER = "reminder"
    ALERT = "alert"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return CLASS_LABELS[self.value]


CLASS_LABELS = {
    "notice": "Thông báo",
    "procedure": "Tin về hồ sơ",
    "task": "Việc cần làm",
    "reminder": "Nhắc hạn",
    "alert": "Cảnh báo",
}


class Channel(StrEnum):
    """A way to a person besides the inbox."""

    EMAIL = "email"
    SMS = "sms"
    VNEID = "vneid"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return {"email": "Thư điện tử", "sms": "Tin nhắn SMS", "vneid": "VNeID"}[self.value]


class DeliveryState(StrEnum):
    """Where one message to one person on one channel stands."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return {"queued": "Chờ gửi", "sent": "Đã gửi", "delivered": "Đã đến", "failed": "Không gửi được"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Told:
    """Where a message was sent besides the inbox. ``at``: of the state; for what waits, when it is due."""

    channel: Channel
    state: DeliveryState
    at: datetime


@dataclass(frozen=True, kw_only=True)
class InboxItem:
    """One line of an inbox. ``unit_code`` is empty for a message to the person; ``link`` is a path on this site.

    ``told``: where the reader was told of it besides, oldest first.
    """

    id: UUID
    subject: str
    sender: str
    message_class: MessageClass
    delivered_at: datetime
    is_read: bool
    unit_code: str
    link: str
    told: tuple[Told, ...]


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


@dataclass(frozen=True, kw_only=True)
class PhoneState:
    """Where a person stands with text messages: the number as written in Việt Nam (empty when none)."""

    phone: str
    is_confirmed: bool
    is_offered: bool


@dataclass(frozen=True, kw_only=True)
class ChannelWish:
    """A channel as a person has it. ``place``: the address it goes to, empty while none is confirmed."""

    channel: Channel
    place: str
    is_on: bool


@dataclass(frozen=True, kw_only=True)
class ClassWish:
    """A class of message that a person may decline outside the inbox."""

    kind: MessageClass
    is_on: bool


@dataclass(frozen=True, kw_only=True)
class WishesState:
    """How a person is told."""

    channels: tuple[ChannelWish, ...]
    classes: tuple[ClassWish, ...]


@dataclass(frozen=True, kw_only=True)
class ProviderInfo:
    """A provider of a channel: whether it is switched on, how many deliveries of the last day stand where."""

    channel: Channel
    name: str
    is_on: bool
    counts: dict[DeliveryState, int]


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Of messages a channel was given: how many, and how many of them arrived."""

    told: int
    arrived: int


@dataclass(frozen=True, kw_only=True)
class LostDelivery:
    """A delivery that failed: nothing of the person or the content."""

    id: UUID
    channel: Channel
    provider: str
    template: str
    attempts: int
    error: str
    finished_at: datetime
    can_retry: bool


@dataclass(frozen=True, kw_only=True)
class DeliveryFigures:
    """What the operator sees of delivery. ``held``: waits for the end of the quiet hours or a next attempt."""

    providers: tuple[ProviderInfo, ...]
    waiting: dict[Channel, int]
    held: int
    oldest_due: datetime | None
    failures: tuple[LostDelivery, ...]
