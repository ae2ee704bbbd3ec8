"""What the operator sees of delivery, and may do about it."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted
from dean06.kernel.messaging import actions, planning, providers
from dean06.kernel.messaging.carriers import CARRIERS
from dean06.kernel.messaging.channels import offered
from dean06.kernel.messaging.models import Delivery
from dean06.kernel.messaging.types import Channel, DeliveryFigures, DeliveryState, LostDelivery, ProviderInfo, Reached

FAILURES_SHOWN = 50
COUNTED_BACK = timedelta(days=1)


def delivery_figures(actor: Actor) -> DeliveryFigures:
    """Counts of the last day by provider, what waits, the last failures. For operators."""
    _operator(actor)
    now = clock.now()
    queued = Delivery.objects.filter(state=DeliveryState.QUEUED)
    due = queued.filter(due_at__lte=now)
    waiting = dict(due.values_list("channel").annotate(Count("id")).order_by())
    failed = Delivery.objects.filter(state=DeliveryState.FAILED).select_related("message").order_by("-finished_at")
    return DeliveryFigures(
        providers=_providers(),
        waiting={channel: waiting.get(channel.value, 0) for channel in offered()},
        held=queued.filter(due_at__gt=now).count(),
        oldest_due=due.aggregate(oldest=Min("due_at"))["oldest"],
        failures=tuple(_lost(row) for row in failed[:FAILURES_SHOWN]),
    )


def reached(channel: Channel, *, house: str, since: datetime) -> Reached:
    """How many messages of a house of templates a channel was given since, and how many arrived. Nobody is named."""
    told = Delivery.objects.filter(
        channel=channel.value,
        message__template__startswith=f"{house}.",
        created_at__gte=since,
        state__in=[DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.FAILED],
    )
    return Reached(told=told.count(), arrived=told.filter(state=DeliveryState.DELIVERED).count())


def lost_in_a_day() -> int:
    """Deliveries of the last day that failed with no other channel left to try or gone through."""
    failed = Delivery.objects.filter(state=DeliveryState.FAILED, finished_at__gte=clock.now() - COUNTED_BACK)
    same = Delivery.objects.filter(message=OuterRef("message"), party=OuterRef("party"))
    return failed.filter(~Exists(same.exclude(state=DeliveryState.FAILED))).count()


def retry_delivery(actor: Actor, *, delivery_id: UUID) -> None:
    """Queue again what no provider ever took. For operators; NotPermitted, NotFound, Conflict."""
    _operator(actor)
    with transaction.atomic():
        row = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
        if row is None:
            raise NotFound("Không tìm thấy tin cần gửi lại.", code="delivery_not_found")
        if row.state != DeliveryState.FAILED or row.sent_at is not None:
            raise Conflict("Tin này đã được nhà cung cấp nhận hoặc đang chờ gửi. Hãy tải lại trang.", code="not_failed")
        row.state, row.attempts, row.provider, row.error = DeliveryState.QUEUED.value, 0, "", ""
        row.due_at, row.finished_at = clock.now(), None
        row.save(update_fields=["state", "attempts", "provider", "error", "due_at", "finished_at"])
        planning.wake([row.channel])
        audit.record(
            actor,
            actions.RETRY_DELIVERY,
            object_type="messaging.delivery",
            object_id=row.pk,
            purpose=actions.PURPOSE,
            legal_basis=actions.LEGAL_BASIS,
            subjects=[row.party_id],
            details={"channel": row.channel},
        )


def _providers() -> tuple[ProviderInfo, ...]:
    counts: dict[tuple[str, str], dict[DeliveryState, int]] = defaultdict(dict)
    recent = Delivery.objects.filter(created_at__gte=clock.now() - COUNTED_BACK).exclude(provider="")
    for channel, provider, state, count in recent.values_list("channel", "provider", "state").annotate(Count("id")):
        counts[channel, provider][DeliveryState(state)] = count
    return tuple(
        ProviderInfo(
            channel=channel,
            name=name,
            is_on=name not in providers.switched_off(channel),
            counts=counts[channel.value, name],
        )
        for channel in offered()
        for name in CARRIERS[channel].providers()
    )


def _lost(row: Delivery) -> LostDelivery:
    return LostDelivery(
        id=row.pk,
        channel=Channel(row.channel),
        provider=row.provider,
        template=row.message.template,
        attempts=row.attempts,
        error=row.error,
        finished_at=row.finished_at or row.created_at,
        can_retry=row.sent_at is None,
    )


def _operator(actor: Actor) -> None:
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Trang này dành cho người vận hành hệ thống.", code="not_operator")
