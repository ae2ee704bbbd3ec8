"""Units (bodies with duties), their other names, and who took their duties over."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from dean06.kernel.base.models import Entity
from dean06.kernel.base.text import fold, nfc
from dean06.kernel.parties.models.areas import Area
from dean06.kernel.parties.models.dated import Dated, DatedQuerySet, ends_after_it_begins
from dean06.kernel.parties.ranges import overlapping_validity, same_text


class UnitLevel(models.TextChoices):
    """Tier of government; local = none (firms, schools, groups of people)."""

    CENTRAL = "central", "Trung ương"
    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"
    LOCAL = "local", "Trên địa bàn"


class UnitKind(models.TextChoices):
    """What sort of body it is. A group ("các phòng, ban, ngành") is named in dispatches but is no single body."""

    COUNCIL = "council", "Hội đồng nhân dân"
    COMMITTEE = "committee", "Ủy ban nhân dân"
    OFFICE = "office", "Văn phòng"
    DEPARTMENT = "department", "Cơ quan chuyên môn"
    POLICE = "police", "Công an"
    MILITARY = "military", "Quân sự"
    PARTY = "party", "Cơ quan Đảng"
    ASSOCIATION = "association", "Mặt trận, đoàn thể"
    VERTICAL = "vertical", "Cơ quan ngành dọc"
    COURT = "court", "Tòa án, Viện kiểm sát"
    BANK = "bank", "Ngân hàng"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    SERVICE = "service", "Đơn vị sự nghiệp"
    TASK_FORCE = "task_force", "Tổ công tác, ban chỉ đạo"
    MINISTRY = "ministry", "Bộ"
    GROUP = "group", "Nhóm đơn vị"


class Unit(Dated):
    """A body while it exists under this name. A new name or a merger is a new row and a `UnitSuccession`."""

    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    level = models.CharField(max_length=10, choices=UnitLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    # The People's Committee this installation serves: it decides contradictions and sees the board.
    is_authority = models.BooleanField(default=False)

    objects = DatedQuerySet["Unit"].as_manager()

    class Meta:
        ordering = ("name_sort", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="parties_unit_identity"),
            ends_after_it_begins("parties_unit_period"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="parties_unit_kind"),
            models.CheckConstraint(condition=Q(level__in=UnitLevel.values), name="parties_unit_level"),
            models.CheckConstraint(
                condition=Q(is_authority=False) | Q(kind=UnitKind.COMMITTEE), name="parties_authority_is_committee"
            ),
            ExclusionConstraint(
                name="parties_unit_code_once_a_day",
                expressions=[same_text("code"), overlapping_validity()],
                violation_error_message="Mã đơn vị này đã được dùng trong khoảng thời gian đó.",
            ),
            ExclusionConstraint(
                name="parties_one_authority_a_day",
                expressions=[overlapping_validity()],
                condition=Q(is_authority=True),
                violation_error_message="Đã có cơ quan chủ quản trong khoảng thời gian đó.",
            ),
        ]


class UnitAlias(Entity):
    """Another spelling of a unit's name, for searching."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)
    text_fold = models.CharField(max_length=200, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "text"], name="parties_alias_once")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search column in step with the text."""
        self.text = nfc(self.text)
        self.text_fold = fold(self.text)
        super().save(*args, **kwargs)


class UnitSuccession(Entity):
    """Duties of one unit passed to another on a day; several successors share them, each in its own area."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="predecessions")
    happened_on = models.DateField()
    legal_source = models.TextField()
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="parties_unit_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="parties_unit_not_its_own_successor"),
        ]
