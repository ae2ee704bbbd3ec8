"""Receipts (biên lai): numbers of a unit and year follow each other without a gap; a receipt never changes."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base.models import Entity
from dean06.kernel.payments.models.orders import LONGEST_UNIT, Order
from dean06.kernel.payments.rules import LONGEST_PURPOSE
from dean06.kernel.payments.types import Method


class ReceiptCounter(Entity):
    """How many receipts a unit issued in a year. Its row is the queue (trigger of 0004: up by one)."""

    unit_code = models.CharField(max_length=LONGEST_UNIT)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_code", "year"], name="payments_receipt_counter_once")]


class Receipt(Entity):
    """What a payer was given for a paid order, with the names as they were. ``form`` is the version of the form."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="receipt")
    unit_code = models.CharField(max_length=LONGEST_UNIT)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    form = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    payer_name = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=300)
    purpose = models.CharField(max_length=LONGEST_PURPOSE)
    amount = models.BigIntegerField()
    method = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Method])
    cashier = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_code", "year", "number"], name="payments_receipt_number"),
            models.CheckConstraint(condition=Q(number__gte=1, amount__gt=0), name="payments_receipt_natural"),
        ]
