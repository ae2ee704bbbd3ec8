"""How a filing came when it did not come over our own pages."""

from django.db import models

from dean06.kernel.base.models import Entity
from dean06.kernel.cases.models.filing import Filing

LONGEST_ADDRESS = 300
LONGEST_SENDER = 200
LONGEST_PHONE = 20
LONGEST_PARCEL = 40


class PostalFiling(Entity):
    """A filing that came by public post: who sent it, and where the result is to go."""

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="post")
    arrived_at = models.DateTimeField()
    sender_name = models.CharField(max_length=LONGEST_SENDER)
    sender_address = models.CharField(max_length=LONGEST_ADDRESS)
    sender_phone = models.CharField(max_length=LONGEST_PHONE, blank=True)
    parcel_number = models.CharField(max_length=LONGEST_PARCEL, blank=True)
    return_address = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
