"""Documents issued to people, the lists their status is written in, and papers people keep for themselves."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.documents.models.files import SignedFile
from dean06.kernel.documents.models.keys import DIGEST

LONGEST_REFERENCE = 200
LONGEST_NAME = 200
LONGEST_NUMBER = 100
LONGEST_REASON = 500
LONGEST_TITLE = 150


class StatusList(Entity):
    """A list of a unit's. ``taken``: places given away, of documents or of attempts; ``secret`` (sealed) orders them.

    A place is never given twice, so ``taken`` only grows.
    """

    unit_code = models.CharField(max_length=80)
    secret = models.BinaryField()
    size = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__lte=F("size")), name="status_list_has_places"),
            models.UniqueConstraint(
                fields=["unit_code"], condition=Q(taken__lt=F("size")), name="status_list_one_open"
            ),
        ]


class Document(Entity):
    """One document in three forms with one status. What it says never changes; ``withdrawn_at`` is set once.

    ``reference`` names the act it came of: the same act never issues twice. ``holder_key`` is the private key the
    credentials are bound to, sealed. ``kind_from``: which version of the type it was issued under.
    ``copy_of``: the type of the original when it is a certified copy of one that procedures ask for.
    """

    reference = models.CharField(max_length=LONGEST_REFERENCE, unique=True)
    kind = models.CharField(max_length=100)
    kind_from = models.DateField()
    name = models.CharField(max_length=LONGEST_NAME)
    number = models.CharField(max_length=LONGEST_NUMBER)
    copy_of = models.CharField(max_length=100, blank=True)
    holder = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    unit_code = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=300)
    facts = models.JSONField()
    case_ref = models.CharField(max_length=40, blank=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    pdf = models.OneToOneField(SignedFile, models.PROTECT, related_name="document")
    credential_sha256 = models.CharField(max_length=DIGEST)
    mobile_sha256 = models.CharField(max_length=DIGEST)
    code = models.TextField(help_text="What the printed code holds")
    holder_key = models.BinaryField()
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="documents")
    place = models.PositiveIntegerField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=300, blank=True)
    withdrawn_reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["status_list", "place"], name="document_place_once"),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("issued_at")), name="document_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_reason="")
                | (Q(withdrawn_at__gte=F("issued_at")) & ~Q(withdrawn_by="") & ~Q(withdrawn_reason="")),
                name="document_withdrawn_why",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="document_has_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["holder", "-issued_at"], name="documents_of_holder"),
            models.Index(fields=["unit_code", "number"], name="documents_of_unit"),
            models.Index(fields=["status_list"], condition=Q(withdrawn_at__isnull=False), name="documents_withdrawn"),
        ]


class OwnPaper(Entity):
    """A paper somebody keeps in the wallet by himself: nobody vouches for it."""

    owner = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=DIGEST)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "sha256"], name="own_paper_once"),
            models.CheckConstraint(condition=~Q(title=""), name="own_paper_has_title"),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-added_at"], name="own_papers_newest")]
