"""Tables of the ground floor, and the base of all other tables."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.ids import new_id


class Entity(models.Model):
    """Base of every table with an identity: a UUIDv7 made by us, known before the row is written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class OutboxState(models.TextChoices):
    """Where a message stands."""

    PENDING = "pending", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    DONE = "done", "Đã gửi"
    DEAD = "dead", "Không gửi được"


class OutboxMessage(Entity):
    """Something to be done outside the transaction that decided it: at least once, under one name.

    ``attempts`` is also the fencing token: who claims the message raises it, and only who still holds the number
    he claimed with may record a result.
    """

    message_id = models.CharField(max_length=200, unique=True)
    topic = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=OutboxState.choices, default=OutboxState.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    attempts_before_retry = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OutboxState.values), name="outbox_state_known"),
            models.CheckConstraint(
                condition=Q(state=OutboxState.SENDING, lease_until__isnull=False)
                | (~Q(state=OutboxState.SENDING) & Q(lease_until__isnull=True)),
                name="outbox_lease_while_sending",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=[OutboxState.PENDING, OutboxState.SENDING]),
                name="outbox_open",
            ),
            models.Index(fields=["-created_at"], condition=Q(state=OutboxState.DEAD), name="outbox_dead"),
        ]

    @property
    def attempts_in_this_round(self) -> int:
        """Attempts since the message was enqueued or last retried by hand."""
        return self.attempts - self.attempts_before_retry


class RateCounter(models.Model):
    """Hits of one key in one window of one limit. The key is kept as a digest: it may be an address or a number."""

    limit = models.CharField(max_length=60)
    key_digest = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    hits = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["limit", "key_digest", "window_start"], name="rate_counter_one_per_window")
        ]
