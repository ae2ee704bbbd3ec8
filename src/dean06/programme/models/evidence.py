"""Files that prove a plan or a report, kept by content."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base.models import Entity
from dean06.programme.models.reporting import ProgressReport, UnitPlan


class Evidence(Entity):
    """One file, attached to exactly one plan or report; the bytes lie in the blob store under their hash."""

    plan = models.ForeignKey(UnitPlan, null=True, on_delete=models.PROTECT, related_name="files")
    report = models.ForeignKey(ProgressReport, null=True, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=False, report=None) | Q(plan=None, report__isnull=False),
                name="evidence_one_owner",
            )
        ]
