"""Everything known of a directive's assignments at the end of a day, in a constant number of queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
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
from dean06.programme.rules.status import Facts, Status, status
from dean06.programme.selectors.day import day_of, end_of


@dataclass
class TaskFacts:
    """One assignment's facts; reports are oldest first."""

    task: Assignment
    as_of: date
    deadline: Deadline = field(default_factory=Deadline)
    duties: list[Responsibility] = field(default_factory=list)
    reports: list[ProgressReport] = field(default_factory=list)
    open_contradictions: int = 0
    open_impediments: int = 0

    @property
    def status(self) -> Status:
        """National wording, as of the day."""
        reported = [report for report in self.reports if self.verdict_of(report) != Verdict.RETURNED]
        completed = [report for report in self.confirmed if report.state == ProgressState.COMPLETED]
        return status(
            Facts(
                deadline=self.deadline,
                completed_on=day_of(completed[0].submitted_at) if completed else None,
                last_report_on=day_of(reported[-1].submitted_at) if reported else None,
            ),
            self.as_of,
        )

    @property
    def confirmed(self) -> list[ProgressReport]:
        """Reports the assigner had confirmed by the day."""
        return [report for report in self.reports if self.verdict_of(report) == Verdict.CONFIRMED]

    @property
    def waiting(self) -> list[ProgressReport]:
        """Reports nobody had answered by the day."""
        return [report for report in self.reports if self.verdict_of(report) == Verdict.PENDING]

    @property
    def leads(self) -> list[Responsibility]:
        """Duties of lead; the accountable one alone once it is settled."""
        leads = [duty for duty in self.duties if duty.role == UnitRole.LEAD]
        return [duty for duty in leads if duty.is_accountable] or leads

    def verdict_of(self, report: ProgressReport) -> Verdict:
        """The verdict as it stood at the end of the day."""
        if report.verdict_at is None or report.verdict_at >= end_of(self.as_of):
            return Verdict.PENDING
        return Verdict(report.verdict)


def directive_as_of(as_of: date, directive_id: UUID | None = None) -> Directive | None:
    """The directive asked for, else the newest received by the day; None when there was none yet."""
    rows = Directive.objects.filter(received_on__lte=as_of).defer("source_text", "reading")
    return rows.filter(pk=directive_id).first() if directive_id else rows.first()


def task_facts(directive: Directive, as_of: date) -> list[TaskFacts]:
    """Facts of every assignment, in order of number; seven queries whatever the number of assignments."""
    tasks = Assignment.objects.filter(directive=directive).select_related("group")
    facts = {task.pk: TaskFacts(task, as_of) for task in tasks}
    _add_deadlines(facts, as_of)
    _add_duties(facts, as_of)
    _add_reports(facts, as_of)
    for key, count in open_contradictions(directive, as_of).items():
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


def _add_deadlines(facts: dict[UUID, TaskFacts], as_of: date) -> None:
    entries = DeadlineEntry.objects.filter(assignment__in=facts, recorded_at__lt=end_of(as_of)).order_by("revision")
    for entry in entries:
        facts[entry.assignment_id].deadline = Deadline(text=entry.text, kind=entry.kind, on=entry.on, bound=entry.bound)


def _add_duties(facts: dict[UUID, TaskFacts], as_of: date) -> None:
    for duty in Responsibility.objects.in_force(as_of).filter(assignment__in=facts).order_by("role", "unit_code"):
        facts[duty.assignment_id].duties.append(duty)


def _add_reports(facts: dict[UUID, TaskFacts], as_of: date) -> None:
    reports = ProgressReport.objects.filter(assignment__in=facts, submitted_at__lt=end_of(as_of))
    for report in reports.order_by("submitted_at"):
        facts[report.assignment_id].reports.append(report)


def _add_impediments(facts: dict[UUID, TaskFacts], as_of: date) -> None:
    end = end_of(as_of)
    rows = Impediment.objects.filter(assignment__in=facts, raised_at__lt=end).exclude(resolved_at__lt=end)
    counts: dict[UUID, int] = defaultdict(int)
    for key in rows.values_list("assignment_id", flat=True):
        counts[key] += 1
    for key, count in counts.items():
        facts[key].open_impediments = count
