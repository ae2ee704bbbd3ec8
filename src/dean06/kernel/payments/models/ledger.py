"""The ledger's tables. Transfers are never changed, and only a transfer changes a balance (triggers of 0002)."""

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.payments.types import ENDS_HOLD, Kind, Limit

LONGEST_CODE = 100
LONGEST_KEY = 200
LONGEST_REASON = 200


class Account(Entity):
    """A place money is at. Sums only grow, apart from what is held; the balance is their difference."""

    code = models.CharField(max_length=LONGEST_CODE, unique=True)
    title = models.CharField(max_length=200)
    unit_code = models.CharField(max_length=80, blank=True)
    limit = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Limit], default=Limit.NONE)
    debits = models.BigIntegerField(default=0)
    credits = models.BigIntegerField(default=0)
    held_debits = models.BigIntegerField(default=0)
    held_credits = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(debits__gte=0, credits__gte=0, held_debits__gte=0, held_credits__gte=0),
                name="payments_sums_natural",
            ),
            models.CheckConstraint(
                condition=~Q(limit=Limit.NO_OVERDRAFT) | Q(credits__gte=F("debits") + F("held_debits")),
                name="payments_no_overdraft",
            ),
            models.CheckConstraint(
                condition=~Q(limit=Limit.NO_OVERFILL) | Q(debits__gte=F("credits") + F("held_credits")),
                name="payments_no_overfill",
            ),
            models.CheckConstraint(condition=Q(limit__in=list(Limit)), name="payments_limit_known"),
        ]


class Posting(Entity):
    """Transfers that stand or fall together, under the key their author chose: the same key never posts twice."""

    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    digest = models.CharField(max_length=64, help_text="Of what was asked: the same key must mean the same")
    reason = models.CharField(max_length=LONGEST_REASON)
    at = models.DateTimeField()


class Transfer(Entity):
    """One amount from one account to another; ``position`` is its place in the posting."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="transfers")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    debit = models.ForeignKey(Account, models.PROTECT, related_name="+")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    hold = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    expires_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["posting", "position"], name="payments_position_once"),
            models.UniqueConstraint(fields=["hold"], name="payments_hold_ends_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_amount_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="payments_two_accounts"),
            models.CheckConstraint(
                condition=Q(kind__in=ENDS_HOLD, hold__isnull=False) | (~Q(kind__in=ENDS_HOLD) & Q(hold__isnull=True)),
                name="payments_end_names_hold",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.HOLD, expires_at__gt=F("at")) | (~Q(kind=Kind.HOLD) & Q(expires_at__isnull=True)),
                name="payments_hold_expires",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="payments_kind_known"),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(kind=Kind.HOLD), name="payments_holds")]
