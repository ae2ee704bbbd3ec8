"""Documents ordered many at a time: one row each until it is issued."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.documents.models.keys import LONGEST_NAME
from dean06.kernel.documents.models.wallet import LONGEST_REFERENCE, Document

LONGEST_LINE_PROBLEM = 300


class LineState(models.TextChoices):
    """What has become of one document of many."""

    WAITING = "waiting", "Đang chờ"
    ISSUED = "issued", "Đã cấp"
    REFUSED = "refused", "Không cấp được"


class BulkIssue(Entity):
    """Documents of one type ordered at once. ``reference`` names the act: the same act orders once."""

    reference = models.CharField(max_length=LONGEST_REFERENCE, unique=True)
    kind = models.CharField(max_length=100)
    unit_code = models.CharField(max_length=80)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.CharField(max_length=LONGEST_NAME)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit_code", "-asked_at"], name="bulk_issues_of_unit")]


class BulkLine(Entity):
    """One document of them. ``request`` is what to issue, emptied once it is decided: nothing is kept twice."""

    bulk = models.ForeignKey(BulkIssue, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    reference = models.CharField(max_length=LONGEST_REFERENCE)
    request = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.WAITING)
    problem = models.CharField(max_length=LONGEST_LINE_PROBLEM, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bulk", "position"], name="bulk_line_place"),
            models.UniqueConstraint(fields=["bulk", "reference"], name="bulk_line_once"),
            models.CheckConstraint(
                condition=Q(state=LineState.WAITING, document=None, problem="")
                | Q(state=LineState.ISSUED, document__isnull=False, problem="", request={})
                | (Q(state=LineState.REFUSED, document=None, request={}) & ~Q(problem="")),
                name="bulk_line_decided",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["bulk", "position"], condition=Q(state=LineState.WAITING), name="bulk_lines_waiting")
        ]
