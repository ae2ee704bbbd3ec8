"""Messages and where they lie."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.models import Entity
from dean06.kernel.messaging.types import MessageClass

LONGEST_SUBJECT = 200
LONGEST_BODY = 5000
LONGEST_LINK = 500
LONGEST_REFERENCE = 200


class Message(Entity):
    """What was said, once, under one reference; never changed afterwards."""

    reference = models.CharField(max_length=LONGEST_REFERENCE, unique=True)
    digest = models.CharField(
        max_length=64, help_text="Of content and recipients: the same reference must mean the same"
    )
    message_class = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in MessageClass])
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    body = models.TextField(max_length=LONGEST_BODY)
    link = models.CharField(max_length=LONGEST_LINK, blank=True)
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


class EmailDelivery(Entity):
    """A message was told to a person by e-mail."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "party"], name="email_delivery_once")]
