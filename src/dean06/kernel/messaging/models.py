"""Messages and where they lie."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.models import Entity
from dean06.kernel.messaging.types import Channel, DeliveryState, MessageClass
from dean06.kernel.messaging.wording.types import LONGEST_BODY, LONGEST_LINK, LONGEST_SMS, LONGEST_SUBJECT, Alphabet

LONGEST_REFERENCE = 200
LONGEST_CODE = 80
LONGEST_PROVIDER = 40
LONGEST_ERROR = 200
LONGEST_PHONE = 15


class Message(Entity):
    """What was said, once, under one reference; never changed afterwards."""

    reference = models.CharField(max_length=LONGEST_REFERENCE, unique=True)
    digest = models.CharField(
        max_length=64, help_text="Of content and recipients: the same reference must mean the same"
    )
    template = models.CharField(max_length=LONGEST_CODE, blank=True, help_text="Empty: older than templates")
    message_class = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in MessageClass])
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    body = models.TextField(max_length=LONGEST_BODY)
    sms = models.CharField(max_length=LONGEST_SMS + LONGEST_LINK, blank=True, help_text="As it goes to a phone")
    sms_alphabet = models.CharField(max_length=4, blank=True, choices=[(one.value, one.value) for one in Alphabet])
    link = models.CharField(max_length=LONGEST_LINK, blank=True)
    first_channel = models.CharField(max_length=10, blank=True, choices=[(one.value, one.label) for one in Channel])
    sender = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(message_class__in=[kind.value for kind in MessageClass]), name="message_class_known"
            ),
            models.CheckConstraint(
                condition=Q(link="") | (Q(link__startswith="/") & ~Q(link__startswith="//")),
                name="message_link_on_this_site",
            ),
            models.CheckConstraint(
                condition=Q(first_channel__in=["", *(one.value for one in Channel)]), name="message_channel_known"
            ),
        ]


class InboxMessage(Entity):
    """A message in one inbox: a person's, or one shared by whoever wears a role of a unit. Shown once delivered."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="copies")
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.CASCADE, related_name="+")
    unit_code = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=12, blank=True, choices=[(role.value, role.value) for role in Role])
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False, unit_code="", role="")
                | (Q(party__isnull=True) & ~Q(unit_code="") & ~Q(role="")),
                name="inbox_person_or_unit",
            ),
            models.UniqueConstraint(
                fields=["message", "party"], condition=Q(party__isnull=False), name="inbox_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["message", "unit_code", "role"], condition=Q(party__isnull=True), name="inbox_once_a_unit"
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-delivered_at"], name="inbox_of_person"),
            models.Index(fields=["unit_code", "role", "-delivered_at"], name="inbox_of_unit"),
        ]


class ReadMark(Entity):
    """A person has opened a message; in a shared inbox each reader has a mark of his own."""

    inbox_message = models.ForeignKey(InboxMessage, on_delete=models.CASCADE, related_name="marks")
    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox_message", "party"], name="read_mark_once")]


class EmailAddress(Entity):
    """Where a person wants to be told of new messages. Used only once confirmed by a code sent to it."""

    party = models.OneToOneField("parties.Party", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    nonce = models.CharField(max_length=32, help_text="The confirmation code is derived from it, never stored")
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)


class PhoneNumber(Entity):
    """Where a person wants text messages. Used only once confirmed by a code sent to it."""

    party = models.OneToOneField("parties.Party", on_delete=models.CASCADE, related_name="+")
    phone = models.CharField(max_length=LONGEST_PHONE, help_text="Country code and number, digits only")
    nonce = models.CharField(max_length=32, help_text="The confirmation code is derived from it, never stored")
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)


class Wishes(Entity):
    """What a person declined; without a row everything is on."""

    party = models.OneToOneField("parties.Party", on_delete=models.CASCADE, related_name="+")
    channels_off = models.JSONField(default=list)
    classes_off = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=clock.now)


class Delivery(Entity):
    """One message to one person on one channel; its id is the reference the provider recognises it by."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Channel])
    state = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in DeliveryState], default=DeliveryState.QUEUED.value
    )
    is_urgent = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False, help_text="Told of the inbox of a unit")
    provider = models.CharField(
        max_length=LONGEST_PROVIDER, blank=True, help_text="Who took it, or who may have taken it and is asked again"
    )
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=LONGEST_ERROR, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "party", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in DeliveryState]), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[one.value for one in Channel]), name="delivery_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(lease_until=None) | Q(state=DeliveryState.QUEUED.value), name="delivery_lease_while_queued"
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "-is_urgent", "due_at"],
                condition=Q(state=DeliveryState.QUEUED.value),
                name="delivery_queue",
            ),
            models.Index(fields=["party", "channel", "created_at"], name="delivery_of_person"),
            models.Index(fields=["sent_at"], condition=Q(state=DeliveryState.SENT.value), name="delivery_unconfirmed"),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]


class ProviderSwitch(Entity):
    """An operator's word on a provider; without a row it is on."""

    channel = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Channel])
    provider = models.CharField(max_length=LONGEST_PROVIDER)
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "provider"], name="provider_switch_once")]
