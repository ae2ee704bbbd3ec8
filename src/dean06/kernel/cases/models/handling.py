"""What happens to a case inside the office: tasks, papers, requests for more, promises of a later day."""

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.cases.models.case import LONGEST_UNIT, Case
from dean06.kernel.cases.procedures.types import Copy
from dean06.kernel.cases.types import PaperSource

LONGEST_NOTE = 2000


class Task(Entity):
    """A case lies with a unit and a role at a step, perhaps with one officer; with one at a time.

    ``urgency`` and the columns after it repeat the case's while the task is open, kept by triggers (0007): a queue is
    read in order and counted from one index, however many cases there are.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    step_code = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    unit_code = models.CharField(max_length=LONGEST_UNIT)
    role = models.CharField(max_length=20)
    assignee = models.ForeignKey("parties.Party", models.PROTECT, null=True, related_name="+")
    assignee_name = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    urgency = models.DateTimeField(null=True, editable=False)
    case_status = models.PositiveSmallIntegerField(null=True, editable=False)
    case_is_late = models.BooleanField(default=False, editable=False)
    procedure_code = models.CharField(max_length=100, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at__isnull=True), name="cases_with_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="cases_task_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(urgency__isnull=False, case_status__isnull=False),
                name="cases_open_task_is_urgent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit_code", "role", "urgency", "case"],
                include=["case_status", "case_is_late", "assignee", "procedure_code"],
                condition=Q(closed_at__isnull=True),
                name="cases_queue",
            ),
            models.Index(fields=["unit_code", "case"], name="cases_lay_here"),
        ]


class Supplement(Entity):
    """A request for more papers or better answers. The second one makes the case count as overdue (QĐ 766/QĐ-TTg)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="supplements")
    number = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=300)
    request = models.TextField(max_length=LONGEST_NOTE)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=LONGEST_NOTE, blank=True)
    lapsed_at = models.DateTimeField(null=True, help_text="The case ended before anybody answered")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_supplement_number"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at__isnull=True, lapsed_at__isnull=True),
                name="cases_one_supplement_open",
            ),
        ]


class Paper(Entity):
    """A paper of the file: from the wallet, as a file, or shown at the counter.

    ``document_ref`` is the id of the wallet's document, ``document_type`` its type when it was handed in.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    copy = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Copy])
    source = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PaperSource])
    document_ref = models.CharField(max_length=200, blank=True)
    document_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    supplement = models.ForeignKey(Supplement, models.PROTECT, null=True, related_name="papers")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source=PaperSource.WALLET, document_ref__gt="", sha256="")
                | Q(source=PaperSource.FILE, document_ref="", sha256__gt="", file_name__gt="")
                | Q(source=PaperSource.COUNTER, document_ref="", sha256=""),
                name="cases_paper_is_somewhere",
            )
        ]


class Extension(Entity):
    """An apology with a new day. The day the law gave stays in the case and is what indicators count."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=300)
    reason = models.TextField(max_length=LONGEST_NOTE)
    promised_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cases_extension_number")]
