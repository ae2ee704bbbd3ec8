"""The matrix unit x plan: who handed a plan in, who owes one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.text import sort_key
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.api import UnitRegister
from dean06.programme.choices import Verdict
from dean06.programme.models import Directive, Obligation, UnitPlan
from dean06.programme.selectors import plan_duty
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.day import day_of, end_of
from dean06.programme.selectors.directives import directive


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """A unit's standing: code is one of missing, late_missing, submitted, confirmed, returned. ``now`` names who
    carries the duties of a unit that has ended."""

    unit_code: str
    unit_name: str
    code: str
    is_late: bool
    plan: UnitPlan | None
    now: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanMatrix:
    """All units that owe a plan, as of a day, with the obligation of the letter that asks for it."""

    directive: Directive
    duty: Obligation | None
    last_day: date | None
    rows: list[PlanRow]

    @property
    def received(self) -> int:
        """Units whose plan stands."""
        return sum(row.code in {"submitted", "confirmed"} for row in self.rows)


def plan_matrix(actor: Actor, *, directive_id: UUID, as_of: date) -> PlanMatrix:
    """The matrix as of a day; a constant number of queries."""
    row = directive(actor, directive_id)
    register = parties.unit_register()
    duty = plan_duty.obligation(row)
    last = plan_duty.last_day(duty)
    owed = plan_duty.units_of_plan_duty(row, register, as_of)
    plans = plan_duty.newest_plans(row, as_of)
    answered = {code: plan_duty.plan_for(code, plans, register, as_of) for code in owed}
    used = {plan.pk for plan in answered.values() if plan}
    unasked = {code: plan for code, plan in plans.items() if code not in answered and plan.pk not in used}
    rows = [_row(code, plan, last, as_of, register) for code, plan in (answered | unasked).items()]
    order = {"late_missing": 0, "missing": 1, "returned": 2}
    rows.sort(key=lambda item: (order.get(item.code, 3), sort_key(item.unit_name)))
    return PlanMatrix(directive=row, duty=duty, last_day=last, rows=rows)


def plan(actor: Actor, plan_id: UUID) -> UnitPlan:
    """One plan with its files; NotFound otherwise."""
    require_reader(actor)
    row = UnitPlan.objects.select_related("directive").prefetch_related("files").filter(pk=plan_id).first()
    if row is None:
        raise NotFound("Không tìm thấy kế hoạch này.")
    return row


def history(actor: Actor, item: UnitPlan) -> list[UnitPlan]:
    """All revisions of the unit's plan for the same directive, newest first."""
    require_reader(actor)
    rows = UnitPlan.objects.filter(directive_id=item.directive_id, unit_code=item.unit_code)
    return list(rows.order_by("-revision"))


def _row(code: str, item: UnitPlan | None, last: date | None, as_of: date, register: UnitRegister) -> PlanRow:
    ended = register.has_ended(code, as_of)
    return PlanRow(
        unit_code=code,
        unit_name=register.name(code, as_of),
        code=_standing(item, last, as_of),
        is_late=_is_late(item, last, as_of),
        plan=item,
        now=tuple(heir.name for heir in register.successors(code, as_of)) if ended else (),
    )


def _is_late(item: UnitPlan | None, last: date | None, as_of: date) -> bool:
    handed_in = day_of(item.submitted_at) if item else as_of
    return last is not None and handed_in is not None and handed_in > last


def _standing(item: UnitPlan | None, last: date | None, as_of: date) -> str:
    if item is None:
        return "late_missing" if _is_late(item, last, as_of) else "missing"
    if item.verdict_at is None or item.verdict_at >= end_of(as_of):
        return "submitted"
    return "confirmed" if item.verdict == Verdict.CONFIRMED else "returned"
