"""Proof that records were deleted."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity


class DeletionProof(Entity):
    """One batch. ``digests`` are the sorted SHA-256 digests of the deleted ids, 32 bytes each; ``root`` their Merkle
    root (RFC 6962), which also stands in the audit entry, so the row cannot be changed unseen."""

    run_id = models.UUIDField(db_index=True)
    at = models.DateTimeField(default=clock.now)
    category = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    rule = models.CharField(max_length=300)
    count = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    digests = models.BinaryField()
    audit_entry_id = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["category", "-at"], name="deletion_of_category")]
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="deletion_of_something")]
