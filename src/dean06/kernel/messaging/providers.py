"""Providers an operator has switched off, by channel."""

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Invalid, NotPermitted
from dean06.kernel.messaging import actions
from dean06.kernel.messaging.models import LONGEST_PROVIDER, ProviderSwitch
from dean06.kernel.messaging.types import Channel


def switched_off(channel: Channel) -> frozenset[str]:
    """Names of the providers nobody may be sent through now."""
    rows = ProviderSwitch.objects.filter(channel=channel.value, is_on=False)
    return frozenset(rows.values_list("provider", flat=True))


def switch_provider(actor: Actor, *, channel: Channel, provider: str, is_on: bool) -> None:
    """Send through a provider or not. For operators; what waits goes another way or waits. NotPermitted, Invalid."""
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Chỉ người vận hành được bật, tắt nhà cung cấp.", code="not_operator")
    if not 0 < len(provider) <= LONGEST_PROVIDER:
        raise Invalid("Chưa chọn nhà cung cấp.", code="bad_provider")
    with transaction.atomic():
        row, _ = ProviderSwitch.objects.update_or_create(
            channel=channel.value, provider=provider, defaults={"is_on": is_on, "changed_at": clock.now()}
        )
        audit.record(
            actor,
            actions.SWITCH_PROVIDER,
            object_type="messaging.provider",
            object_id=row.pk,
            details={"channel": channel.value, "provider": provider, "on": is_on},
        )
