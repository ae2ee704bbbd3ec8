"""The leader's board: the pilots of the directive by group, as of any day."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from dean06.kernel.base.actor import Actor
from dean06.kernel.manifest.registry import all_pilots
from dean06.kernel.manifest.types import Pilot
from dean06.kernel.manifest.types import Status as BuildStatus
from dean06.kernel.parties import api as parties
from dean06.programme.models import Directive
from dean06.programme.rules.deadlines import last_allowed_day
from dean06.programme.selectors import indicators, plan_counts
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.board_types import Board, BoardGroup, Card, Totals
from dean06.programme.selectors.facts import TaskFacts, directive_as_of, open_contradictions, task_facts

TREND_POINTS = 8


def board(actor: Actor, *, as_of: date, directive_id: UUID | None = None) -> Board:
    """The board at the end of ``as_of``; a constant number of queries besides the pilots' own indicators."""
    require_reader(actor)
    directive = directive_as_of(as_of, directive_id)
    if directive is None:
        return Board(as_of=as_of, directive_id=None)
    facts = task_facts(directive, as_of)
    names = {unit.code: unit.name for unit in parties.units(as_of, with_groups=True)}
    cards = [_card(item, names, _pilot_of(directive, item)) for item in facts]
    return Board(
        as_of=as_of,
        directive_id=directive.pk,
        directive_title=directive.subject or directive.source_name,
        lists_pilots=directive.lists_pilots,
        is_sample=directive.is_sample,
        groups=_groups(facts, cards),
        totals=_totals(directive, as_of, cards),
    )


def _pilot_of(directive: Directive, item: TaskFacts) -> Pilot | None:
    """The pilot a numbered assignment is about: only in a directive that really lists the programme's pilots."""
    if not directive.lists_pilots:
        return None
    return next((pilot for pilot in all_pilots() if pilot.number == item.task.number), None)


def _card(item: TaskFacts, names: Mapping[str, str], pilot: Pilot | None) -> Card:
    leads = item.leads
    confirmed = [report.percent for report in item.confirmed]
    return Card(
        assignment_id=item.task.pk,
        number=item.task.number,
        title=pilot.short_title if pilot else item.task.title,
        status=item.status,
        leads=tuple(names.get(duty.unit_code, duty.unit_code) for duty in leads),
        is_lead_settled=any(duty.is_accountable for duty in leads),
        is_lead_requested=any(duty.is_request for duty in leads),
        deadline_text=item.deadline.text,
        due_on=last_allowed_day(item.deadline),
        percent=confirmed[-1] if confirmed else None,
        percent_trend=tuple(confirmed[-TREND_POINTS:]),
        is_built=pilot.status is BuildStatus.BUILT if pilot else None,
        indicators=indicators.values(pilot, item.as_of) if pilot else (),
        open_contradictions=item.open_contradictions,
        open_impediments=item.open_impediments,
        waiting_reports=len(item.waiting),
    )


def _groups(facts: list[TaskFacts], cards: list[Card]) -> tuple[BoardGroup, ...]:
    members: dict[UUID | None, list[Card]] = {}
    groups = {}
    for item, card in zip(facts, cards, strict=True):
        members.setdefault(item.task.group_id, []).append(card)
        groups[item.task.group_id] = item.task.group
    ordered = sorted(members, key=lambda key: groups[key].position if groups[key] else 0)
    return tuple(
        BoardGroup(
            code=groups[key].code if groups[key] else "",
            title=groups[key].title if groups[key] else "Nhiệm vụ",
            declared_count=groups[key].declared_count if groups[key] else None,
            cards=tuple(members[key]),
        )
        for key in ordered
    )


def _totals(directive: Directive, as_of: date, cards: list[Card]) -> Totals:
    received, owed = plan_counts.received_and_owed(directive, as_of)
    return Totals(
        by_status=dict(Counter(card.status for card in cards)),
        open_contradictions=open_contradictions(directive, as_of).total(),
        open_impediments=sum(card.open_impediments for card in cards),
        plans_received=received,
        plans_owed=owed,
        built=sum(bool(card.is_built) for card in cards),
    )
