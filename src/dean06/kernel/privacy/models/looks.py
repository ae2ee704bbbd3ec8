"""How far looks were judged, and which were found unexpected."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dean06.kernel.base.models import Entity


class ScanCursor(models.Model):
    """One row: the first place of the audit tree that was not judged yet."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    next_index = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="scan_cursor_alone")]


class UnexpectedLook(Entity):
    """A look the person was told about, with the codes of the reasons."""

    party = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="+")
    entry_id = models.UUIDField()
    at = models.DateTimeField()
    reasons = ArrayField(models.CharField(max_length=40))

    class Meta:
        indexes = [models.Index(fields=["at"], name="unexpected_by_time")]
        constraints = [models.UniqueConstraint(fields=["party", "entry_id"], name="unexpected_once")]
