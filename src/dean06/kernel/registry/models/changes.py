"""How far the register's list of changes was followed, for each purpose it is followed for."""

from django.db import models

from dean06.kernel.base import clock
from dean06.kernel.registry.models.purposes import LONGEST_CODE

LONGEST_MARK = 200  # the adapter refuses a longer one


class ChangeMark(models.Model):
    """``mark``: the register's own, where to go on; nobody's data."""

    purpose_code = models.CharField(max_length=LONGEST_CODE, primary_key=True)
    mark = models.CharField(max_length=LONGEST_MARK, blank=True)
    followed_at = models.DateTimeField(default=clock.now)
