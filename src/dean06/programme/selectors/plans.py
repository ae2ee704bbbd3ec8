"""The matrix unit x plan: who handed a plan in, who owes one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.parties import api as parties
from dean06.programme.choices import Verdict
from dean06.programme.models import Directive, Obligation, UnitPlan
from dean06.programme.rules.deadlines import Deadline, last_allowed_day
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.day import day_of, end_of
from dean06.programme.selectors.directives import directive
from dean06.programme.selectors.plan_duty import units_of_plan_duty


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """A unit's standing: code is one of missing, late_missing, submitted, confirmed, returned."""

    unit_code: str
    unit_name: str
    code: str
    is_late: bool
    plan: UnitPlan | None


@dataclass(frozen=True, kw_only=True)
class PlanMatrix:
    """All units that owe a plan, as of a day, with the obligation of the letter that asks for it."""

    directive: Directive
    duty: Obligation | None
    last_day: date | None
    rows: list[PlanRow]


def plan_matrix(actor: Actor, *, directive_id: UUID, as_of: date) -> PlanMatrix:
    """The matrix as of a day."""
    row = directive(actor, directive_id)
    duty = row.obligations.filter(is_plan_duty=True).first()
    last = (
        last_allowed_day(Deadline(kind=duty.deadline_kind, on=duty.deadline_on, bound=duty.deadline_bound))
        if duty
        else None
    )
    newest = _newest_plans(row, as_of)
    codes = sorted(set(units_of_plan_duty(row, as_of)) | set(newest))
    rows = [_row(code, newest.get(code), last, as_of) for code in codes]
    return PlanMatrix(directive=row, duty=duty, last_day=last, rows=sorted(rows, key=lambda item: item.unit_name))


def plan(actor: Actor, plan_id: UUID) -> UnitPlan:
    """One plan with its files; NotFound otherwise."""
    require_reader(actor)
    row = UnitPlan.objects.select_related("directive").prefetch_related("files").filter(pk=plan_id).first()
    if row is None:
        raise NotFound("Không tìm thấy kế hoạch này.")
    return row


def _newest_plans(row: Directive, as_of: date) -> dict[str, UnitPlan]:
    plans = UnitPlan.objects.filter(directive=row, submitted_at__lt=end_of(as_of)).order_by("revision")
    return {item.unit_code: item for item in plans}


def _row(code: str, item: UnitPlan | None, last: date | None, as_of: date) -> PlanRow:
    name = parties.unit_name(code, as_of)
    if item is None:
        is_late = last is not None and as_of > last
        return PlanRow(
            unit_code=code, unit_name=name, code="late_missing" if is_late else "missing", is_late=is_late, plan=None
        )
    submitted_on = day_of(item.submitted_at)
    is_late = bool(last and submitted_on and submitted_on > last)
    return PlanRow(unit_code=code, unit_name=name, code=_verdict(item, as_of), is_late=is_late, plan=item)


def _verdict(item: UnitPlan, as_of: date) -> str:
    if item.verdict_at is None or item.verdict_at >= end_of(as_of):
        return "submitted"
    return "confirmed" if item.verdict == Verdict.CONFIRMED else "returned"
