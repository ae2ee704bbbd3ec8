"""Who may read a health book, for how long, who did, and what was read without being allowed first."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.pilots.p17_health_labour_books.choices import LookHow, Review

LONGEST_PURPOSE = 300
LONGEST_WHO = 300
LONGEST_REASON = 500


class HealthShare(Entity):
    """A person lets a unit's staff and system read kinds of entries until a time. Ends with its consent.

    ``kinds``: values of EntryKind. It is over at ``expires_at``, or ``withdrawn_at`` when that comes first;
    ``superseded_at`` is set on one that is over when a later one to the same unit takes its place.
    """

    subject = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    consent_id = models.UUIDField(unique=True)
    unit_code = models.CharField(max_length=80)
    kinds = models.JSONField()
    purpose = models.CharField(max_length=LONGEST_PURPOSE)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="p17_share_ends_later"),
            models.UniqueConstraint(
                fields=["subject", "unit_code"],
                condition=Q(withdrawn_at__isnull=True, superseded_at__isnull=True),
                name="p17_one_open_share",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit_code", "expires_at"], name="p17_shares_of_unit")]


class HealthLook(Entity):
    """One reading of somebody's book by somebody else. ``share`` is null when the glass was broken.

    Broken glass has a ``reason`` and waits for a review by another person.
    """

    subject = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    share = models.ForeignKey(HealthShare, models.PROTECT, null=True, related_name="looks")
    how = models.CharField(max_length=10, choices=LookHow.choices)
    unit_code = models.CharField(max_length=80)
    who = models.CharField(max_length=LONGEST_WHO)
    user_id = models.UUIDField(null=True)
    kinds = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    review = models.CharField(max_length=12, choices=Review.choices, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=LONGEST_WHO, blank=True)
    review_note = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(how__in=LookHow.values), name="p17_look_how"),
            models.CheckConstraint(
                condition=Q(how=LookHow.EMERGENCY, share__isnull=True, ends_at__isnull=False)
                & ~Q(reason="")
                & Q(review__in=Review.values)
                | ~Q(how=LookHow.EMERGENCY) & Q(share__isnull=False, reason="", review=""),
                name="p17_emergency_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(review__in=["", Review.OPEN])
                | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by="") & ~Q(review_note="")),
                name="p17_review_has_who",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "-at"], name="p17_looks_at_subject"),
            models.Index(fields=["at"], condition=Q(review=Review.OPEN), name="p17_looks_to_review"),
        ]
