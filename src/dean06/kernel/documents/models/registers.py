"""Sealed registers: which rows, under which root, on which signed sheet."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dean06.kernel.base.models import Entity
from dean06.kernel.documents.models.files import SignedFile
from dean06.kernel.documents.models.keys import DIGEST, LONGEST_NAME
from dean06.kernel.documents.registers.statement import MOST_ROWS

LONGEST_REGISTER, LONGEST_TITLE, LONGEST_KEY = 200, 200, 100


class RegisterSeal(Entity):
    """A register sealed once. ``rows_sha256``: its rows in the store, a line each; the same rows are not sealed twice.

    ``root``: RFC 6962 over the salted rows; ``sheet`` is what was signed and what the worker stamps.
    """

    register = models.CharField(max_length=LONGEST_REGISTER)
    title = models.CharField(max_length=LONGEST_TITLE)
    unit_code = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=LONGEST_NAME)
    size = models.PositiveIntegerField()
    root = models.BinaryField()
    rows_sha256 = models.CharField(max_length=DIGEST)
    sheet = models.OneToOneField(SignedFile, models.PROTECT, related_name="seal")
    sealed_at = models.DateTimeField()
    sealed_by = models.CharField(max_length=LONGEST_NAME)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_code", "register", "rows_sha256"], name="register_sealed_once"),
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=MOST_ROWS), name="register_seal_size"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit_code", "-sealed_at"], name="seals_of_unit")]


class SealedRow(Entity):
    """Where a row of a sealed register stands, by the key of whoever sealed it."""

    seal = models.ForeignKey(RegisterSeal, models.CASCADE, related_name="rows")
    key = models.CharField(max_length=LONGEST_KEY)
    position = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "key"], name="sealed_row_once"),
            models.UniqueConstraint(fields=["seal", "position"], name="sealed_row_place"),
        ]
        indexes: ClassVar = [models.Index(fields=["key"], name="sealed_rows_by_key")]
