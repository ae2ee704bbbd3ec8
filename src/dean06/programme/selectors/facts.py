"""Everything known of a directive's assignments at the end of a day, in a constant number of queries.

A directive counts from the day it was received, also when it was brought in later.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Q

from dean06.programme.choices import ProgressState, UnitRole, Verdict
from dean06.programme.models import (
    Assignment,
    Contradiction,
    DeadlineEntry,
    Directive,
    Impediment,
    ProgressReport,
    Responsibility,
)
from dean06.programme.rules.deadlines import Deadline
from dean06.programme.rules.status import Facts, Status, due_day, status
from dean06.programme.selectors.day import day_of, end_of


@dataclass
class TaskFacts:
    """One assignment's facts up to a day; deadlines and reports are oldest first."""

    task: Assignment
    as_of: date
    received_on: date
    deadlines: list[DeadlineEntry] = field(default_factory=list)
    duties: list[Responsibility] = field(default_factory=list)
    reports: list[ProgressReport] = field(default_factory=list)
    open_contradictions: int = 0
    open_impediments: int = 0

    @cached_property
    def status(self) -> Status:
        """National wording, as of the day."""
        return self.status_on(self.as_of)

    @property
    def deadline(self) -> Deadline:
        """The deadline in force at the end of the day."""
        return self._facts(self.as_of).deadline

    @property
    def due_on(self) -> date | None:
        """The last day on which nothing is late; for a recurring duty the end of the period to report."""
        return due_day(self._facts(self.as_of))

    @property
    def is_claimed(self) -> bool:
        """Whether a report of completion waits for the assigner."""
        return self._facts(self.as_of).claimed_on is not None

    @property
    def confirmed(self) -> list[ProgressReport]:
        """Reports the assigner had confirmed by the day."""
        return [report for report in self.reports if self.verdict_of(report) == Verdict.CONFIRMED]

    @property
    def waiting(self) -> list[ProgressReport]:
        """Reports nobody had answered by the day."""
        return [report for report in self.reports if self.verdict_of(report) == Verdict.PENDING]

    @property
    def percents(self) -> list[int]:
        """Progress of the whole assignment as confirmed, oldest first; reports of a part do not count."""
        return [report.percent for report in self.confirmed if report.as_lead]

    @property
    def leads(self) -> list[Responsibility]:
        """Duties of lead; the accountable one alone once it is settled."""
        leads = [duty for duty in self.duties if duty.role == UnitRole.LEAD]
        return [duty for duty in leads if duty.is_accountable] or leads

    def status_on(self, day: date) -> Status:
        """The status at the end of an earlier day, from what was known then."""
        return status(self._facts(day), day)

    def verdict_of(self, report: ProgressReport) -> Verdict:
        """The verdict as it stood at the end of the day."""
        return _verdict_on(report, self.as_of)

    def _facts(self, day: date) -> Facts:
        end = end_of(day)
        entries = [entry for entry in self.deadlines if entry.recorded_at < end]
        known = [(report, _verdict_on(report, day)) for report in self.reports if report.submitted_at < end]
        standing = [report for report, verdict in known if verdict != Verdict.RETURNED]
        whole = [(report, verdict) for report, verdict in known if report.state == ProgressState.COMPLETED]
        return Facts(
            deadline=_rule(entries[-1]) if entries else Deadline(),
            started_on=self.received_on,
            completed_on=_first_day([report for report, verdict in whole if verdict == Verdict.CONFIRMED]),
            claimed_on=_first_day([report for report, verdict in whole if verdict == Verdict.PENDING]),
            last_report_on=day_of(standing[-1].submitted_at) if standing else None,
        )


def directive_as_of(as_of: date, directive_id: UUID | None = None) -> Directive | None:
    """The directive asked for, else the newest received by the day; None when there was none yet."""
    rows = Directive.objects.filter(received_on__lte=as_of).defer("source_text", "reading")
    return rows.filter(pk=directive_id).first() if directive_id else rows.first()


def task_facts(directive: Directive, as_of: date, undecided: Counter[UUID | None] | None = None) -> list[TaskFacts]:
    """Facts of every assignment, in order of number; six queries whatever the number of assignments.

    Five for whoever asked for the undecided contradictions (``open_contradictions``) already.
    """
    tasks = Assignment.objects.filter(directive=directive).select_related("group")
    facts = {task.pk: TaskFacts(task, as_of, directive.received_on) for task in tasks}
    end = end_of(as_of)
    for entry in DeadlineEntry.objects.filter(assignment__in=facts, recorded_at__lt=end).order_by("revision"):
        facts[entry.assignment_id].deadlines.append(entry)
    for duty in Responsibility.objects.in_force(as_of).filter(assignment__in=facts).order_by("role", "unit_code"):
        facts[duty.assignment_id].duties.append(duty)
    for report in ProgressReport.objects.filter(assignment__in=facts, submitted_at__lt=end).order_by("submitted_at"):
        facts[report.assignment_id].reports.append(report)
    known = open_contradictions(directive, as_of) if undecided is None else undecided
    for key, count in known.items():
        if key in facts:
            facts[key].open_contradictions = count
    _add_impediments(facts, as_of)
    return list(facts.values())


def open_contradictions(directive: Directive, as_of: date) -> Counter[UUID | None]:
    """Undecided contradictions by assignment; the document's own under None."""
    end = end_of(as_of)
    decided_by_then = Count("decisions", filter=Q(decisions__decided_at__lt=end))
    items = Contradiction.objects.filter(directive=directive, found_at__lt=end).annotate(decided=decided_by_then)
    return Counter(items.filter(decided=0).values_list("assignment_id", flat=True))


def _add_impediments(facts: dict[UUID, TaskFacts], as_of: date) -> None:
    end = end_of(as_of)
    rows = Impediment.objects.filter(assignment__in=facts, raised_at__lt=end).exclude(resolved_at__lt=end)
    counts: dict[UUID, int] = defaultdict(int)
    for key in rows.values_list("assignment_id", flat=True):
        counts[key] += 1
    for key, count in counts.items():
        facts[key].open_impediments = count


def _verdict_on(report: ProgressReport, day: date) -> Verdict:
    if report.verdict_at is None or report.verdict_at >= end_of(day):
        return Verdict.PENDING
    return Verdict(report.verdict)


def _rule(entry: DeadlineEntry) -> Deadline:
    return Deadline(text=entry.text, kind=entry.kind, on=entry.on, bound=entry.bound)


def _first_day(reports: list[ProgressReport]) -> date | None:
    return day_of(reports[0].submitted_at) if reports else None
