"""Messages of the national portal, what became of each, and what is to be told to it in return."""

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.cases.arrival_types import ArrivalState
from dean06.kernel.cases.models.filing import Filing

LONGEST_MESSAGE_ID = 120
LONGEST_WHY = 1000
IN_A_CASE = [ArrivalState.FILED, ArrivalState.ANSWERED, ArrivalState.REPEAT]


class Arrival(Entity):
    """A message of the portal, kept before it is confirmed there. ``raw`` is emptied once nothing hangs on it.

    ``portal_code``, ``procedure`` and ``agency`` as the message has them, blank for one that cannot be read;
    ``sending_until`` lets one worker at a time report on it, so that reports leave in order.
    """

    message_id = models.CharField(max_length=LONGEST_MESSAGE_ID, unique=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the message")
    raw = models.TextField(blank=True)
    portal_code = models.CharField(max_length=60, blank=True)
    procedure = models.CharField(max_length=20, blank=True)
    agency = models.CharField(max_length=40, blank=True)
    applicant = models.ForeignKey("parties.Party", models.PROTECT, null=True, related_name="+")
    came_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=[(one.value, one.label) for one in ArrivalState])
    reason = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=LONGEST_WHY, blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="arrivals")
    sending_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ArrivalState)), name="cases_arrival_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=IN_A_CASE, filing__isnull=False)
                | (~Q(state__in=IN_A_CASE) & Q(filing__isnull=True)),
                name="cases_arrival_filed_has_filing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ArrivalState.HELD, ArrivalState.REFUSED]) | ~Q(why=""),
                name="cases_arrival_says_why",
            ),
            models.UniqueConstraint(
                fields=["filing"], condition=Q(state=ArrivalState.FILED), name="cases_arrival_files_once"
            ),
            models.UniqueConstraint(
                fields=["portal_code"], condition=Q(state=ArrivalState.FILED), name="cases_arrival_code_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state=ArrivalState.WAITING), name="cases_arrivals_waiting"
            ),
            models.Index(fields=["-came_at", "-id"], name="cases_arrivals_newest"),
        ]


class ArrivalReport(Entity):
    """Report ``number`` on an arrival, fixed when it is written; ``sent_at`` when the portal took it."""

    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    content = models.JSONField()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrival", "number"], name="cases_report_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="cases_report_from_one"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sent_at__gte=F("at")), name="cases_report_sent_later"
            ),
        ]
        indexes = [
            models.Index(fields=["arrival", "number"], condition=Q(sent_at__isnull=True), name="cases_reports_unsent")
        ]
