"""One assignment, drilled down: both readings, duties, deadlines, reports with evidence, what hinders it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.parties import api as parties
from dean06.programme.choices import UnitRole
from dean06.programme.models import (
    Assignment,
    Contradiction,
    DeadlineEntry,
    Decision,
    ExtensionRequest,
    Impediment,
    ImpedimentAnswer,
    Inspection,
    ProgressReport,
    Reading,
    Responsibility,
)
from dean06.programme.selectors import parts, rewind
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.day import end_of
from dean06.programme.selectors.facts import TaskFacts, task_facts


@dataclass(frozen=True, kw_only=True)
class AssignmentPage:
    """Everything the drill-down shows, as it stood at the end of a day."""

    task: Assignment
    as_of: date
    facts: TaskFacts
    readings: list[Reading]
    duties: list[Responsibility]
    past_duties: list[Responsibility]
    contact: str  # code of the unit that answers here when a lead is outside the issuer's power; else empty
    my_roles: tuple[UnitRole, ...]  # parts of the reader's own unit
    deadlines: list[DeadlineEntry]
    reports: list[ProgressReport]
    contradictions: list[Contradiction]
    impediments: list[Impediment]
    extensions: list[ExtensionRequest]
    inspections: list[Inspection]

    @property
    def duties_by_role(self) -> list[tuple[str, list[Responsibility]]]:
        """Duties under the words of their role; who answers stands first, units of this place before the others."""
        held = [(role, [duty for duty in self.duties if duty.role == role]) for role in UnitRole]
        return [(str(role.label), duties) for role, duties in held if duties]

    @property
    def is_mine(self) -> bool:
        """Whether the reader's unit has a part."""
        return bool(self.my_roles)

    @property
    def is_my_lead(self) -> bool:
        """Whether the reader's unit answers for the whole."""
        return UnitRole.LEAD in self.my_roles


def assignment_page(actor: Actor, *, assignment_id: UUID, as_of: date) -> AssignmentPage:
    """The drill-down of one assignment; NotFound when there is none or its directive was not there yet."""
    require_reader(actor)
    rows = Assignment.objects.select_related("directive", "group").defer("directive__source_text", "directive__reading")
    task = rows.filter(pk=assignment_id, directive__received_on__lte=as_of).first()
    if task is None:
        raise NotFound("Không tìm thấy nhiệm vụ này, hoặc vào ngày đó chưa có công văn.")
    end, register = end_of(as_of), parties.unit_register()
    facts = next(item for item in task_facts(task.directive, as_of) if item.task.pk == task.pk)

    def place(duty: Responsibility) -> tuple[bool, bool]:
        return not duty.is_accountable, not register.is_home(duty.unit_code, as_of)

    needs_contact = parts.needs_contact(facts.duties, register, as_of)
    return AssignmentPage(
        task=task,
        as_of=as_of,
        facts=facts,
        readings=list(task.readings.prefetch_related("units").order_by("source")),
        duties=sorted(facts.duties, key=place),
        past_duties=list(task.responsibilities.filter(valid_until__lte=as_of).order_by("valid_from", "role")),
        contact=parts.contact(facts.duties, register, as_of) if needs_contact else "",
        my_roles=parts.roles(facts.duties, actor.unit_code, register, as_of) if actor.unit_code else (),
        deadlines=facts.deadlines,
        reports=_reports(task, as_of),
        contradictions=_contradictions(task, end),
        impediments=_impediments(task, as_of),
        extensions=rewind.judged(task.extensions.filter(requested_at__lt=end), as_of),
        inspections=list(task.inspections.filter(recorded_at__lt=end)),
    )


def _reports(task: Assignment, as_of: date) -> list[ProgressReport]:
    rows = task.reports.filter(submitted_at__lt=end_of(as_of)).prefetch_related("files").order_by("-submitted_at")
    return rewind.judged(rows, as_of)


def _contradictions(task: Assignment, end: datetime) -> list[Contradiction]:
    taken = Prefetch("decisions", Decision.objects.filter(decided_at__lt=end))
    return list(task.contradictions.filter(found_at__lt=end).prefetch_related(taken))


def _impediments(task: Assignment, as_of: date) -> list[Impediment]:
    end = end_of(as_of)
    given = Prefetch("answers", ImpedimentAnswer.objects.filter(answered_at__lt=end))
    return rewind.impediments(task.impediments.filter(raised_at__lt=end).prefetch_related(given), as_of)
