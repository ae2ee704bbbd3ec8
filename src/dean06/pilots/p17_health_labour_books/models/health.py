"""What facilities sent of a person's health: the bundle as it came, and each fact in it by itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.pilots.p17_health_labour_books.choices import BundleState, EntryKind, EntryStatus

DIGEST = 64
LONGEST_NAME = 300
LONGEST_TEXT = 500
LONGEST_ID = 64  # FHIR's own limit of a logical id


class Facility(Entity):
    """A place of care whose system sends bundles and searches. ``unit_code``: the unit its staff act for.

    ``jwks``: public keys its system signs its requests for access with; ``[]`` when it may not connect.
    """

    unit_code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    client_id = models.CharField(max_length=80, unique=True)
    jwks = models.JSONField(default=list)
    is_open = models.BooleanField(default=True)


class HealthBundle(Entity):
    """One bundle taken in; its bytes lie sealed under ``sha256``. ``problems``: what the full check found."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="bundles")
    subject = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    identifier = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=DIGEST)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=clock.now)
    checked_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=BundleState.choices, default=BundleState.TAKEN)
    problems = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "identifier"], name="p17_bundle_once"),
            models.CheckConstraint(condition=Q(state__in=BundleState.values), name="p17_bundle_state"),
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "-received_at"], name="p17_bundles_of_subject")]


class HealthEntry(Entity):
    """One fact: a resource as its facility last told it, with what pages and searches need in columns.

    ``code``/``code_system``: the first coding; ``codings``: all, as ``system|code`` words for searches. ``occurred_at``
    is when it began or was done, ``ended_at`` when it ended (null while it lasts). ``severity``: as the resource says
    (criticality of an allergy, severity of a condition), empty otherwise. ``value``: a result in words with its unit.
    """

    subject = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    bundle = models.ForeignKey(HealthBundle, models.CASCADE, related_name="entries")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    resource_type = models.CharField(max_length=40)
    resource_id = models.CharField(max_length=LONGEST_ID)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    status = models.CharField(max_length=10, choices=EntryStatus.choices)
    code_system = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=100, blank=True)
    codings = models.JSONField(default=list)
    display = models.CharField(max_length=LONGEST_TEXT)
    value = models.CharField(max_length=LONGEST_TEXT, blank=True)
    severity = models.CharField(max_length=20, blank=True)
    occurred_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    resource = models.JSONField()
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "resource_type", "resource_id"], name="p17_entry_once"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="p17_entry_kind"),
            models.CheckConstraint(condition=Q(status__in=EntryStatus.values), name="p17_entry_status"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "kind", "-occurred_at"], name="p17_entries_by_kind"),
            models.Index(fields=["subject", "resource_type", "-occurred_at"], name="p17_entries_by_type"),
        ]
