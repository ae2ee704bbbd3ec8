"""Tables of pilot 2: bookings, certifications with their scans, the counters of numbers and slots."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.pilots.p02_certified_documents.rules import IN_BOOK, LONGEST_NAME, LONGEST_REASON, State

LONGEST_UNIT = 80
LONGEST_KEPT_KEY = 120  # whose it is, and the page's key
DIGEST = 64


class BookNumber(Entity):
    """How many certifications a unit signed in a year; its row is the queue in which numbers are given."""

    unit_code = models.CharField(max_length=LONGEST_UNIT)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit_code", "year"], name="p02_book_number_once")]


class Slot(Entity):
    """How many papers are booked for a slot of a counter; rows are made when first booked."""

    unit_code = models.CharField(max_length=LONGEST_UNIT)
    begins_at = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit_code", "begins_at"], name="p02_slot_once")]


class Booking(Entity):
    """An appointment for some papers; ``key`` makes a repeated click the same one."""

    key = models.CharField(max_length=LONGEST_KEPT_KEY, unique=True)
    person = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings")
    papers = models.PositiveSmallIntegerField()
    organisation = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)
    booked_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(papers__gte=1), name="p02_booking_has_papers")]
        indexes: ClassVar = [models.Index(fields=["person", "-booked_at"], name="p02_bookings_of_person")]


class Certification(Entity):
    """One original brought to the counter and what became of it. ``number`` stands in the book for ever.

    ``holder`` owns the copy: the person who came, or the organisation she represents (then ``requester`` is she).
    ``revision`` rises with every change and is the optimistic lock of pages.
    """

    key = models.CharField(max_length=LONGEST_KEPT_KEY, unique=True)
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, related_name="certifications")
    unit_code = models.CharField(max_length=LONGEST_UNIT)
    issuer_code = models.CharField(max_length=LONGEST_UNIT)
    requester = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    holder = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    original_name = models.CharField(max_length=LONGEST_NAME)
    original_kind = models.CharField(max_length=100, blank=True)
    original_number = models.CharField(max_length=100, blank=True)
    original_issuer = models.CharField(max_length=200)
    original_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=[(one.value, one.label) for one in State], default=State.OPEN)
    revision = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    due_on = models.DateField()
    received_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_post = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    pages = models.PositiveSmallIntegerField(default=0)
    scan_sha256 = models.CharField(max_length=DIGEST, blank=True)
    fee = models.PositiveIntegerField(default=0)
    issued_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    searched = models.TextField(help_text="Words by which the register finds it, without diacritics")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer_code", "year", "number"], name="p02_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(IN_BOOK), number__isnull=False, year__isnull=False, fee__gt=0)
                | (~Q(state__in=sorted(IN_BOOK)) & Q(number=None, year=None)),
                name="p02_number_when_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.REFUSED, State.WITHDRAWN]) | ~Q(reason=""), name="p02_reason_said"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_code", "state", "received_at"], name="p02_queue"),
            models.Index(fields=["issuer_code", "-decided_at"], name="p02_register"),
            models.Index(fields=["requester", "-received_at"], name="p02_of_requester"),
        ]


class ScanFile(Entity):
    """A file the scanner or camera made, kept as it came."""

    certification = models.ForeignKey(Certification, models.CASCADE, related_name="files")
    sha256 = models.CharField(max_length=DIGEST)
    file_name = models.CharField(max_length=255)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["certification", "sha256"], name="p02_scan_once")]


class ScanPage(Entity):
    """One page, straightened; ``angle`` in degrees, ``findings`` codes of what was judged wrong with it."""

    certification = models.ForeignKey(Certification, models.CASCADE, related_name="scanned")
    file = models.ForeignKey(ScanFile, models.CASCADE, related_name="scanned")
    position = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=DIGEST)
    angle = models.FloatField(default=0)
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ("position",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certification", "position"], name="p02_page_once", deferrable=models.Deferrable.DEFERRED
            )
        ]
