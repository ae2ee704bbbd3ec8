"""Requests of persons about their data, with their history."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.privacy.types import Outcome, RequestKind, RequestState

LONGEST_TEXT = 2000
EVENT_KINDS = ("opened", "answered", "withdrawn")
ENDED = [Outcome.DONE.value, Outcome.PARTLY.value, Outcome.REFUSED.value]


class DataRequest(Entity):
    """One request. ``revision`` rises with every change: who answers names the one he read."""

    code = models.CharField(max_length=20, unique=True)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in RequestKind])
    state = models.CharField(
        max_length=10, choices=[(state.value, state.label) for state in RequestState], default=RequestState.OPEN.value
    )
    holding = models.CharField(max_length=80, blank=True)
    look_entry_id = models.UUIDField(null=True)
    look = models.JSONField(null=True, help_text="The look as it stood when the question was asked")
    text = models.TextField(max_length=LONGEST_TEXT)
    unit_code = models.CharField(
        max_length=80, blank=True, help_text="Who answers; empty: the standing body, operators"
    )
    received_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    due_rule = models.CharField(max_length=40)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Outcome], blank=True)
    answer = models.TextField(max_length=LONGEST_TEXT, blank=True)
    answered_by = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["party", "-received_at"], name="request_of_person"),
            models.Index(fields=["unit_code", "due_on"], condition=Q(state="open"), name="request_queue"),
            models.Index(fields=["closed_at"], name="request_closed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in RequestKind]), name="request_kind"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, outcome="", answer="", answered_by="")
                | (Q(state="answered", closed_at__isnull=False, outcome__in=ENDED) & ~Q(answer="") & ~Q(answered_by=""))
                | Q(state="withdrawn", closed_at__isnull=False, outcome="", answer="", answered_by=""),
                name="request_state_complete",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="request_says_something"),
            models.CheckConstraint(
                condition=Q(look_entry_id__isnull=True, look=None) | Q(look_entry_id__isnull=False, look__isnull=False),
                name="request_look_complete",
            ),
            models.UniqueConstraint(
                fields=["party", "kind", "look_entry_id"],
                condition=Q(state="open", look_entry_id__isnull=False),
                name="request_once_a_look",
                violation_error_message="Bà/ông đã hỏi về lượt này và đang chờ trả lời.",
            ),
        ]


class RequestEvent(Entity):
    """What happened to a request, by whom (post and unit, or the person); only ever added to."""

    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in EVENT_KINDS])
    who = models.CharField(max_length=300)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = [models.CheckConstraint(condition=Q(kind__in=EVENT_KINDS), name="request_event_kind")]
