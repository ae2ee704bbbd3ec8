"""What a person hands in: a draft, the filing it becomes, and what is filed together."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Entrance
from dean06.kernel.base.models import Entity
from dean06.kernel.cases.models.case import LONGEST_UNIT, Case, ProcedureVersion

LONGEST_KEY = 200
LONGEST_FILE_NAME = 255


class Filing(Entity):
    """One act of handing in. ``key`` names the intention: the same key never files twice."""

    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    digest = models.CharField(max_length=64, help_text="Of what was handed in: the same key must mean the same")
    applicant = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    filed_by = models.CharField(max_length=300)
    entrance = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in Entrance], default=Entrance.SITE.value
    )
    level = models.PositiveSmallIntegerField(null=True, help_text="Assurance level of who filed; none for officers")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(entrance__in=[one.value for one in Entrance]), name="cases_entrance_known"
            ),
        ]


class Draft(Entity):
    """A form being filled. It belongs to whoever fills it; ``filing`` is set once it was handed in."""

    owner = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=100)
    unit_code = models.CharField(max_length=LONGEST_UNIT)
    answers = models.JSONField(default=dict)
    left = models.JSONField(default=list, help_text="Answers a new form has no place for, kept until the draft goes")
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=clock.now)
    filing = models.OneToOneField(Filing, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["owner", "-saved_at"], name="cases_drafts_of_owner")]


class DraftPaper(Entity):
    """A file given with a draft, or a document of the wallet, under the code of a declared paper.

    It becomes a paper of the case at filing.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="papers")
    code = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=LONGEST_FILE_NAME, blank=True)
    size = models.PositiveIntegerField(help_text="Bytes", default=0)
    document_id = models.UUIDField(null=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "code", "sha256"], condition=Q(document_id=None), name="cases_draft_paper_once"
            ),
            models.UniqueConstraint(
                fields=["draft", "code", "document_id"],
                condition=Q(document_id__isnull=False),
                name="cases_draft_document_once",
            ),
            models.CheckConstraint(
                condition=Q(document_id=None, sha256__gt="", file_name__gt="")
                | Q(document_id__isnull=False, sha256="", file_name="", size=0),
                name="cases_draft_paper_is_somewhere",
            ),
        ]


class Interlink(Entity):
    """One procedure filed together with another: the case it became, or why it did not and has to be mended."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="interlinks")
    position = models.PositiveSmallIntegerField()
    procedure_code = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    unit_code = models.CharField(max_length=LONGEST_UNIT)
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="+")
    failure = models.CharField(max_length=500, blank=True)
    errors = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "procedure_code"], name="cases_interlink_once"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, failure="") | (Q(case__isnull=True) & ~Q(failure="")),
                name="cases_interlink_case_or_failure",
            ),
        ]
