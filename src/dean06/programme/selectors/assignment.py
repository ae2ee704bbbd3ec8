"""One assignment, drilled down: both readings, duties, deadlines, reports with evidence, what hinders it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.parties import api as parties
from dean06.programme.models import (
    Assignment,
    Contradiction,
    DeadlineEntry,
    ExtensionRequest,
    Impediment,
    Inspection,
    ProgressReport,
    Reading,
    Responsibility,
)
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.day import end_of
from dean06.programme.selectors.facts import TaskFacts, task_facts


@dataclass(frozen=True, kw_only=True)
class AssignmentPage:
    """Everything the drill-down shows, as of a day; unit names come through ``unit_name``."""

    task: Assignment
    as_of: date
    facts: TaskFacts
    readings: list[Reading]
    duties: list[Responsibility]
    past_duties: list[Responsibility]
    deadlines: list[DeadlineEntry]
    reports: list[ProgressReport]
    contradictions: list[Contradiction]
    impediments: list[Impediment]
    extensions: list[ExtensionRequest]
    inspections: list[Inspection]
    unit_name: Callable[[str], str]


def assignment_page(actor: Actor, *, assignment_id: UUID, as_of: date) -> AssignmentPage:
    """The drill-down of one assignment; NotFound when there is none or its directive was not there yet."""
    require_reader(actor)
    rows = Assignment.objects.select_related("directive", "group")
    task = rows.filter(pk=assignment_id, directive__received_on__lte=as_of).first()
    if task is None:
        raise NotFound("Không tìm thấy nhiệm vụ này, hoặc vào ngày đó chưa có công văn.")
    end = end_of(as_of)
    facts = next(item for item in task_facts(task.directive, as_of) if item.task.pk == task.pk)
    return AssignmentPage(
        task=task,
        as_of=as_of,
        facts=facts,
        readings=list(task.readings.prefetch_related("units").order_by("source")),
        duties=facts.duties,
        past_duties=list(task.responsibilities.filter(valid_until__lte=as_of).order_by("valid_from", "role")),
        deadlines=list(task.deadlines.filter(recorded_at__lt=end)),
        reports=list(task.reports.filter(submitted_at__lt=end).prefetch_related("files").order_by("-submitted_at")),
        contradictions=list(task.contradictions.prefetch_related("decisions")),
        impediments=list(task.impediments.filter(raised_at__lt=end).prefetch_related("answers")),
        extensions=list(task.extensions.filter(requested_at__lt=end)),
        inspections=list(task.inspections.filter(recorded_at__lt=end)),
        unit_name=lambda code: parties.unit_name(code, as_of),
    )
