"""The history of a case: what the law's clock and the indicators are computed from. Append-only."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base.models import Entity
from dean06.kernel.cases.models.case import LONGEST_UNIT, Case
from dean06.kernel.cases.models.handling import LONGEST_NOTE
from dean06.kernel.cases.statuses import Status


class CaseEvent(Entity):
    """One act upon a case and the status it left it in; ``number`` is the revision it made."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=30)
    status = models.PositiveSmallIntegerField(choices=[(one.value, one.label) for one in Status])
    step_code = models.CharField(max_length=100, blank=True)
    by_name = models.CharField(max_length=200)
    by_post = models.CharField(max_length=200, blank=True)
    by_unit_code = models.CharField(max_length=LONGEST_UNIT, blank=True)
    by_unit_name = models.CharField(max_length=300, blank=True)
    note = models.TextField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_event_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="cases_event_from_one"),
            models.CheckConstraint(condition=Q(status__in=list(Status)), name="cases_event_status_known"),
        ]
