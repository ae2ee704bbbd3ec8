"""What units hand in: their plan for the directive and progress on assignments."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base.models import Entity
from dean06.programme.choices import ProgressState, Verdict
from dean06.programme.models.directive import Assignment, Directive


class Submission(Entity):
    """Something a unit hands in and the assigner confirms or returns."""

    unit_code = models.CharField(max_length=80)
    summary = models.TextField()
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.PENDING)
    verdict_at = models.DateTimeField(null=True)
    verdict_by = models.ForeignKey("identity.User", null=True, on_delete=models.PROTECT, related_name="+")
    verdict_note = models.TextField(blank=True)

    class Meta:
        abstract = True


class UnitPlan(Submission):
    """A unit's plan to carry out the directive; a returned plan is answered by the next revision."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="plans")
    revision = models.PositiveSmallIntegerField()
    symbol = models.CharField(max_length=100, blank=True, help_text="Number and symbol of the plan document")
    is_paper = models.BooleanField(default=False, help_text="Came on paper; the tracking body noted it")

    class Meta:
        ordering = ("unit_code", "revision")
        constraints = [
            models.UniqueConstraint(fields=["directive", "unit_code", "revision"], name="plan_revision"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.PENDING, verdict_at=None)
                | (~Q(verdict=Verdict.PENDING) & Q(verdict_at__isnull=False)),
                name="plan_verdict_dated",
            ),
        ]


class ProgressReport(Submission):
    """A unit's report on an assignment, counted only once confirmed."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=12, choices=ProgressState)
    percent = models.PositiveSmallIntegerField()
    as_lead = models.BooleanField(help_text="The unit answered for the whole assignment; others report their own part")
    request_key = models.CharField(max_length=64, help_text="Made with the form: a double click files one report")

    class Meta:
        ordering = ("-submitted_at",)
        constraints = [
            models.UniqueConstraint(fields=["unit_code", "request_key"], name="report_request_key"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="report_percent"),
            models.CheckConstraint(
                condition=~Q(state=ProgressState.COMPLETED) | Q(percent=100), name="report_completed_is_100"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProgressState.COMPLETED) | Q(as_lead=True), name="report_completed_by_lead"
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.PENDING, verdict_at=None)
                | (~Q(verdict=Verdict.PENDING) & Q(verdict_at__isnull=False)),
                name="report_verdict_dated",
            ),
        ]
