"""What the bank says of a day, and how it compares with the books; notices, so that a replayed one is known."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.payments.models.credits import LONGEST_BANK_REFERENCE, Credit
from dean06.kernel.payments.models.orders import LONGEST_NOTE
from dean06.kernel.payments.types import LineKind, Origin

LONGEST_ACCOUNT = 40


class BankNotice(Entity):
    """A notice that was believed. The same id with another body is somebody's trick or somebody's mistake."""

    message_id = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(default=clock.now, db_index=True)
    credit = models.ForeignKey(Credit, models.PROTECT, related_name="+")


class Statement(Entity):
    """One reading of one account's day: fetched from the bank, or handed in by an operator."""

    account_code = models.CharField(max_length=LONGEST_ACCOUNT)
    day = models.DateField()
    origin = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Origin])
    digest = models.CharField(max_length=64, help_text="Of its entries")
    lines = models.PositiveIntegerField()
    read_at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_code", "day", "digest"], name="payments_statement_once")
        ]
        indexes = [models.Index(fields=["-day", "account_code"], name="payments_statements")]


class StatementLine(Entity):
    """One movement of a day as the bank and as the books have it; None where one of them has it not.

    ``kind`` says how they compare; what differs stays open until it agrees or an operator says how it was settled.
    """

    account_code = models.CharField(max_length=LONGEST_ACCOUNT)
    day = models.DateField()
    is_debit = models.BooleanField()
    bank_reference = models.CharField(max_length=LONGEST_BANK_REFERENCE)
    theirs = models.BigIntegerField(null=True)
    ours = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=15, choices=[(one.value, one.label) for one in LineKind])
    compared_at = models.DateTimeField(default=clock.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=200, blank=True)
    resolution = models.CharField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_code", "day", "is_debit", "bank_reference"], name="payments_line_once"
            ),
            models.CheckConstraint(
                condition=Q(theirs__isnull=False) | Q(ours__isnull=False), name="payments_line_has_a_side"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(LineKind)), name="payments_line_kind_known"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | ~Q(resolution=""), name="payments_resolved_says_how"
            ),
        ]
        indexes = [
            models.Index(fields=["-day"], condition=Q(resolved_at__isnull=True), name="payments_open_lines"),
        ]
