"""What holders let others see, and who looked."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.documents.kinds.spec import Audience
from dean06.kernel.documents.models.keys import DIGEST
from dean06.kernel.documents.models.wallet import Document

LONGEST_PURPOSE = 300
LONGEST_WHO = 200
MOST_TIMES = 20


class DocumentShare(Entity):
    """One permission to look: which facts, what for, how often, until when. Of its secret only the hash is kept.

    ``unit_code``: whose officers alone may look, empty for whoever has the secret. ``consent_id``: the consent it rests
    on (privacy); with it the share ends.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="shares")
    consent_id = models.UUIDField(unique=True)
    token_sha256 = models.CharField(max_length=DIGEST, unique=True)
    facts = models.JSONField()
    purpose = models.CharField(max_length=LONGEST_PURPOSE)
    audience = models.CharField(max_length=20, choices=[(one.value, one.label) for one in Audience])
    recipient = models.CharField(max_length=LONGEST_WHO)
    unit_code = models.CharField(max_length=80, blank=True)
    times = models.PositiveSmallIntegerField()
    looked = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(times__gte=1, times__lte=MOST_TIMES), name="share_times"),
            models.CheckConstraint(condition=Q(looked__lte=F("times")), name="share_not_more_often"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="share_ends_later"),
            models.CheckConstraint(
                condition=Q(audience__in=[one.value for one in Audience])
                & (Q(audience=Audience.STATE) & ~Q(unit_code="") | ~Q(audience=Audience.STATE) & Q(unit_code="")),
                name="share_state_signs_in",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["document", "-created_at"], name="shares_of_document"),
            models.Index(fields=["expires_at"], name="shares_by_end"),
        ]


class ShareLook(Entity):
    """One look: what the looker said of himself, or who he was signed in as."""

    share = models.ForeignKey(DocumentShare, models.CASCADE, related_name="looks")
    at = models.DateTimeField(default=clock.now)
    name = models.CharField(max_length=LONGEST_WHO)
    organisation = models.CharField(max_length=LONGEST_WHO, blank=True)
    is_signed_in = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="share_look_has_name")]
        indexes: ClassVar = [models.Index(fields=["share", "-at"], name="looks_of_share")]
