"""What every dated row has: from a day (which belongs) until a day (which does not)."""

from datetime import date
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base.models import Entity
from dean06.kernel.base.text import fold, nfc, sort_key

# Sort keys are compared byte by byte: the embedded PostgreSQL has no Vietnamese collation, and none is needed.
SORT_COLLATION = "C"


Row = TypeVar("Row", bound="Dated")


class DatedQuerySet(models.QuerySet[Row]):
    """Named filters by day."""

    def on(self, day: date) -> Self:
        """Rows in force on a day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


class Dated(Entity):
    """Base of areas and units: a code and a name that hold for a while."""

    code = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    name_fold = models.CharField(max_length=200, editable=False)
    name_sort = models.CharField(max_length=400, editable=False, db_collation=SORT_COLLATION)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.TextField()
    verified = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def derive(self) -> None:
        """Set the search and sort columns from the name; called by save and before writing in bulk."""
        self.name = nfc(self.name)
        self.name_fold = fold(self.name)
        self.name_sort = sort_key(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived columns in step."""
        self.derive()
        super().save(*args, **kwargs)

    def is_valid_on(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """The period is not empty."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_from__lt=F("valid_until")),
        name=name,
        violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
    )
