"""The worker's half of delivery: a batch is claimed, handed over outside any transaction, and its outcomes settled.

A worker that dies after the provider took a batch leaves rows under a lease; the next one hands them over again with
the same references, which the provider recognises. The lease's end is the fencing token: only who still holds it may
write down an outcome.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from prometheus_client import Counter

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.delivery import pause_after
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.messaging import actions, planning, providers
from dean06.kernel.messaging.carriers import CARRIERS
from dean06.kernel.messaging.channels import offered
from dean06.kernel.messaging.models import LONGEST_ERROR, Delivery
from dean06.kernel.messaging.types import Channel, DeliveryState
from dean06.kernel.ports.handover import Fate, Outcome

MESSAGES = Counter("dean06_messages_total", "Messages handed over by fate", ["channel", "provider", "fate"])
BATCH = 100
# Longer than a batch takes on the slowest channel: one connection, a hundred letters.
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
# Messages a channel is given in a second: what a provider's contract usually allows.
PROVIDER_LIMIT = Limit(name="messaging.handed_over", count=200, seconds=1)


def hand_over(actor: Actor, *, channel: Channel) -> int:
    """Hand over one batch of what is due; returns how many deliveries were in it. TooMany beyond the channel's rate."""
    if channel not in offered() or not _due(channel).exists():
        return 0
    lease = clock.now() + LEASE
    rows = _claim(channel, lease)
    if rows:
        outcomes = CARRIERS[channel].carry(rows, without=providers.switched_off(channel))
        _settle(actor, channel, rows, outcomes, lease)
    return len(rows)


def channels_due() -> list[str]:
    """Channels on which something waits to be sent now."""
    return [channel.value for channel in offered() if _due(channel).exists()]


def _due(channel: Channel) -> QuerySet[Delivery]:
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return Delivery.objects.filter(free, channel=channel.value, state=DeliveryState.QUEUED, due_at__lte=now)


def _claim(channel: Channel, lease: datetime) -> list[Delivery]:
    """Take the batch in a transaction of its own, so that an attempt counts even if it kills the worker. TooMany."""
    with transaction.atomic():
        due = _due(channel).order_by("-is_urgent", "due_at").select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:BATCH])
        if ids:
            ratelimit.spend(PROVIDER_LIMIT, channel.value, len(ids))
        Delivery.objects.filter(pk__in=ids).update(lease_until=lease, attempts=F("attempts") + 1)
    return list(Delivery.objects.filter(pk__in=ids).select_related("message", "party"))


def _settle(
    actor: Actor, channel: Channel, rows: Sequence[Delivery], outcomes: Iterable[Outcome], lease: datetime
) -> None:
    """Write down what came of a batch, with one entry for the persons whose data went out."""
    by_id = {row.pk: row for row in rows}
    groups: dict[tuple[Fate, str, str], list[UUID]] = defaultdict(list)
    for one in outcomes:
        groups[one.fate, one.provider, one.detail[:LONGEST_ERROR]].append(UUID(one.reference))
    with transaction.atomic():
        failed: list[UUID] = []
        for (fate, provider, detail), ids in groups.items():
            MESSAGES.labels(channel=channel.value, provider=provider, fate=fate.value).inc(len(ids))
            held = Delivery.objects.filter(pk__in=ids, state=DeliveryState.QUEUED, lease_until=lease)
            if fate is Fate.ACCEPTED:
                held.update(
                    state=DeliveryState.SENT, provider=provider, sent_at=clock.now(), lease_until=None, error=""
                )
            elif fate is Fate.REFUSED:
                failed += _fail(held, provider, detail)
            else:
                failed += _put_off(held, [by_id[one] for one in ids], fate, provider, detail)
        planning.plan_next(by_id[one] for one in failed)
        _record(actor, channel, [by_id[one] for key, ids in groups.items() if key[0] is not Fate.LATER for one in ids])


def _fail(held: QuerySet[Delivery], provider: str, detail: str) -> list[UUID]:
    ids = list(held.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=ids).update(
        state=DeliveryState.FAILED, provider=provider, finished_at=clock.now(), lease_until=None, error=detail
    )
    return ids


def _put_off(held: QuerySet[Delivery], rows: Sequence[Delivery], fate: Fate, provider: str, detail: str) -> list[UUID]:
    """Try again later; who may have taken a message is asked again himself. Returns those tried often enough."""
    spent = [row.pk for row in rows if row.attempts >= MOST_ATTEMPTS]
    for row in rows:
        if row.attempts < MOST_ATTEMPTS:
            keep = provider if fate is Fate.UNCERTAIN else row.provider
            due_at = clock.now() + pause_after(row.attempts)
            held.filter(pk=row.pk).update(due_at=due_at, lease_until=None, error=detail, provider=keep)
    return _fail(held.filter(pk__in=spent), provider, detail) if spent else []


def _record(actor: Actor, channel: Channel, rows: Sequence[Delivery]) -> None:
    if rows:
        audit.record(
            actor,
            actions.SENT[channel],
            object_type="messaging.batch",
            object_id=new_id(),
            purpose=actions.PURPOSE,
            legal_basis=actions.LEGAL_BASIS,
            subjects={row.party_id for row in rows},
            details={"count": len(rows)},
        )
