"""Which units owe a plan: the letter's addressees and everybody given a part, as units stood when it was due.

The duty is one of its day: units that came later do not owe it, those that ended keep their row, and a plan of a
successor answers for the unit it came from.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from dean06.kernel.parties.api import UnitRegister
from dean06.programme.choices import Verdict
from dean06.programme.models import Directive, Obligation, Responsibility, UnitPlan
from dean06.programme.rules.deadlines import Deadline, last_allowed_day
from dean06.programme.selectors.day import end_of


def obligation(directive: Directive) -> Obligation | None:
    """The obligation of the letter that asks every unit for its plan."""
    return directive.obligations.filter(is_plan_duty=True).first()


def last_day(duty: Obligation | None) -> date | None:
    """The last day on which a plan is in time; None when the letter names none."""
    if duty is None:
        return None
    return last_allowed_day(Deadline(kind=duty.deadline_kind, on=duty.deadline_on, bound=duty.deadline_bound))


def day_of_duty(directive: Directive, duty: Obligation | None, as_of: date) -> date:
    """The day whose units owe the plan: the last day it was due, or earlier when looked at before."""
    last = last_day(duty)
    return max(directive.received_on, min(as_of, last) if last else directive.received_on)


def units_of_plan_duty(directive: Directive, register: UnitRegister, as_of: date) -> list[str]:
    """Codes of single bodies of the district and its communes that owe a plan, itself or as a member of a group."""
    day = day_of_duty(directive, obligation(directive), as_of)
    named = Responsibility.objects.in_force(day).filter(assignment__directive=directive)
    codes = set(named.values_list("unit_code", flat=True))
    members = {member for code in codes for member in register.members(code, day)}
    owing = {code for code in codes | members if register.is_local(code, day)}
    return sorted(code for code in owing if not _receives(code, register, day))


def _receives(code: str, register: UnitRegister, day: date) -> bool:
    """The issuer and task forces ask for plans and receive them; they owe none."""
    unit, authority = register.unit(code, day), register.authority(day)
    return unit is None or unit.kind == "task_force" or (authority is not None and code == authority.code)


def newest_plans(directive: Directive, as_of: date) -> dict[str, UnitPlan]:
    """The newest plan each unit had handed in by the end of a day."""
    plans = UnitPlan.objects.filter(directive=directive, submitted_at__lt=end_of(as_of)).order_by("revision")
    return {plan.unit_code: plan for plan in plans}


def plan_for(code: str, plans: Mapping[str, UnitPlan], register: UnitRegister, as_of: date) -> UnitPlan | None:
    """A unit's own plan, else the newest one of a unit that carries its duties now."""
    if code in plans:
        return plans[code]
    heirs = (plans[heir.code] for heir in register.successors(code, as_of) if heir.code in plans)
    return max(heirs, key=lambda plan: plan.submitted_at, default=None)


def is_received(plan: UnitPlan | None, as_of: date) -> bool:
    """Whether a plan stood at the end of a day: handed in and not returned."""
    if plan is None:
        return False
    was_returned = plan.verdict == Verdict.RETURNED and plan.verdict_at is not None and plan.verdict_at < end_of(as_of)
    return not was_returned


def units_owing_plan(directive: Directive, register: UnitRegister, on: date) -> list[str]:
    """Units to ask for the plan today: those that owe it, or whoever carries their duties, without a standing plan."""
    plans = newest_plans(directive, on)
    missing = [
        code
        for code in units_of_plan_duty(directive, register, on)
        if not is_received(plan_for(code, plans, register, on), on)
    ]
    return sorted(set(_bearers(missing, register, on)))


def _bearers(codes: Iterable[str], register: UnitRegister, on: date) -> Iterable[str]:
    for code in codes:
        heirs = register.successors(code, on)
        if heirs:
            yield heirs[0].code
