"""One unit, drilled down: its assignments, its plan, its reports with evidence, its difficulties, as of a day."""

from dataclasses import dataclass
from datetime import date

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.types import UnitInfo
from dean06.programme.models import Directive, Impediment, Inspection, ProgressReport, UnitPlan
from dean06.programme.selectors import plan_duty, rewind
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.day import end_of
from dean06.programme.selectors.facts import directive_as_of, task_facts
from dean06.programme.selectors.work import UnitTask, tasks_of


@dataclass(frozen=True, kw_only=True)
class UnitPage:
    """Everything of one unit, as it stood at the end of a day."""

    code: str
    name: str
    as_of: date
    has_ended: bool
    predecessors: list[UnitInfo]
    successors: list[UnitInfo]
    directive: Directive | None
    tasks: list[UnitTask]
    plans: list[UnitPlan]
    owes_plan: bool
    reports: list[ProgressReport]
    impediments: list[Impediment]
    inspections: list[Inspection]


def unit_page(actor: Actor, *, unit_code: str, as_of: date) -> UnitPage:
    """The drill-down of one unit. Reports, plans and difficulties are the unit's own: what a unit it came from did is
    on that unit's page. NotFound for a code the register never had."""
    require_reader(actor)
    register = parties.unit_register()
    if register.name(unit_code, as_of) == unit_code:
        raise NotFound("Không có đơn vị này trong danh mục.")
    end, directive = end_of(as_of), directive_as_of(as_of)
    ended = register.has_ended(unit_code, as_of)
    reports = ProgressReport.objects.filter(unit_code=unit_code, submitted_at__lt=end)
    plans = UnitPlan.objects.filter(unit_code=unit_code, submitted_at__lt=end).prefetch_related("files")
    raised = Impediment.objects.filter(unit_code=unit_code, raised_at__lt=end).select_related("assignment")
    seen = Inspection.objects.filter(unit_code=unit_code, recorded_at__lt=end).select_related("assignment")
    return UnitPage(
        code=unit_code,
        name=register.name(unit_code, as_of),
        as_of=as_of,
        has_ended=ended,
        predecessors=register.predecessors(unit_code, as_of),
        successors=register.successors(unit_code, as_of) if ended else [],
        directive=directive,
        tasks=tasks_of(unit_code, task_facts(directive, as_of), register, as_of) if directive else [],
        plans=rewind.judged(plans.order_by("-submitted_at"), as_of),
        owes_plan=directive is not None and unit_code in plan_duty.units_owing_plan(directive, register, as_of),
        reports=rewind.judged(
            reports.select_related("assignment").prefetch_related("files").order_by("-submitted_at"), as_of
        ),
        impediments=rewind.impediments(raised, as_of),
        inspections=list(seen),
    )
