"""Money that came in, each credit once, and money that goes back."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.payments.models.orders import LONGEST_NOTE, Order
from dean06.kernel.payments.rules import VERDICTS
from dean06.kernel.payments.types import Method, RefundReason, RefundState, Source

LONGEST_BANK_REFERENCE = 64
LONGEST_CONTENT = 500


class Credit(Entity):
    """One credit on one of our accounts, under the bank's own reference, or one payment taken at a counter.

    The same reference of the same account is the same money, however often and by whichever way we hear of it.
    ``content`` is what the payer wrote, which may name people; it is blanked in time (retention).
    """

    account_code = models.CharField(max_length=100)
    bank_reference = models.CharField(max_length=LONGEST_BANK_REFERENCE)
    method = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Method])
    source = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Source])
    amount = models.BigIntegerField()
    content = models.CharField(max_length=LONGEST_CONTENT, blank=True)
    booked_at = models.DateTimeField(help_text="As the bank says")
    known_at = models.DateTimeField(default=clock.now)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="credits")
    verdict = models.CharField(max_length=15, choices=[(one.value, label) for one, label in VERDICTS.items()])
    hold = models.ForeignKey("payments.Transfer", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_code", "bank_reference"], name="payments_credit_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_credit_amount"),
            models.CheckConstraint(condition=Q(verdict__in=list(VERDICTS)), name="payments_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict="unknown") | Q(order__isnull=False), name="payments_known_has_order"
            ),
        ]
        indexes = [
            models.Index(fields=["account_code", "booked_at"], name="payments_credits_by_day"),
            models.Index(fields=["known_at"], condition=Q(order__isnull=True), name="payments_suspense"),
        ]


class Refund(Entity):
    """Part or all of a credit on its way back to where it came from. ``attempt`` is part of the key the bank knows."""

    credit = models.ForeignKey(Credit, models.PROTECT, related_name="refunds")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="refunds")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=12, choices=[(one.value, one.label) for one in RefundReason])
    state = models.CharField(max_length=10, choices=[(one.value, one.label) for one in RefundState])
    attempt = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    bank_reference = models.CharField(max_length=LONGEST_BANK_REFERENCE, blank=True)
    failure = models.CharField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_refund_amount"),
            models.CheckConstraint(condition=Q(state__in=list(RefundState)), name="payments_refund_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RefundState.DONE) | (Q(finished_at__isnull=False) & ~Q(bank_reference="")),
                name="payments_refund_done_has_reference",
            ),
            models.CheckConstraint(
                condition=~Q(state=RefundState.FAILED) | ~Q(failure=""), name="payments_refund_failed_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=~Q(state=RefundState.DONE), name="payments_refunds_open"),
        ]

    @property
    def bank_key(self) -> str:
        """The key this attempt has at the bank: asked twice, paid once."""
        return f"{self.pk}.{self.attempt}"
