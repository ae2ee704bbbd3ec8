"""A case, the version of its procedure, and the counter its code comes from."""

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.cases.procedures.types import Channel
from dean06.kernel.cases.statuses import Status

LONGEST_CODE = 40
LONGEST_NAME = 200
LONGEST_UNIT = 80


class ProcedureVersion(Entity):
    """The declaration cases were filed under, word for word: a file may change or go, this row never does."""

    code = models.CharField(max_length=100)
    valid_from = models.DateField()
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the text")
    name = models.CharField(max_length=300)
    text = models.TextField()
    pinned_at = models.DateTimeField(default=clock.now)


class FileCounter(Entity):
    """How many codes an agency gave out on a day. Its row is the queue: codes follow each other without a gap."""

    agency = models.CharField(max_length=LONGEST_CODE)
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "day"], name="cases_counter_once"),
            models.CheckConstraint(condition=Q(last__gte=1, last__lte=9999), name="cases_counter_four_digits"),
        ]


class Case(Entity):
    """What one applicant asked of one unit. ``status`` and ``revision`` move only with a CaseEvent (trigger of 0002).

    ``applicant_name`` and ``unit_name`` are as they were when it was filed: renaming an office rewrites no history.
    """

    code = models.CharField(max_length=LONGEST_CODE, unique=True)
    filing = models.ForeignKey("cases.Filing", models.PROTECT, related_name="cases")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=100)
    procedure_name = models.CharField(max_length=300)
    applicant = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    applicant_name = models.CharField(max_length=LONGEST_NAME)
    applicant_fold = models.CharField(max_length=LONGEST_NAME)
    channel = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Channel])
    unit_code = models.CharField(max_length=LONGEST_UNIT)
    unit_name = models.CharField(max_length=300)
    answers = models.JSONField()
    status = models.PositiveSmallIntegerField(choices=[(one.value, one.label) for one in Status])
    revision = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    pauses = models.PositiveSmallIntegerField(default=0)
    is_late = models.BooleanField(default=False, help_text="Ended late, or asked twice for papers; open ones by due_at")
    result_number = models.CharField(max_length=100, blank=True)
    last_by = models.CharField(max_length=300, help_text="Who did the last act, as it is told to whoever came too late")
    last_act = models.CharField(max_length=100)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=list(Status)), name="cases_status_known"),
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="cases_channel_known"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, due_at__isnull=True)
                | Q(received_at__isnull=False, due_at__isnull=False),
                name="cases_due_once_received",
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(received_at__gte=F("submitted_at")),
                name="cases_received_after_filing",
            ),
            models.CheckConstraint(
                condition=Q(promised_at__isnull=True) | Q(promised_at__gt=F("due_at")), name="cases_promise_is_later"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.DECIDED, Status.HANDED_OVER]) | Q(result_number__gt=""),
                name="cases_decided_has_result",
            ),
            models.UniqueConstraint(fields=["filing", "procedure_code"], name="cases_once_a_filing"),
        ]
        indexes = [
            models.Index(fields=["applicant", "-submitted_at"], name="cases_of_applicant"),
            models.Index(fields=["unit_code", "-submitted_at", "-id"], name="cases_of_unit"),
        ]
