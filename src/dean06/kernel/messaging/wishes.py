"""How a person wants to be told: which channels, which classes of message. The inbox is always there."""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.messaging import actions, contacts, email, phone
from dean06.kernel.messaging.models import Wishes
from dean06.kernel.messaging.policy import policies
from dean06.kernel.messaging.types import Channel, ChannelWish, ClassWish, MessageClass, WishesState


def wishes(actor: Actor) -> WishesState:
    """Channels this installation has and classes a person may decline, each with how she has it."""
    row = Wishes.objects.filter(party_id=actor.party_id).first() if actor.party_id else None
    channels_off, classes_off = (row.channels_off, row.classes_off) if row else ([], [])
    mail, number = email.state(actor), phone.state(actor)
    places = {
        Channel.EMAIL: (mail.is_offered, mail.email if mail.is_confirmed else ""),
        Channel.SMS: (number.is_offered, number.phone if number.is_confirmed else ""),
        Channel.VNEID: (bool(settings.VNEID_INBOX), "ứng dụng VNeID"),
    }
    return WishesState(
        channels=tuple(
            ChannelWish(channel=channel, place=place, is_on=channel.value not in channels_off)
            for channel, (is_offered, place) in places.items()
            if is_offered
        ),
        classes=tuple(
            ClassWish(kind=kind, is_on=kind.value not in classes_off)
            for kind, policy in policies().items()
            if policy.optional
        ),
    )


def set_wishes(actor: Actor, *, channels: Collection[Channel], classes: Collection[MessageClass]) -> None:
    """Keep which channels and which of the optional classes the actor wants. NotPermitted without a person behind."""
    party_id = contacts.person(actor)
    optional = [kind for kind, policy in policies().items() if policy.optional]
    facts = {
        "channels_off": sorted(one.value for one in Channel if one not in channels),
        "classes_off": sorted(one.value for one in optional if one not in classes),
        "changed_at": clock.now(),
    }
    with transaction.atomic():
        row, _ = Wishes.objects.update_or_create(party_id=party_id, defaults=facts)
        audit.record(
            actor,
            actions.SET_WISHES,
            object_type="messaging.wishes",
            object_id=row.pk,
            purpose=actions.PURPOSE,
            legal_basis=actions.LEGAL_BASIS,
            subjects=[party_id],
        )
