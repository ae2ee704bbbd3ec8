"""What a unit has to do, and what waits for the assigner's answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.api import UnitRegister
from dean06.programme.choices import UnitRole, Verdict
from dean06.programme.models import ExtensionRequest, Impediment, ProgressReport, UnitPlan
from dean06.programme.rules.authority import ASSIGNERS
from dean06.programme.selectors import parts
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.facts import TaskFacts, directive_as_of, task_facts


@dataclass(frozen=True, kw_only=True)
class UnitTask:
    """An assignment as one unit sees it: its part in it and the newest report of the unit or one it came from."""

    facts: TaskFacts
    roles: tuple[UnitRole, ...]
    newest: ProgressReport | None

    @property
    def verdict(self) -> Verdict | None:
        """The answer to the newest report as of the day."""
        return self.facts.verdict_of(self.newest) if self.newest else None


@dataclass(frozen=True, kw_only=True)
class Pending:
    """Everything that waits for an assigner, oldest first."""

    plans: list[UnitPlan]
    reports: list[ProgressReport]
    extensions: list[ExtensionRequest]
    impediments: list[Impediment]

    @property
    def count(self) -> int:
        """How many in all."""
        return len(self.plans) + len(self.reports) + len(self.extensions) + len(self.impediments)


def unit_tasks(actor: Actor, *, as_of: date, directive_id: UUID | None = None) -> list[UnitTask]:
    """Assignments in which the actor's unit has a part, itself or as a member of a group; urgent ones first."""
    require_reader(actor)
    directive = directive_as_of(as_of, directive_id)
    if directive is None or not actor.unit_code:
        return []
    return tasks_of(actor.unit_code, task_facts(directive, as_of), parties.unit_register(), as_of)


def tasks_of(unit_code: str, facts: list[TaskFacts], register: UnitRegister, as_of: date) -> list[UnitTask]:
    """The assignments in which a unit has a part on a day: open ones, those it leads, those due soonest first."""
    mine = {unit_code, *(unit.code for unit in register.predecessors(unit_code, as_of))}
    tasks = []
    for item in facts:
        roles = parts.roles(item.duties, unit_code, register, as_of)
        if roles:
            own = [report for report in item.reports if report.unit_code in mine]
            tasks.append(UnitTask(facts=item, roles=roles, newest=own[-1] if own else None))
    return sorted(tasks, key=_urgency)


def pending(actor: Actor) -> Pending:
    """What waits for a verdict; only for assigners."""
    if actor.role not in ASSIGNERS:
        raise NotPermitted("Danh sách này dành cho cơ quan theo dõi và lãnh đạo UBND.")
    reports = ProgressReport.objects.filter(verdict=Verdict.PENDING).select_related("assignment")
    asked = ExtensionRequest.objects.filter(verdict=Verdict.PENDING).select_related("assignment")
    return Pending(
        plans=list(UnitPlan.objects.filter(verdict=Verdict.PENDING).order_by("submitted_at")),
        reports=list(reports.order_by("submitted_at")),
        extensions=list(asked.order_by("requested_at")),
        impediments=list(Impediment.objects.filter(resolved_at=None).select_related("assignment")),
    )


def to_answer(actor: Actor) -> list[Impediment]:
    """Open difficulties the actor's unit, or one it came from, has to answer."""
    require_reader(actor)
    if not actor.unit_code:
        return []
    before = parties.unit_register().predecessors(actor.unit_code, clock.today())
    owners = {actor.unit_code, *(unit.code for unit in before)}
    return list(Impediment.objects.filter(resolved_at=None, owner_unit_code__in=owners).select_related("assignment"))


def report(actor: Actor, report_id: UUID) -> ProgressReport:
    """One report with its evidence; NotFound otherwise."""
    require_reader(actor)
    rows = ProgressReport.objects.select_related("assignment").prefetch_related("files")
    row = rows.filter(pk=report_id).first()
    if row is None:
        raise NotFound("Không tìm thấy báo cáo này.")
    return row


def extension(actor: Actor, extension_id: UUID) -> ExtensionRequest:
    """One extension request; NotFound otherwise."""
    require_reader(actor)
    row = ExtensionRequest.objects.select_related("assignment").filter(pk=extension_id).first()
    if row is None:
        raise NotFound("Không tìm thấy đề nghị gia hạn này.")
    return row


def impediment(actor: Actor, impediment_id: UUID) -> Impediment:
    """One difficulty with its answers; NotFound otherwise."""
    require_reader(actor)
    rows = Impediment.objects.select_related("assignment").prefetch_related("answers")
    row = rows.filter(pk=impediment_id).first()
    if row is None:
        raise NotFound("Không tìm thấy khó khăn, vướng mắc này.")
    return row


def unit_choices(as_of: date) -> list[tuple[str, str]]:
    """Single bodies of the district and its communes on a day, for a select: (code, name), in Vietnamese order."""
    register = parties.unit_register()
    return [(unit.code, unit.name) for unit in register.units(as_of) if register.is_local(unit.code, as_of)]


def part_choices(item: TaskFacts) -> list[tuple[str, str]]:
    """Bodies of the district that have a part in an assignment on the day of the facts, for a select."""
    register, day = parties.unit_register(), item.as_of
    units = (unit for unit in register.units(day) if register.is_local(unit.code, day))
    return [(unit.code, unit.name) for unit in units if parts.roles(item.duties, unit.code, register, day)]


def _urgency(task: UnitTask) -> tuple[bool, bool, date, int]:
    item = task.facts
    return item.status.is_done, UnitRole.LEAD not in task.roles, item.due_on or date.max, item.task.number
