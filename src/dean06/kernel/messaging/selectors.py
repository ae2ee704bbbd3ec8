"""Reads of messaging: what lies in the inboxes an actor may open in the hat worn now."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.messaging.models import Delivery, InboxMessage, ReadMark
from dean06.kernel.messaging.types import Channel, DeliveryState, InboxItem, Letter, MessageClass, Told

PAGE = 50


def inbox(actor: Actor, *, limit: int = PAGE, offset: int = 0) -> list[InboxItem]:
    """Messages to the person and to the role of the unit whose hat is worn, newest first."""
    rows = list(_visible(actor).select_related("message").order_by("-delivered_at", "-id")[offset : offset + limit])
    read, told = _read_by(actor, rows), _told(actor, rows)
    return [_item(row, is_read=row.id in read, told=told[row.message_id]) for row in rows]


def count(actor: Actor) -> int:
    """How many messages the actor's inbox holds."""
    return _visible(actor).count()


def unread_count(actor: Actor) -> int:
    """How many of them this person has not opened."""
    if actor.party_id is None:
        return 0
    marks = ReadMark.objects.filter(inbox_message=OuterRef("pk"), party_id=actor.party_id)
    return _visible(actor).filter(~Exists(marks)).count()


def letter(actor: Actor, *, inbox_id: UUID) -> Letter:
    """One message with its text. NotFound when it is not in an inbox of this actor."""
    row = visible_copy(actor, inbox_id)
    is_read, told = bool(_read_by(actor, [row])), _told(actor, [row])
    return Letter(item=_item(row, is_read=is_read, told=told[row.message_id]), body=row.message.body)


def visible_copy(actor: Actor, inbox_id: UUID) -> InboxMessage:
    """The row itself, for this package. NotFound when it is not in an inbox of this actor."""
    row = _visible(actor).select_related("message").filter(id=inbox_id).first()
    if row is None:
        raise NotFound("Không có thông báo này trong hộp thư của bà/ông.", code="message_not_found")
    return row


def _visible(actor: Actor) -> QuerySet[InboxMessage]:
    if actor.party_id is None:
        return InboxMessage.objects.none()
    mine = Q(party_id=actor.party_id)
    if actor.unit_code:
        mine |= Q(unit_code=actor.unit_code, role=actor.role.value)
    return InboxMessage.objects.filter(mine, delivered_at__isnull=False)


def _read_by(actor: Actor, rows: list[InboxMessage]) -> set[UUID]:
    """Which of these the actor has opened."""
    if actor.party_id is None:
        return set()
    marks = ReadMark.objects.filter(party_id=actor.party_id, inbox_message__in=rows)
    return set(marks.values_list("inbox_message_id", flat=True))


def _told(actor: Actor, rows: list[InboxMessage]) -> dict[UUID, list[Told]]:
    """Where the actor was told of these messages besides the inbox, oldest first."""
    found: dict[UUID, list[Told]] = defaultdict(list)
    if actor.party_id is None:
        return found
    mine = Delivery.objects.filter(message__in=[row.message_id for row in rows], party_id=actor.party_id)
    for one in mine.order_by("created_at", "pk"):
        at = one.finished_at or one.sent_at or one.due_at
        found[one.message_id].append(Told(channel=Channel(one.channel), state=DeliveryState(one.state), at=at))
    return found


def _item(row: InboxMessage, *, is_read: bool, told: Iterable[Told]) -> InboxItem:
    return InboxItem(
        id=row.id,
        subject=row.message.subject,
        sender=row.message.sender,
        message_class=MessageClass(row.message.message_class),
        delivered_at=row.delivered_at or row.message.created_at,
        is_read=is_read,
        unit_code=row.unit_code,
        link=row.message.link,
        told=tuple(told),
    )
