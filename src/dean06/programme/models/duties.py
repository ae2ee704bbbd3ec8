"""Who owes what until when: dated rows, ended rather than changed."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base.models import Entity
from dean06.programme.choices import DeadlineBound, DeadlineKind, DutyBasis, UnitRole
from dean06.programme.models.decisions import Decision
from dean06.programme.models.directive import Assignment


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    """Named filters."""

    def in_force(self, day: date) -> "ResponsibilityQuerySet":
        """Duties that hold on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)

    def open(self) -> "ResponsibilityQuerySet":
        """Duties not ended."""
        return self.filter(valid_until=None)


class Responsibility(Entity):
    """A unit's part in an assignment from ``valid_from`` until ``valid_until`` (exclusive)."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="responsibilities")
    unit_code = models.CharField(max_length=80)
    role = models.CharField(max_length=12, choices=UnitRole)
    is_accountable = models.BooleanField(default=False, help_text="The one lead who answers for the assignment")
    is_request = models.BooleanField(default=False, help_text="Only requested; outside the issuer's power")
    basis = models.CharField(max_length=12, choices=DutyBasis)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    predecessor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(is_accountable=True, valid_until=None),
                name="responsibility_one_accountable",
                violation_error_message="Nhiệm vụ này đã có đơn vị chịu trách nhiệm chính.",
            ),
            models.UniqueConstraint(
                fields=["assignment", "unit_code", "role"],
                condition=Q(valid_until=None),
                name="responsibility_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="responsibility_dates"
            ),
            models.CheckConstraint(
                condition=Q(is_accountable=False) | Q(role=UnitRole.LEAD), name="responsibility_accountable_is_lead"
            ),
        ]


class DeadlineEntry(Entity):
    """A deadline as it stood from ``recorded_at``; the newest entry is in force, the first is never lost."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="deadlines")
    revision = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=20, choices=DeadlineKind)
    on = models.DateField(null=True)
    bound = models.CharField(max_length=10, choices=DeadlineBound, default=DeadlineBound.INCLUSIVE)
    basis = models.CharField(max_length=12, choices=DutyBasis)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("revision",)
        constraints = [models.UniqueConstraint(fields=["assignment", "revision"], name="deadline_revision")]
