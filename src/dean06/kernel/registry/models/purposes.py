"""The table of purposes: dated rows, never two of one code on a day."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dean06.kernel.base.models import Entity
from dean06.kernel.parties.ranges import overlapping_validity, same_text

LONGEST_CODE = 40
LONGEST_UNIT = 80
LONGEST_BASIS = 200  # the provider's limit (protocols/population)


class Purpose(Entity):
    """A purpose while it holds; changing it closes one row and opens the next."""

    code = models.CharField(max_length=LONGEST_CODE)
    title = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=LONGEST_BASIS)
    provider_code = models.CharField(max_length=LONGEST_CODE)
    verbs = ArrayField(models.CharField(max_length=20))
    fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    claims = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    roles = ArrayField(models.CharField(max_length=20))
    units = ArrayField(models.CharField(max_length=LONGEST_UNIT), default=list, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.TextField()
    verified = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ("title", "valid_from")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="registry_purpose_period"
            ),
            models.CheckConstraint(condition=Q(verbs__len__gt=0, roles__len__gt=0), name="registry_purpose_used"),
            ExclusionConstraint(
                name="registry_purpose_once_a_day", expressions=[same_text("code"), overlapping_validity()]
            ),
        ]


def on_day(day: object) -> "models.QuerySet[Purpose]":
    """Rows in force on a day."""
    return Purpose.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)
