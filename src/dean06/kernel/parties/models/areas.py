"""Administrative areas and what became of them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from dean06.kernel.base.models import Entity
from dean06.kernel.parties.models.dated import Dated, DatedQuerySet, ends_after_it_begins
from dean06.kernel.parties.ranges import overlapping_validity, same_text


class AreaKind(models.TextChoices):
    """Kinds of area; the label is the word before the name."""

    PROVINCE = "province", "Tỉnh"
    DISTRICT = "district", "Huyện"
    TOWNSHIP = "township", "Thị trấn"
    COMMUNE = "commune", "Xã"


class Area(Dated):
    """An area while it is one. Identity is (code, valid_from): codes are reused with a new meaning."""

    kind = models.CharField(max_length=10, choices=AreaKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = DatedQuerySet["Area"].as_manager()

    class Meta:
        ordering = ("name_sort", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="parties_area_identity"),
            ends_after_it_begins("parties_area_period"),
            models.CheckConstraint(condition=Q(kind__in=AreaKind.values), name="parties_area_kind"),
            ExclusionConstraint(
                name="parties_area_code_once_a_day",
                expressions=[same_text("code"), overlapping_validity()],
                violation_error_message="Mã địa bàn này đã được dùng trong khoảng thời gian đó.",
            ),
        ]

    @property
    def full_name(self) -> str:
        """ "Xã Tùng Ảnh"."""
        return f"{AreaKind(self.kind).label} {self.name}"


class AreaSuccession(Entity):
    """One area went, wholly or in part, into another on a day."""

    predecessor = models.ForeignKey(Area, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Area, models.PROTECT, related_name="predecessions")
    happened_on = models.DateField()
    legal_source = models.TextField()
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="parties_area_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="parties_area_not_its_own_successor"),
        ]
