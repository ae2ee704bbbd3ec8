"""Posts of units and who holds them when. A person's roles come from here and from nowhere else."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from dean06.kernel.base.actor import Role
from dean06.kernel.base.models import Entity
from dean06.kernel.parties.models.dated import ends_after_it_begins
from dean06.kernel.parties.models.people import Party
from dean06.kernel.parties.models.units import Unit
from dean06.kernel.parties.ranges import overlapping_validity, same_row
from dean06.kernel.parties.rules import POST_ROLES

ROLE_CHOICES = {
    Role.CLERK.value: "Cán bộ đơn vị",
    Role.COORDINATOR.value: "Cán bộ theo dõi",
    Role.LEADER.value: "Lãnh đạo",
    Role.OPERATOR.value: "Người vận hành",
}


class Post(Entity):
    """A post of a unit; it ends with the unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    role = models.CharField(max_length=12, choices=ROLE_CHOICES)
    is_single_holder = models.BooleanField(default=False)

    class Meta:
        ordering = ("title", "id")
        constraints = [
            models.UniqueConstraint(fields=["unit", "title"], name="parties_post_once"),
            models.CheckConstraint(condition=Q(role__in=sorted(POST_ROLES)), name="parties_post_role"),
            # Target of the two-column foreign key that keeps PostHolding.is_single_holder true (0001_initial).
            models.UniqueConstraint(fields=["id", "is_single_holder"], name="parties_post_id_and_single"),
        ]


class HoldingQuerySet(models.QuerySet["PostHolding"]):
    """Named filters by day. A holding without end ends with its unit."""

    def on(self, day: date) -> Self:
        """Holdings in force on a day."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=day),
            Q(post__unit__valid_until__isnull=True) | Q(post__unit__valid_until__gt=day),
            valid_from__lte=day,
        )


class PostHolding(Entity):
    """Who holds a post from a day until a day (exclusive)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    party = models.ForeignKey(Party, models.PROTECT, related_name="holdings")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    # Repeats Post.is_single_holder, because a constraint cannot look into another table.
    is_single_holder = models.BooleanField()

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ("valid_from", "id")
        constraints = [
            ends_after_it_begins("parties_holding_period"),
            ExclusionConstraint(
                name="parties_single_holder_at_a_time",
                expressions=[same_row("post"), overlapping_validity()],
                condition=Q(is_single_holder=True),
                violation_error_message="Chức vụ này đã có người giữ trong khoảng thời gian đó.",
            ),
            ExclusionConstraint(
                name="parties_person_holds_post_once",
                expressions=[same_row("post"), same_row("party"), overlapping_validity()],
                violation_error_message="Người này đã giữ chức vụ đó trong khoảng thời gian trùng nhau.",
            ),
        ]
