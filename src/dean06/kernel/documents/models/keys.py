"""Signing keys of units, their certificates, and the roots documents are believed by."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.documents.keys.signer import Algorithm
from dean06.kernel.documents.types import AnchorState, KeyState

DIGEST = 64
LONGEST_NAME = 300
LONGEST_REASON = 300


class UnitKey(Entity):
    """A key a unit signs with. ``sealed`` is the private half, encrypted, emptied when the key is compromised."""

    unit_code = models.CharField(max_length=80)
    algorithm = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default=KeyState.WAITING)
    sealed = models.BinaryField()
    public = models.BinaryField(unique=True, help_text="SubjectPublicKeyInfo, DER")
    request = models.BinaryField(help_text="PKCS#10, DER")
    created_at = models.DateTimeField(default=clock.now)
    activated_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering: ClassVar = ("unit_code", "-created_at")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(KeyState)), name="unit_key_state_known"),
            models.CheckConstraint(condition=Q(algorithm__in=list(Algorithm)), name="unit_key_algorithm_known"),
            models.CheckConstraint(
                condition=~Q(state=KeyState.ACTIVE) | Q(activated_at__isnull=False, retired_at=None),
                name="unit_key_active_since",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[KeyState.WAITING, KeyState.ACTIVE])
                | (Q(retired_at__isnull=False) & ~Q(reason="")),
                name="unit_key_ended_why",
            ),
            models.UniqueConstraint(
                fields=["unit_code", "algorithm"], condition=Q(state=KeyState.ACTIVE), name="unit_key_one_signs"
            ),
        ]


class Certificate(Entity):
    """A certificate of a key, with the ones above it; a key may get another one before the first runs out."""

    key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="certificates")
    chain = ArrayField(models.BinaryField(), help_text="DER, its own first")
    sha256 = models.CharField(max_length=DIGEST, unique=True)
    subject = models.CharField(max_length=LONGEST_NAME)
    issuer = models.CharField(max_length=LONGEST_NAME)
    serial = models.CharField(max_length=DIGEST)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ("-not_after",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(not_after__gt=F("not_before")), name="certificate_period"),
            models.CheckConstraint(condition=Q(chain__len__gt=0), name="certificate_has_bytes"),
        ]


class TrustAnchor(Entity):
    """A root certificate. One operator proposes it, another one approves: a wrong root makes any forgery genuine."""

    der = models.BinaryField()
    sha256 = models.CharField(max_length=DIGEST)
    subject = models.CharField(max_length=LONGEST_NAME)
    not_after = models.DateTimeField()
    state = models.CharField(max_length=10, default=AnchorState.PROPOSED)
    proposed_by = models.UUIDField()
    proposed_name = models.CharField(max_length=LONGEST_NAME)
    proposed_at = models.DateTimeField(default=clock.now)
    approved_by = models.UUIDField(null=True)
    approved_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering: ClassVar = ("subject", "-proposed_at")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(AnchorState)), name="anchor_state_known"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="anchor_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state=AnchorState.ACTIVE) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="anchor_active_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(state=AnchorState.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=AnchorState.WITHDRAWN) & Q(withdrawn_at=None)),
                name="anchor_withdrawn_when",
            ),
            models.UniqueConstraint(fields=["sha256"], condition=~Q(state=AnchorState.WITHDRAWN), name="anchor_once"),
        ]
