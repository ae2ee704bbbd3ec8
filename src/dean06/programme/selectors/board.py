"""The leader's board: the pilots of the directive by group, as of any day."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from dean06.kernel.base.actor import Actor
from dean06.kernel.manifest.registry import all_pilots
from dean06.kernel.manifest.types import Pilot
from dean06.kernel.manifest.types import Status as BuildStatus
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.api import UnitRegister
from dean06.programme.choices import DeadlineKind
from dean06.programme.models import Directive, Group
from dean06.programme.selectors import indicators, parts, plan_counts
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.board_types import Board, BoardGroup, Card, Totals, TrendPoint
from dean06.programme.selectors.facts import TaskFacts, directive_as_of, open_contradictions, task_facts

TREND_POINTS = 12
TREND_STEP_DAYS = 7


def board(actor: Actor, *, as_of: date, directive_id: UUID | None = None) -> Board:
    """The board at the end of ``as_of``; a constant number of queries besides the pilots' own indicators."""
    require_reader(actor)
    directive = directive_as_of(as_of, directive_id)
    if directive is None:
        return Board(as_of=as_of, directive_id=None)
    undecided = open_contradictions(directive, as_of)
    facts = task_facts(directive, as_of, undecided)
    register = parties.unit_register()
    cards = [_card(item, register, _pilot_of(directive, item)) for item in facts]
    return Board(
        as_of=as_of,
        directive_id=directive.pk,
        directive_title=directive.subject or directive.source_name,
        lists_pilots=directive.lists_pilots,
        is_sample=directive.is_sample,
        groups=_groups(facts, cards),
        totals=_totals(plan_counts.received_and_owed(directive, register, as_of), undecided.total(), cards),
        trend=_trend(facts, directive.received_on, as_of),
    )


def _pilot_of(directive: Directive, item: TaskFacts) -> Pilot | None:
    """The pilot a numbered assignment is about: only in a directive that really lists the programme's pilots."""
    if not directive.lists_pilots:
        return None
    return next((pilot for pilot in all_pilots() if pilot.number == item.task.number), None)


def _card(item: TaskFacts, register: UnitRegister, pilot: Pilot | None) -> Card:
    day = item.as_of
    leads = sorted(item.leads, key=lambda duty: (duty.is_request, not register.is_home(duty.unit_code, day)))
    percents = item.percents
    contact = parts.contact(item.duties, register, day) if parts.needs_contact(item.duties, register, day) else ""
    return Card(
        assignment_id=item.task.pk,
        number=item.task.number,
        title=pilot.short_title if pilot else item.task.title,
        status=item.status,
        leads=tuple(register.name(duty.unit_code, day) for duty in leads),
        lead_codes=tuple(duty.unit_code for duty in leads),
        contact=register.name(contact, day) if contact else "",
        is_lead_settled=any(duty.is_accountable for duty in leads),
        is_lead_requested=any(duty.is_request for duty in leads),
        deadline_text=item.deadline.text,
        due_on=item.due_on,
        is_recurring=item.deadline.kind == DeadlineKind.RECURRING,
        percent=percents[-1] if percents else None,
        percent_trend=tuple(percents[-TREND_POINTS:]),
        is_built=pilot.status is BuildStatus.BUILT if pilot else None,
        indicators=indicators.values(pilot, item.as_of) if pilot else (),
        open_contradictions=item.open_contradictions,
        open_impediments=item.open_impediments,
        waiting_reports=len(item.waiting),
    )


def _groups(facts: list[TaskFacts], cards: list[Card]) -> tuple[BoardGroup, ...]:
    members: dict[Group | None, list[Card]] = {}
    for item, card in zip(facts, cards, strict=True):
        members.setdefault(item.task.group, []).append(card)
    ordered = sorted(members.items(), key=lambda pair: pair[0].position if pair[0] else 0)
    return tuple(_group(group, tuple(held)) for group, held in ordered)


def _group(group: Group | None, cards: tuple[Card, ...]) -> BoardGroup:
    if group is None:
        return BoardGroup(code="", title="Nhiệm vụ", declared_count=None, cards=cards)
    return BoardGroup(code=group.code, title=group.title, declared_count=group.declared_count, cards=cards)


def _trend(facts: list[TaskFacts], since: date, as_of: date) -> tuple[TrendPoint, ...]:
    """The board at even steps from the day the directive came, a week apart at least, the last being the day itself."""
    span = (as_of - since).days
    steps = min(TREND_POINTS - 1, span // TREND_STEP_DAYS)
    days = [as_of - timedelta(days=round(span * step / steps)) for step in range(steps, 0, -1)] if steps else []
    return tuple(
        TrendPoint(day=day, by_status=dict(Counter(item.status_on(day) for item in facts))) for day in (*days, as_of)
    )


def _totals(plans: tuple[int, int], undecided: int, cards: list[Card]) -> Totals:
    received, owed = plans
    return Totals(
        by_status=dict(Counter(card.status for card in cards)),
        open_contradictions=undecided,
        open_impediments=sum(card.open_impediments for card in cards),
        plans_received=received,
        plans_owed=owed,
        built=sum(bool(card.is_built) for card in cards),
    )
