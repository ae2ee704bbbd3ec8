"""A person's labour book: what social insurance signed, what she adds herself, the proofs she asks for."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.pilots.p17_health_labour_books.choices_labour import AskState, LabourKind, LabourSource, ProofState

LONGEST_TITLE = 200
LONGEST_WHY = 500
LONGEST_WHO = 300
LONGEST_PROOF_NUMBER = 40
OCCUPATION = 4  # digits of the list of occupations


class LabourAsk(Entity):
    """One request to social insurance, under the person's consent. ``record_id``: the record it brought."""

    subject = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    consent_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.WAITING)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    record_id = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique where there is one
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=AskState.values), name="p17_ask_state"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(record_id__isnull=False, answered_at__isnull=False),
                name="p17_answered_has_record",
            ),
            models.UniqueConstraint(fields=["subject"], condition=Q(state="waiting"), name="p17_one_open_ask"),
        ]


class LabourEntry(Entity):
    """A job, a training or a spell of benefit. ``until``: its last day, None while it goes on.

    ``amount``: what contributions or the benefit come to, đồng a month; never of what a person declares herself.
    """

    subject = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=LabourKind.choices)
    source = models.CharField(max_length=10, choices=LabourSource.choices)
    ask = models.ForeignKey(LabourAsk, models.PROTECT, null=True, related_name="entries")
    reference = models.CharField(max_length=40, blank=True)
    employer_code = models.CharField(max_length=20, blank=True)
    employer_name = models.CharField(max_length=LONGEST_TITLE)
    title = models.CharField(max_length=LONGEST_TITLE)
    occupation = models.CharField(max_length=OCCUPATION, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    amount = models.BigIntegerField(null=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=LabourKind.values), name="p17_labour_kind"),
            models.CheckConstraint(
                condition=Q(source="insurance", ask__isnull=False) | Q(source="declared", ask=None, amount=None),
                name="p17_labour_source",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="p17_labour_days"),
            models.UniqueConstraint(
                fields=["subject", "reference"], condition=Q(source="insurance"), name="p17_labour_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "-since"], name="p17_labour_of_subject")]


class LabourProof(Entity):
    """A proof asked for: of one occupation, at one labour office. ``facts``: what will be signed, once decided."""

    subject = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    occupation = models.CharField(max_length=OCCUPATION)
    unit_code = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=ProofState.choices, default=ProofState.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=LONGEST_WHO, blank=True)
    reason = models.CharField(max_length=LONGEST_WHY, blank=True)
    number = models.CharField(max_length=LONGEST_PROOF_NUMBER, blank=True)
    facts = models.JSONField(default=dict)
    issued_at = models.DateTimeField(null=True)
    document_id = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ProofState.values), name="p17_proof_state"),
            models.CheckConstraint(
                condition=Q(state="asked") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="p17_proof_has_who",
            ),
            models.CheckConstraint(
                condition=Q(state="asked")
                | Q(state="refused", number="") & ~Q(reason="")
                | Q(state__in=["agreed", "issued"]) & ~Q(number=""),
                name="p17_proof_has_why",
            ),
            models.UniqueConstraint(
                fields=["subject", "occupation"], condition=Q(state__in=["asked", "agreed"]), name="p17_one_open_proof"
            ),
            models.UniqueConstraint(fields=["unit_code", "number"], condition=~Q(number=""), name="p17_proof_number"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit_code", "state", "asked_at"], name="p17_proofs_of_unit")]
