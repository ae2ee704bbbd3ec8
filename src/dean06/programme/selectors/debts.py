"""What units owe at the end of a day: assignments they lead that are late or soon will be, plans not received."""

from collections import defaultdict
from datetime import date

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.calendar import add_working_days, working_days_between
from dean06.kernel.base.text import sort_key
from dean06.kernel.parties import api as parties
from dean06.programme.models import Directive
from dean06.programme.papers.reminder import PlanDebt, Reminder, TaskDebt, UnitDebt
from dean06.programme.rules.status import DUE_SOON_WORKING_DAYS, Status
from dean06.programme.selectors.board import board
from dean06.programme.selectors.board_types import Card
from dean06.programme.selectors.day import day_of
from dean06.programme.selectors.facts import task_facts
from dean06.programme.selectors.names import unit_name
from dean06.programme.selectors.office import cited
from dean06.programme.selectors.plans import PlanRow, plan_matrix
from dean06.programme.selectors.weekly import deadline_words, plan_deadline

ANSWER_WITHIN_WORKING_DAYS = 3
PRESSING = frozenset({Status.OVERDUE, Status.DUE_SOON})
OWING_CODES = frozenset({"missing", "late_missing", "returned"})


def reminder_figures(actor: Actor, *, directive: Directive, as_of: date, unit_code: str = "") -> Reminder:
    """Debts of every unit, or of one (itself or as a member of a group that leads)."""
    debts = _task_debts(actor, directive, as_of)
    named = [
        UnitDebt(code=code, name=unit_name(code, as_of), tasks=tuple(tasks))
        for code, tasks in debts.items()
        if not unit_code or code == unit_code or parties.is_member(unit_code, code, as_of)
    ]
    named.sort(key=lambda unit: sort_key(unit.name))
    jurisdiction = _Jurisdiction(as_of)
    ours = [unit for unit in named if jurisdiction.covers(unit.code)]
    return Reminder(
        as_of=as_of,
        answer_by=add_working_days(as_of, ANSWER_WITHIN_WORKING_DAYS),
        cited=cited(directive),
        units=tuple(ours),
        plans=_plan_debts(actor, directive, jurisdiction, unit_code),
        plan_wanted=plan_deadline(directive),
        outside=tuple(unit for unit in named if unit not in ours),
    )


def _task_debts(actor: Actor, directive: Directive, as_of: date) -> dict[str, list[TaskDebt]]:
    shown = board(actor, as_of=as_of, directive_id=directive.pk)
    cards = {card.assignment_id: card for group in shown.groups for card in group.cards}
    debts: dict[str, list[TaskDebt]] = defaultdict(list)
    for item in task_facts(directive, as_of):
        card = cards[item.task.pk]
        if card.status in PRESSING:
            for code in dict.fromkeys(duty.unit_code for duty in item.leads):
                debts[code].append(_debt(card))
    return debts


def _debt(card: Card) -> TaskDebt:
    return TaskDebt(
        number=card.number,
        title=card.title,
        deadline=deadline_words(card.deadline_text, card.due_on),
        due_on=card.due_on,
        status=card.status.label,
        is_overdue=card.status is Status.OVERDUE,
        percent=card.percent,
    )


class _Jurisdiction:
    """Whom the office may order on a day: bodies of its own area and of the areas right below it, and groups of such.

    A ministry, a provincial body or a neighbouring commune it can only ask.
    """

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.authority = parties.authority(as_of)
        self.areas = {area.code: area for area in parties.areas(as_of)}
        self.units = {unit.code: unit for unit in parties.units(as_of, with_groups=True)}
        self.home = self.units[self.authority].area_code

    def covers(self, code: str) -> bool:
        """Whether the unit can be given an order."""
        unit = self.units.get(code)
        if unit is None:
            return False
        if unit.is_group:
            return any(self.covers(member.code) for member in parties.members(code, self.as_of))
        parent = self.units.get(unit.parent_code)
        area = self.areas.get(unit.area_code or (parent.area_code if parent else ""))
        is_near = area is not None and self.home in {area.code, area.parent_code}
        return is_near and parties.is_local(code, self.as_of)


def _plan_debts(
    actor: Actor, directive: Directive, jurisdiction: _Jurisdiction, unit_code: str
) -> tuple[PlanDebt, ...]:
    as_of = jurisdiction.as_of
    matrix = plan_matrix(actor, directive_id=directive.pk, as_of=as_of)
    if matrix.duty is None or not _is_pressing(matrix.last_day, as_of):
        return ()
    rows = [row for row in matrix.rows if row.code in OWING_CODES and unit_code in {"", row.unit_code}]
    # The committee that signs the letter does not urge itself.
    urged = [row for row in rows if row.unit_code != jurisdiction.authority and jurisdiction.covers(row.unit_code)]
    urged.sort(key=lambda row: sort_key(row.unit_name))
    return tuple(PlanDebt(code=row.unit_code, name=row.unit_name, state=_state(row)) for row in urged)


def _is_pressing(last_day: date | None, as_of: date) -> bool:
    return last_day is not None and working_days_between(as_of, last_day) <= DUE_SOON_WORKING_DAYS


def _state(row: PlanRow) -> str:
    if row.plan is None:
        return "Chưa gửi, đã quá hạn" if row.is_late else "Chưa gửi"
    returned_on = day_of(row.plan.verdict_at)
    return f"Bị trả lại ngày {returned_on:%d/%m/%Y}" if returned_on else "Bị trả lại"
