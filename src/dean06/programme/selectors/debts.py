"""What units owe at the end of a day: assignments they lead that are late or soon will be, plans not received."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.calendar import add_working_days
from dean06.kernel.base.text import sort_key
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.types import UnitInfo
from dean06.programme.models import Directive
from dean06.programme.papers.lines import TaskLine
from dean06.programme.papers.reminder import PlanDebt, Reminder, UnitDebt
from dean06.programme.rules.status import Status, is_soon
from dean06.programme.selectors.board import board
from dean06.programme.selectors.day import day_of
from dean06.programme.selectors.office import cited
from dean06.programme.selectors.plans import PlanRow, plan_matrix
from dean06.programme.selectors.weekly import plan_deadline, task_line

ANSWER_WITHIN_WORKING_DAYS = 3
PRESSING = frozenset({Status.OVERDUE, Status.DUE_SOON})
OWING_CODES = frozenset({"missing", "late_missing", "returned"})


def reminder_figures(actor: Actor, *, directive: Directive, as_of: date, unit_code: str = "") -> Reminder:
    """Debts of every unit, or of one (itself or as a member of a group that leads)."""
    jurisdiction = _Jurisdiction(as_of)
    owing = [
        UnitDebt(code=code, name=jurisdiction.register.name(code, as_of), tasks=tuple(tasks))
        for code, tasks in _task_debts(actor, directive, as_of).items()
        if not unit_code or code == unit_code or jurisdiction.register.is_member(unit_code, code, as_of)
    ]
    owing.sort(key=lambda unit: sort_key(unit.name))
    return Reminder(
        as_of=as_of,
        answer_by=add_working_days(as_of, ANSWER_WITHIN_WORKING_DAYS),
        cited=cited(directive),
        units=tuple(unit for unit in owing if jurisdiction.covers(unit.code)),
        plans=_plan_debts(actor, directive, jurisdiction, unit_code),
        plan_wanted=plan_deadline(directive),
        outside=tuple(unit for unit in owing if not jurisdiction.covers(unit.code)),
    )


class _Jurisdiction:
    """Whom the office may order on a day: bodies of its own area and of the areas right below it, and groups of such.

    A ministry, a provincial body or a neighbouring commune it can only ask.
    """

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.register = parties.unit_register()
        self.areas = {area.code: area for area in parties.areas(as_of)}
        self.authority = self.register.authority(as_of)

    def covers(self, code: str) -> bool:
        """Whether the unit can be given an order."""
        unit = self.register.unit(code, self.as_of)
        if unit is None or self.authority is None:
            return False
        if unit.is_group:
            return any(self.covers(member) for member in self.register.members(code, self.as_of))
        parent = self.register.unit(unit.parent_code, self.as_of)
        area = self.areas.get(unit.area_code or (parent.area_code if parent else ""))
        is_near = area is not None and self.authority.area_code in {area.code, area.parent_code}
        return is_near and self.register.is_local(code, self.as_of)

    def bearers(self, code: str) -> list[UnitInfo]:
        """Whom to urge for a unit's debt: itself, or whoever here carries the duties of a unit that has ended."""
        return [heir for heir in self.register.successors(code, self.as_of) if self.covers(heir.code)]


def _task_debts(actor: Actor, directive: Directive, as_of: date) -> dict[str, list[TaskLine]]:
    debts: dict[str, list[TaskLine]] = defaultdict(list)
    for card in board(actor, as_of=as_of, directive_id=directive.pk).cards:
        if card.status in PRESSING:
            for code in dict.fromkeys(card.lead_codes):
                debts[code].append(task_line(card))
    return debts


def _plan_debts(
    actor: Actor, directive: Directive, jurisdiction: _Jurisdiction, unit_code: str
) -> tuple[PlanDebt, ...]:
    matrix = plan_matrix(actor, directive_id=directive.pk, as_of=jurisdiction.as_of)
    if matrix.duty is None or not _is_pressing(matrix.last_day, jurisdiction.as_of):
        return ()
    owing = (row for row in matrix.rows if row.code in OWING_CODES)
    debts: dict[str, PlanDebt] = {}
    for debt in _debts_of_bearers(owing, jurisdiction):
        if unit_code in {"", debt.code}:
            debts.setdefault(debt.code, debt)  # one plan answers for all the units a bearer came from
    return tuple(sorted(debts.values(), key=lambda debt: sort_key(debt.name)))


def _debts_of_bearers(rows: Iterable[PlanRow], jurisdiction: _Jurisdiction) -> Iterator[PlanDebt]:
    for row in rows:
        for unit in jurisdiction.bearers(row.unit_code):
            yield PlanDebt(code=unit.code, name=unit.name, state=_state(row))


def _is_pressing(last_day: date | None, as_of: date) -> bool:
    return last_day is not None and is_soon(last_day, as_of)


def _state(row: PlanRow) -> str:
    if row.plan is None:
        return "Chưa gửi, đã quá hạn" if row.is_late else "Chưa gửi"
    returned_on = day_of(row.plan.verdict_at)
    return f"Bị trả lại ngày {returned_on:%d/%m/%Y}" if returned_on else "Bị trả lại"
