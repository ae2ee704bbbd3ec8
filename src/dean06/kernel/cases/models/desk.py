"""What officers keep about their own way of working."""

from django.db import models

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity

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
