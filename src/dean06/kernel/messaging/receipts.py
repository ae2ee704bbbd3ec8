"""What providers say became of messages: believed with their signature, about their own messages, forward only."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from prometheus_client import Counter

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid, NotFound
from dean06.kernel.base.ids import new_id
from dean06.kernel.messaging import actions, planning
from dean06.kernel.messaging.carriers import CARRIERS
from dean06.kernel.messaging.channels import offered
from dean06.kernel.messaging.models import LONGEST_ERROR, LONGEST_PROVIDER, Delivery
from dean06.kernel.messaging.rules import moves
from dean06.kernel.messaging.types import Channel, DeliveryState
from dean06.kernel.ports.handover import Receipt, ReceiptRefused, ReceiptState

RECEIPTS = Counter("dean06_receipts_total", "Receipts of providers by what they changed", ["channel", "result"])
STATES = {ReceiptState.DELIVERED: DeliveryState.DELIVERED, ReceiptState.FAILED: DeliveryState.FAILED}
LATE_AFTER = timedelta(hours=1)
NEVER_AFTER = timedelta(days=2)
ASKED_AT_ONCE = 50


def take_receipts(actor: Actor, *, channel: str, provider: str, signature: str, body: bytes) -> int:
    """Receipts a provider posted; returns how many deliveries they moved. NotFound for a channel we do not have,
    Invalid for what is not the provider's (noted in the log)."""
    if channel not in offered():
        raise NotFound("Không có kênh này.", code="channel_not_found")
    try:
        receipts = CARRIERS[Channel(channel)].read_receipts(provider, signature, body)
    except ReceiptRefused as error:
        _refuse(actor, channel, provider, str(error))
        raise Invalid("Biên nhận không được chấp nhận.", code="receipt_refused") from error
    return _apply(actor, Channel(channel), provider, receipts)


def ask_after_late(actor: Actor) -> int:
    """Ask providers for receipts that are long overdue; returns how many deliveries that moved."""
    now = clock.now()
    late = Delivery.objects.filter(
        channel__in=offered(), state=DeliveryState.SENT, sent_at__lt=now - LATE_AFTER, sent_at__gt=now - NEVER_AFTER
    ).exclude(channel=Channel.EMAIL)
    moved = 0
    for row in late.order_by("?")[:ASKED_AT_ONCE]:
        receipt = CARRIERS[Channel(row.channel)].state(row.provider, str(row.pk))
        moved += _apply(actor, Channel(row.channel), row.provider, [receipt]) if receipt else 0
    return moved


def _apply(actor: Actor, channel: Channel, provider: str, receipts: Iterable[Receipt]) -> int:
    told = {reference: one for one in receipts if (reference := _uuid(one.reference))}
    with transaction.atomic():
        rows = list(
            Delivery.objects.select_for_update(of=("self",))
            .select_related("message")
            .filter(pk__in=told, channel=channel.value, attempts__gt=0, provider__in=["", provider])
            .order_by("pk")
        )
        moved = [row for row in rows if moves(DeliveryState(row.state), STATES[told[row.pk].state])]
        for row in moved:
            _move(row, provider, told[row.pk])
        planning.plan_next(row for row in moved if row.state == DeliveryState.FAILED)
        if moved:
            _record(actor, channel, provider, moved)
    RECEIPTS.labels(channel=channel.value, result="moved").inc(len(moved))
    RECEIPTS.labels(channel=channel.value, result="ignored").inc(len(told) - len(moved))
    return len(moved)


def _move(row: Delivery, provider: str, receipt: Receipt) -> None:
    row.state, row.provider = STATES[receipt.state].value, provider
    row.finished_at, row.lease_until = clock.now(), None
    row.sent_at, row.error = row.sent_at or row.finished_at, receipt.detail[:LONGEST_ERROR]
    row.save(update_fields=["state", "provider", "finished_at", "lease_until", "sent_at", "error"])


def _uuid(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None


def _record(actor: Actor, channel: Channel, provider: str, moved: list[Delivery]) -> None:
    audit.record(
        actor,
        actions.TAKE_RECEIPTS,
        object_type="messaging.receipts",
        object_id=new_id(),
        purpose=actions.PURPOSE,
        legal_basis=actions.LEGAL_BASIS,
        subjects={row.party_id for row in moved},
        details={"channel": channel.value, "count": len(moved)},
        device=provider,
    )


def _refuse(actor: Actor, channel: str, provider: str, why: str) -> None:
    with transaction.atomic():
        audit.record(
            actor,
            actions.REFUSE_RECEIPTS,
            object_type="messaging.receipts",
            object_id=new_id(),
            details={"channel": channel, "why": why},
            device=provider[:LONGEST_PROVIDER],
        )
