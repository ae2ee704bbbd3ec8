"""The dispatch as it came: text, what was understood, both readings of every assignment."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base.models import Entity
from dean06.programme.choices import DeadlineBound, DeadlineKind, ReadingSource, UnitRole


class Directive(Entity):
    """One imported dispatch (công văn). The source text and the reading are kept unchanged."""

    source_name = models.CharField(max_length=255)
    source_sha256 = models.CharField(max_length=64, unique=True)
    source_text = models.TextField()
    reading = models.JSONField(help_text="The importer's whole output, contract dispatch-reading.schema.json")
    issuer = models.CharField(max_length=255, blank=True)
    symbol = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=50, blank=True, help_text="Empty when the dispatch leaves it blank")
    issued_on = models.DateField(null=True, help_text="Null when the dispatch leaves it blank")
    received_on = models.DateField(help_text="Day the duties began to hold here")
    subject = models.TextField(blank=True)
    signer = models.CharField(max_length=255, blank=True)
    lists_pilots = models.BooleanField(default=False, help_text="Its numbered assignments are the programme's pilots")
    is_sample = models.BooleanField(default=False, help_text="Written by our own generator for the demo")
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey("identity.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-received_on", "-imported_at")


class Obligation(Entity):
    """A duty the letter itself lays on its addressees, e.g. to send a plan before a day."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="obligations")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    deadline_text = models.CharField(max_length=255, blank=True)
    deadline_kind = models.CharField(max_length=20, choices=DeadlineKind, default=DeadlineKind.NONE)
    deadline_on = models.DateField(null=True)
    deadline_bound = models.CharField(max_length=10, choices=DeadlineBound, default=DeadlineBound.INCLUSIVE)
    is_plan_duty = models.BooleanField(default=False, help_text="Asks every unit for its plan")

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["directive", "position"], name="obligation_position"),
            models.UniqueConstraint(
                fields=["directive"], condition=Q(is_plan_duty=True), name="obligation_one_plan_duty"
            ),
        ]


class Group(Entity):
    """A group of pilots as the annex prints it, with the count it declares."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="groups")
    code = models.CharField(max_length=10)
    title = models.TextField(blank=True)
    declared_count = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["directive", "code"], name="group_code")]


class Assignment(Entity):
    """One numbered task of the dispatch: for the 23 pilots, the pilot of that number."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="assignments")
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="assignments")
    number = models.PositiveSmallIntegerField()
    title = models.TextField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["directive", "number"], name="assignment_number")]


class Reading(Entity):
    """One annex's account of an assignment: its words verbatim and where they stand in the source text."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="readings")
    source = models.CharField(max_length=10, choices=ReadingSource)
    words = models.TextField(help_text="Verbatim")
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    lead_is_request = models.BooleanField(default=False, help_text="“Đề nghị …”: outside the issuer's power")
    deadline_text = models.CharField(max_length=255, blank=True)
    deadline_kind = models.CharField(max_length=20, choices=DeadlineKind, default=DeadlineKind.NONE)
    deadline_on = models.DateField(null=True)
    deadline_bound = models.CharField(max_length=10, choices=DeadlineBound, default=DeadlineBound.INCLUSIVE)
    tools = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "source"], name="reading_source")]


class ReadingUnit(Entity):
    """A unit as a reading names it; ``unit_code`` stays empty when the name could not be resolved."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="units")
    role = models.CharField(max_length=12, choices=UnitRole)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255, help_text="Canonical, or as written when unresolved")
    unit_code = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("role", "position")
        constraints = [models.UniqueConstraint(fields=["reading", "role", "position"], name="reading_unit_position")]
