"""Files this installation signed, and how far each has come on its way to lasting."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.documents.models.keys import DIGEST, UnitKey
from dean06.kernel.documents.verifying.verdict import Level

LONGEST_SUBJECT = 200
LONGEST_PROBLEM = 300


class SignedFile(Entity):
    """A signed PDF about a subject (a slip of a case): signed once, made to last afterwards. It lies in the store.

    ``issued_sha256`` is the file as it was first handed out, ``sha256`` as it is now: what was signed in it is the
    same. ``renew_at``: when it needs another stamp, once it lasts.
    """

    subject = models.CharField(max_length=LONGEST_SUBJECT, unique=True)
    unit_code = models.CharField(max_length=80)
    key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="+")
    issued_sha256 = models.CharField(max_length=DIGEST)
    sha256 = models.CharField(max_length=DIGEST)
    level = models.CharField(max_length=5, default=Level.B)
    signed_at = models.DateTimeField(default=clock.now)
    lasting_at = models.DateTimeField(null=True)
    renew_at = models.DateTimeField(null=True)
    try_at = models.DateTimeField(default=clock.now)
    problem = models.CharField(max_length=LONGEST_PROBLEM, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__in=[Level.B, Level.LT, Level.LTA]), name="signed_file_level"),
            models.CheckConstraint(
                condition=Q(level=Level.B, lasting_at=None, renew_at=None)
                | (~Q(level=Level.B) & Q(lasting_at__isnull=False, renew_at__isnull=False)),
                name="signed_file_lasting_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["try_at"], condition=Q(level=Level.B), name="signed_file_to_last"),
            models.Index(fields=["renew_at"], condition=~Q(level=Level.B), name="signed_file_to_renew"),
        ]
