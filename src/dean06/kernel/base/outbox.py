"""What leaves a transaction: messages written with the decision and delivered by the worker, however often it dies.

A handler is either *local* (its effect is in our database: it runs in the same transaction as the note that it is
done, so the effect happens exactly once) or *network* (it runs outside any transaction under a lease and may be
repeated, so the other side must recognise ``message_id``). Why: docs/adr/0004-jobs-and-outbox.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Q
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from dean06.kernel.base import clock, metrics
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.delivery import MAX_ATTEMPTS, Outcome, defer, deliver, handles
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted
from dean06.kernel.base.models import OutboxMessage, OutboxState

__all__ = [
    "MAX_ATTEMPTS",
    "DeadLetter",
    "OutboxFigures",
    "Outcome",
    "dead_letters",
    "deliver",
    "enqueue",
    "handles",
    "retry",
    "sweep",
    "take_along",
]

OVERDUE_AFTER = timedelta(seconds=30)
SWEPT_AT_ONCE = 500
DEAD_LETTERS_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A message nobody will try again unless told to; what the operator's page shows."""

    id: UUID
    message_id: str
    topic: str
    attempts: int
    last_error: str
    created_at: datetime
    finished_at: datetime


def enqueue(topic: str, payload: Mapping[str, Any], *, message_id: str) -> None:
    """Write a message in the caller's transaction; it is delivered after the commit, at least once.

    ``message_id`` names the intention ("reminder:<assignment>:<day>"): enqueuing it again changes nothing, for ever.
    ``payload`` holds ids rather than personal data. RuntimeError outside a transaction: nothing would tie the message
    to the decision it belongs to.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("outbox.enqueue needs the transaction of the decision it belongs to")
    message = OutboxMessage(topic=topic, payload=dict(payload), message_id=message_id)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    # PostgreSQL does not report which rows it ignored: look whose id is there.
    if OutboxMessage.objects.filter(pk=message.pk).exists():
        defer(message_id)


def take_along(topic: str, *, limit: int) -> list[dict[str, Any]]:
    """For a local handler: payloads of other fresh messages of its topic, noted as done in its transaction.

    What is worked off in a hundred small transactions is cheaper in one. Only messages never tried are taken: one that
    failed is tried by itself, so that it holds up nobody else. RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("outbox.take_along needs the transaction of the handler")
    now = clock.now()
    fresh = OutboxMessage.objects.filter(topic=topic, state=OutboxState.PENDING, attempts=0, next_attempt_at__lte=now)
    rows = list(fresh.order_by("pk").select_for_update(skip_locked=True)[:limit])
    done = {"state": OutboxState.DONE, "attempts": 1, "finished_at": now}
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(**done)
    metrics.OUTBOX_DELIVERIES.labels(topic=topic, result=Outcome.DONE.value).inc(len(rows))
    return [row.payload for row in rows]


def dead_letters(*, limit: int = DEAD_LETTERS_SHOWN) -> list[DeadLetter]:
    """The newest messages that were given up, without their payloads."""
    rows = OutboxMessage.objects.filter(state=OutboxState.DEAD).order_by("-created_at")[:limit]
    return [_as_letter(row) for row in rows]


def retry(message_id: str, actor: Actor) -> DeadLetter:
    """Give a dead message another round of attempts; returns what it was, for the caller's audit entry.

    The audit log lies above this package: the caller opens the transaction and writes the entry in it. NotPermitted
    unless the actor is an operator, NotFound, Conflict when the message is not dead (somebody was faster).
    """
    if actor.role not in (Role.OPERATOR, Role.SYSTEM):
        raise NotPermitted("Chỉ người vận hành được gửi lại tin.", code="not_operator")
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update().filter(message_id=message_id).first()
        if row is None:
            raise NotFound("Không tìm thấy tin cần gửi lại.", code="message_not_found")
        if row.state != OutboxState.DEAD:
            raise Conflict("Tin này không còn ở trạng thái “Không gửi được”. Hãy tải lại trang.", code="not_dead")
        letter = _as_letter(row)
        row.state, row.attempts_before_retry = OutboxState.PENDING, row.attempts
        row.next_attempt_at, row.finished_at = clock.now(), None
        row.save(update_fields=["state", "attempts_before_retry", "next_attempt_at", "finished_at"])
        defer(message_id)
    return letter


def sweep() -> int:
    """Defer again what should long have been delivered and has no job (lost with its worker); returns how many."""
    now = clock.now()
    overdue = Q(state=OutboxState.PENDING, next_attempt_at__lt=now - OVERDUE_AFTER)
    abandoned = Q(state=OutboxState.SENDING, lease_until__lt=now)
    open_messages = OutboxMessage.objects.filter(overdue | abandoned).order_by("next_attempt_at")
    message_ids = list(open_messages.values_list("message_id", flat=True)[:SWEPT_AT_ONCE])
    for message_id in message_ids:
        defer(message_id)
    return len(message_ids)


class OutboxFigures:
    """Counts messages by topic and state when Prometheus asks."""

    def collect(self) -> Iterator[Metric]:
        """One gauge of messages that are not done, labelled by topic and state."""
        gauge = GaugeMetricFamily("dean06_outbox_messages", "Messages not delivered", labels=["topic", "state"])
        waiting = OutboxMessage.objects.exclude(state=OutboxState.DONE)
        for topic, state, count in waiting.values_list("topic", "state").annotate(Count("id")).order_by():
            gauge.add_metric([topic, state], count)
        yield gauge


def _as_letter(row: OutboxMessage) -> DeadLetter:
    return DeadLetter(
        id=row.id,
        message_id=row.message_id,
        topic=row.topic,
        attempts=row.attempts,
        last_error=row.last_error,
        created_at=row.created_at,
        finished_at=row.finished_at or row.created_at,
    )
