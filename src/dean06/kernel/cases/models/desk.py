"""What officers keep about their own way of working."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.cases.models.case import LONGEST_UNIT
from dean06.kernel.parties.ranges import overlapping_validity, same_row, same_text

LONGEST_VIEW_NAME = 60
LONGEST_QUERY = 500


class SavedView(Entity):
    """A choice of the queue under a name of its owner's. Holds no name or number of any applicant."""

    owner = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_VIEW_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="cases_view_once")]


class Substitution(Entity):
    """From a day until a day (exclusive) one officer's cases may be worked on by a colleague of the same unit and role.

    Withdrawn early, ``valid_until`` moves to that day, so the row says what was in force when.
    """

    unit_code = models.CharField(max_length=LONGEST_UNIT)
    role = models.CharField(max_length=20)
    away = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    away_name = models.CharField(max_length=200)
    substitute = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    substitute_name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField()
    made_by = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            # A day withdrawn before it began leaves an empty period.
            models.CheckConstraint(condition=Q(valid_from__lte=F("valid_until")), name="cases_substitution_period"),
            models.CheckConstraint(condition=~Q(away=F("substitute")), name="cases_substitution_by_another"),
            ExclusionConstraint(
                name="cases_one_substitute_a_day",
                expressions=[same_text("unit_code"), same_text("role"), same_row("away"), overlapping_validity()],
            ),
        ]
        indexes = [models.Index(fields=["substitute", "unit_code", "role"], name="cases_substitutes")]
