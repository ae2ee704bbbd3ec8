"""Contradictions of the dispatch and the decisions taken on them."""

from django.db import models

from dean06.kernel.base.models import Entity
from dean06.programme.choices import Choice, Severity
from dean06.programme.models.directive import Assignment, Directive
from dean06.programme.rules import topics


class Contradiction(Entity):
    """A decision item found by the importer: two quotations and who may decide."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="contradictions")
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="contradictions")
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=40)
    field = models.CharField(max_length=40, blank=True)
    narrative_value = models.JSONField(null=True)
    table_value = models.JSONField(null=True)
    narrative_quote = models.TextField(blank=True)
    table_quote = models.TextField(blank=True)
    severity = models.CharField(max_length=10, choices=Severity)
    may_decide = models.CharField(max_length=20, help_text="Role that may decide: leader or coordinator")
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["directive", "position"], name="contradiction_position")]

    @property
    def title(self) -> str:
        """The question in words, with the assignment it is about."""
        words = topics.title(self.type)
        return f"Nhiệm vụ {self.assignment.number}: {words}" if self.assignment else words


class Decision(Entity):
    """A decision on a contradiction. A later one has the next revision; none is changed or removed."""

    contradiction = models.ForeignKey(Contradiction, on_delete=models.PROTECT, related_name="decisions")
    revision = models.PositiveSmallIntegerField()
    settled_with = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="settles_too",
        help_text="The decision on a sister contradiction that settled this one with it",
    )
    choice = models.CharField(max_length=12, choices=Choice)
    lead_unit_code = models.CharField(max_length=80, blank=True)
    deadline_on = models.DateField(null=True)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=255, help_text="Post and unit at the time")

    class Meta:
        ordering = ("revision",)
        constraints = [
            # Two people deciding at once: the second finds the revision taken and is told who decided.
            models.UniqueConstraint(fields=["contradiction", "revision"], name="decision_revision"),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="decision_revision_from_one"),
        ]
