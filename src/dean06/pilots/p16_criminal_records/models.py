"""A request for a certificate beside its case: searches, what they brought, and what the certificate rests on."""

from django.db import models
from django.db.models import Q

from dean06.kernel.base.ids import new_id
from dean06.pilots.p16_criminal_records.choices import SearchState, Verdict

LONGEST_REASON = 500


class RecordRequest(models.Model):
    """One request, from the receipt of its case on. ``stopped_why``: why no search may go out ("" when it may)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    stopped_why = models.CharField(max_length=LONGEST_REASON, blank=True)
    verified_since = models.DateTimeField(null=True)
    verified_by = models.CharField(max_length=300, blank=True)
    verified_why = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="p16_form", condition=Q(form__in=["so_1", "so_2"])),
            models.CheckConstraint(
                name="p16_verification_has_a_reason",
                condition=Q(verified_since__isnull=True) | ~Q(verified_why=""),
            ),
        )


class Search(models.Model):
    """One order to the register. ``subject``: who was looked for, as it was sent; ``raw``: the answer as signed.

    Both are emptied when their time is over (``holdings``).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(RecordRequest, on_delete=models.CASCADE, related_name="searches")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=SearchState.choices)
    subject = models.JSONField(default=dict)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=300)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    receipt = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    answer_id = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique where there is one
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    raw = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="p16_search_number", fields=["request", "number"]),
            models.UniqueConstraint(
                name="p16_one_open_search", fields=["request"], condition=Q(state__in=["waiting", "sent"])
            ),
            models.CheckConstraint(name="p16_search_state", condition=Q(state__in=SearchState.values)),
            models.CheckConstraint(
                name="p16_answered_has_answer",
                condition=~Q(state="answered") | (Q(answer_id__isnull=False) & Q(answered_at__isnull=False)),
            ),
        )


class Match(models.Model):
    """An entry an answer brought: whether it is the same person's, and who said so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="matches")
    reference = models.CharField(max_length=40)
    entry = models.JSONField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="p16_match_once", fields=["search", "reference"]),
            models.CheckConstraint(name="p16_verdict", condition=Q(verdict__in=Verdict.values)),
            models.CheckConstraint(
                name="p16_verdict_has_who",
                condition=Q(verdict="open") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            ),
        )


class Finding(models.Model):
    """What the officer found: the facts of the certificate as they will be signed, and what they rest on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.OneToOneField(RecordRequest, on_delete=models.CASCADE, related_name="finding")
    search = models.ForeignKey(Search, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=300)
    document_type = models.CharField(max_length=60)
    facts = models.JSONField()
    judged = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.CheckConstraint(name="p16_finding_revision", condition=Q(revision__gte=1)),)


OPEN_STATES = (SearchState.WAITING, SearchState.SENT)
