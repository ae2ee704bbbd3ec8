"""Lists to compare with the register: who handed one in, how far it is, what came back line by line."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.registry.models.purposes import LONGEST_BASIS, LONGEST_CODE
from dean06.kernel.registry.types import LONGEST_ACT, BatchStatus


class Batch(Entity):
    """A list handed in by an officer. ``done`` counts the lines, of those that can be asked about, with a result.

    ``revived`` counts how often its job was lost since results last came in.

    The officer, post and unit stand here as they were: results come when nobody is signed in, and the persons are told
    who had asked.
    """

    request_key = models.CharField(max_length=64, unique=True)
    user_id = models.UUIDField()
    party_id = models.UUIDField(null=True)
    officer_name = models.CharField(max_length=200)
    role = models.CharField(max_length=20)
    unit_code = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=200)
    post = models.CharField(max_length=200)
    purpose_code = models.CharField(max_length=LONGEST_CODE)
    purpose_title = models.CharField(max_length=200)
    provider_code = models.CharField(max_length=LONGEST_CODE)
    legal_basis = models.CharField(max_length=LONGEST_BASIS)
    act = models.CharField(max_length=LONGEST_ACT)
    compared = ArrayField(models.CharField(max_length=20))
    lines_total = models.PositiveIntegerField()
    lines_valid = models.PositiveIntegerField()
    sent = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    revived = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, default=BatchStatus.RUNNING)
    reason = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ("-created_at",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=list(BatchStatus)), name="registry_batch_status_known"),
            models.CheckConstraint(
                condition=Q(done__lte=F("sent"), sent__lte=F("lines_valid"), lines_valid__lte=F("lines_total")),
                name="registry_batch_counts",
            ),
            models.CheckConstraint(
                condition=Q(status=BatchStatus.RUNNING, finished_at=None)
                | (~Q(status=BatchStatus.RUNNING) & Q(finished_at__isnull=False)),
                name="registry_batch_finished",
            ),
            models.CheckConstraint(
                condition=~Q(status=BatchStatus.DONE) | Q(done=F("lines_valid")), name="registry_batch_complete"
            ),
            models.UniqueConstraint(
                fields=["user_id"], condition=Q(status=BatchStatus.RUNNING), name="registry_batch_one_at_a_time"
            ),
        ]


class BatchLine(models.Model):
    """One line. ``problem``: why it cannot be asked about, else ``place`` is its place among those that can."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    place = models.PositiveIntegerField(null=True)
    personal_id = models.CharField(max_length=40)
    claim = models.JSONField(default=dict)
    problem = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=12, blank=True)
    differs = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    unknown = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        ordering: ClassVar = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="registry_line_number"),
            models.UniqueConstraint(fields=["batch", "place"], name="registry_line_place"),
            models.CheckConstraint(
                condition=Q(place=None) & ~Q(problem="") & Q(result="") | Q(place__isnull=False, problem=""),
                name="registry_line_asked_or_not",
            ),
        ]
