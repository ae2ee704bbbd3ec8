"""Terminals, challenges, purposes of reading, receipts. None of them holds more of a card than its purpose keeps."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.devices.types import TerminalState, Verdict
from dean06.kernel.parties.ranges import overlapping_validity, same_text

DIGEST = 64
LONGEST_NAME = 80
LONGEST_CODE = 40


class Terminal(Entity):
    """A reader agent at a desk of a unit, known by its device's key once it has enrolled."""

    name = models.CharField(max_length=LONGEST_NAME)
    unit_code = models.CharField(max_length=80)
    state = models.CharField(max_length=10, default=TerminalState.WAITING)
    device = models.CharField(max_length=120, blank=True, help_text="Public key, base64")
    code_digest = models.CharField(max_length=DIGEST, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    enrolled_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ("unit_code", "name")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(TerminalState)), name="terminal_state_known"),
            models.CheckConstraint(
                condition=~Q(state=TerminalState.ACTIVE) | (~Q(device="") & Q(code_digest="")),
                name="terminal_active_has_device",
            ),
            models.CheckConstraint(
                condition=Q(state=TerminalState.REVOKED, revoked_at__isnull=False)
                | (~Q(state=TerminalState.REVOKED) & Q(revoked_at=None)),
                name="terminal_revoked_when",
            ),
            # A machine that was put out of use comes back by a new code of the operator's, as another terminal.
            models.UniqueConstraint(
                fields=["device"],
                condition=~Q(device="") & ~Q(state=TerminalState.REVOKED),
                name="terminal_device_once",
            ),
            models.UniqueConstraint(fields=["code_digest"], condition=~Q(code_digest=""), name="terminal_code_once"),
            models.UniqueConstraint(
                fields=["unit_code", "name"], condition=~Q(state=TerminalState.REVOKED), name="terminal_name_once"
            ),
        ]


class ReadPurpose(Entity):
    """Why a card may be read, while it holds; changing it closes one row and opens the next."""

    code = models.CharField(max_length=LONGEST_CODE)
    title = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=200)
    keeps = ArrayField(models.CharField(max_length=20))
    level = models.PositiveSmallIntegerField(default=0)
    needs_presence = models.BooleanField(default=False)
    roles = ArrayField(models.CharField(max_length=20))
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.TextField()
    verified = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ("title", "valid_from")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="read_purpose_period"
            ),
            models.CheckConstraint(condition=Q(keeps__len__gt=0, roles__len__gt=0), name="read_purpose_used"),
            models.CheckConstraint(condition=Q(level__in=[0, 1, 2]), name="read_purpose_level"),
            ExclusionConstraint(
                name="read_purpose_once_a_day", expressions=[same_text("code"), overlapping_validity()]
            ),
        ]


class Challenge(Entity):
    """Eight bytes for one chip, made by this server: for one terminal, purpose, person and browser session, once."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey(ReadPurpose, on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=16, unique=True)
    user_id = models.UUIDField()
    session_digest = models.CharField(max_length=DIGEST)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_at"], name="challenge_created")]


class Receipt(Entity):
    """What became of one challenge, signed by this server. ``facts``: what the purpose keeps, emptied when spent."""

    challenge = models.OneToOneField(Challenge, on_delete=models.PROTECT, related_name="+")
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey(ReadPurpose, on_delete=models.PROTECT, related_name="+")
    user_id = models.UUIDField()
    unit_code = models.CharField(max_length=80, blank=True)
    subject_id = models.UUIDField(null=True, help_text="Whose card, when the purpose keeps the number")
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=10, blank=True)
    sod_sha256 = models.CharField(max_length=DIGEST, blank=True)
    signer = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    compared = models.JSONField(null=True)
    body = models.TextField()
    signature = models.CharField(max_length=120)
    key = models.CharField(max_length=120, help_text="Public key that checks the signature, base64")
    at = models.DateTimeField(default=clock.now)
    spent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(verdict=Verdict.ACCEPTED, reason="") & ~Q(sod_sha256=""))
                | (Q(verdict=Verdict.REFUSED, facts={}, subject_id=None, spent_at=None) & ~Q(reason="")),
                name="receipt_verdict_with_reason",
            ),
            models.CheckConstraint(condition=Q(spent_at=None) | Q(facts={}), name="receipt_spent_is_empty"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="receipt_at"),
            models.Index(fields=["subject_id"], condition=Q(subject_id__isnull=False), name="receipt_subject"),
            models.Index(fields=["terminal", "-at"], name="receipt_of_terminal"),
        ]
