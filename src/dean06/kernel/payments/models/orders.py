"""What somebody is asked to pay, and its history, which alone moves it (triggers of 0004)."""

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base.models import Entity
from dean06.kernel.payments.models.ledger import LONGEST_KEY
from dean06.kernel.payments.rules import LABELS, LIVE, LONGEST_PURPOSE, MOST_ORDER, State

LONGEST_SUBJECT = 200
LONGEST_UNIT = 80
LONGEST_NOTE = 500
STATES = [(state.value, label) for state, label in LABELS.items()]


class Order(Entity):
    """An amount a person owes a unit for one subject. ``state`` and ``revision`` move only with an OrderEvent.

    ``subject`` names what is paid for in the words of whoever asked ("case:<uuid>"); payments does not read it.
    ``account_code`` and ``unit_name`` are as they were on the day it was opened.
    """

    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    digest = models.CharField(max_length=64, help_text="Of what was asked: the same key must mean the same")
    code = models.CharField(max_length=11, unique=True)
    payer = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    unit_code = models.CharField(max_length=LONGEST_UNIT)
    unit_name = models.CharField(max_length=300)
    account_code = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    purpose = models.CharField(max_length=LONGEST_PURPOSE)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    state = models.CharField(max_length=10, choices=STATES, default=State.OPEN)
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    payable_until = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=MOST_ORDER), name="payments_order_amount"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="payments_order_state_known"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("opened_at"), payable_until__gte=F("expires_at")),
                name="payments_order_times",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PAID, State.REFUNDING, State.REFUNDED]) | Q(paid_at__isnull=False),
                name="payments_paid_has_hour",
            ),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state__in=[one.value for one in LIVE]), name="payments_one_live_order"
            ),
        ]
        indexes = [
            models.Index(fields=["payer", "-opened_at"], name="payments_orders_of_payer"),
            models.Index(fields=["unit_code", "-opened_at"], name="payments_orders_of_unit"),
            models.Index(fields=["subject", "-opened_at"], name="payments_orders_of_subject"),
            models.Index(fields=["expires_at"], condition=Q(state=State.OPEN), name="payments_open_orders"),
        ]


class OrderEvent(Entity):
    """One thing that happened to an order and the state it left it in; ``number`` is the revision it made."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=STATES)
    amount = models.BigIntegerField(default=0)
    by_name = models.CharField(max_length=200)
    by_unit_code = models.CharField(max_length=LONGEST_UNIT, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="payments_event_number"),
            models.CheckConstraint(condition=Q(number__gte=1, amount__gte=0), name="payments_event_natural"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="payments_event_state_known"),
        ]
