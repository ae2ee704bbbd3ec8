"""Consents: rows are never deleted, and change once, when they are withdrawn (triggers of 0002)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Least

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.parties.ranges import OVERLAPS, same_row, same_text
from dean06.kernel.privacy.types import GivenHow

LONGEST_CODE = 80
LONGEST_PURPOSE = 300
LONGEST_FIELDS_KEY = 1000


class InstantRange(Func):
    """tstzrange(from, until): the lower bound belongs, the upper does not, NULL means without end."""

    function = "tstzrange"


class Consent(Entity):
    """One yes: whose, to whom, for what, to which data, how long; ``fields_key`` is the one spelling of ``fields``."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    purpose_code = models.CharField(max_length=LONGEST_CODE)
    purpose = models.CharField(max_length=LONGEST_PURPOSE)
    recipient_code = models.CharField(max_length=LONGEST_CODE)
    recipient = models.CharField(max_length=200)
    fields = ArrayField(models.CharField(max_length=100))
    fields_key = models.CharField(max_length=LONGEST_FIELDS_KEY)
    legal_basis = models.CharField(max_length=300)
    given_how = models.CharField(max_length=10, choices=[(how.value, how.label) for how in GivenHow])
    level = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    receipt = models.TextField()
    audit_entry_id = models.UUIDField()
    withdrawal_entry_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party", "-given_at"], name="consent_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(given_how__in=[how.value for how in GivenHow]), name="consent_how"),
            models.CheckConstraint(condition=Q(level__in=[0, 1, 2]), name="consent_level"),
            models.CheckConstraint(condition=Q(fields__len__gt=0), name="consent_names_data"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("given_at")), name="consent_period"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawal_entry_id__isnull=True)
                | Q(withdrawn_at__gte=F("given_at"), withdrawal_entry_id__isnull=False),
                name="consent_withdrawn_with_entry",
            ),
            ExclusionConstraint(
                name="consent_once_at_a_time",
                expressions=[
                    same_row("party"),
                    same_text("purpose_code"),
                    same_text("recipient_code"),
                    same_text("fields_key"),
                    (InstantRange(F("given_at"), Least(F("valid_until"), F("withdrawn_at"))), OVERLAPS),
                ],
                violation_error_message="Sự đồng ý y như vậy đang còn hiệu lực.",
            ),
        ]
