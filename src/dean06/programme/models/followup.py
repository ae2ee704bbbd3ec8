"""Difficulties, extensions, inspections and reminders."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base.models import Entity
from dean06.programme.choices import Verdict
from dean06.programme.models.directive import Assignment


class Impediment(Entity):
    """A difficulty (khó khăn, vướng mắc) a unit raises, owned by the unit that must answer."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="impediments")
    unit_code = models.CharField(max_length=80)
    owner_unit_code = models.CharField(max_length=80)
    text = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("raised_at",)


class ImpedimentAnswer(Entity):
    """An answer to a difficulty; the one that settles it closes the difficulty."""

    impediment = models.ForeignKey(Impediment, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    settles = models.BooleanField()
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    answered_as = models.CharField(max_length=255)

    class Meta:
        ordering = ("answered_at",)


class ExtensionRequest(Entity):
    """A unit asks for a later day; an approved request adds a deadline entry and keeps the old one."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions")
    unit_code = models.CharField(max_length=80)
    wanted_on = models.DateField()
    reason = models.TextField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.PENDING)
    verdict_at = models.DateTimeField(null=True)
    verdict_by = models.ForeignKey("identity.User", null=True, on_delete=models.PROTECT, related_name="+")
    verdict_note = models.TextField(blank=True)

    class Meta:
        ordering = ("requested_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "unit_code"],
                condition=Q(verdict=Verdict.PENDING),
                name="extension_one_pending",
                violation_error_message="Đơn vị đã có một đề nghị gia hạn đang chờ duyệt cho nhiệm vụ này.",
            )
        ]


class Inspection(Entity):
    """A check on the spot by the tracking body: what was seen and concluded."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="inspections")
    unit_code = models.CharField(max_length=80)
    inspected_on = models.DateField()
    findings = models.TextField()
    demands = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-inspected_on",)


class ReminderSent(Entity):
    """A reminder or escalation that went out once for a stage of a deadline."""

    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="reminders")
    obligation = models.ForeignKey(
        "programme.Obligation", null=True, on_delete=models.PROTECT, related_name="reminders"
    )
    unit_code = models.CharField(max_length=80)
    stage = models.CharField(max_length=20, help_text="d7, d3, d1, overdue or escalated")
    due_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "unit_code", "stage", "due_on"],
                condition=Q(assignment__isnull=False),
                name="reminder_assignment_once",
            ),
            models.UniqueConstraint(
                fields=["obligation", "unit_code", "stage", "due_on"],
                condition=Q(obligation__isnull=False),
                name="reminder_obligation_once",
            ),
            models.CheckConstraint(
                condition=Q(assignment__isnull=False, obligation=None) | Q(assignment=None, obligation__isnull=False),
                name="reminder_one_subject",
            ),
        ]
