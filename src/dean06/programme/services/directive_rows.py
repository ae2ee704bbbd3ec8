"""Rows of a directive from what the reader understood: both readings side by side, contradictions, first duties."""

from datetime import datetime, time

from dean06.kernel.base import clock
from dean06.programme.choices import DeadlineBound, DeadlineKind, DutyBasis, ReadingSource, UnitRole
from dean06.programme.models import (
    Assignment,
    Contradiction,
    DeadlineEntry,
    Directive,
    Group,
    Obligation,
    Reading,
    ReadingUnit,
    Responsibility,
)
from dean06.programme.reading import model as read
from dean06.programme.rules.authority import decider
from dean06.programme.rules.deadlines import Deadline
from dean06.programme.rules.first_duties import LeadReading, NamedUnit, first_deadline, first_leads

SHORT = 255


def write_rows(directive: Directive, reading: read.DispatchReading) -> None:
    """Everything below a directive, inside the caller's transaction."""
    _obligations(directive, reading)
    groups = _groups(directive, reading)
    tasks = {pilot.number: _assignment(directive, groups, pilot, reading) for pilot in reading.pilots}
    found: list[tuple[Assignment | None, read.Inconsistency]] = [(None, item) for item in reading.inconsistencies]
    found += [(tasks[pilot.number], item) for pilot in reading.pilots for item in pilot.inconsistencies]
    Contradiction.objects.bulk_create(
        _contradiction(directive, position, task, item) for position, (task, item) in enumerate(found, 1)
    )


def _since(directive: Directive) -> datetime:
    """When the directive's own facts began to hold: the opening of the day it was received, never after now."""
    return min(clock.now(), datetime.combine(directive.received_on, time.min, clock.VN_TZ))


def _obligations(directive: Directive, reading: read.DispatchReading) -> None:
    plan_duty = next((item.number for item in reading.letter.obligations if item.asks_for_plan), None)
    Obligation.objects.bulk_create(
        Obligation(
            directive=directive,
            position=position,
            text=item.words,
            span_start=item.span.start,
            span_end=item.span.end,
            is_plan_duty=item.number == plan_duty,
            **_deadline_columns(item.deadline),
        )
        for position, item in enumerate(reading.letter.obligations, 1)
    )


def _groups(directive: Directive, reading: read.DispatchReading) -> dict[str, Group]:
    return {
        item.code: Group.objects.create(
            directive=directive,
            code=item.code,
            title=item.title,
            declared_count=item.declared_count,
            position=position,
        )
        for position, item in enumerate(reading.groups, 1)
    }


def _assignment(
    directive: Directive, groups: dict[str, Group], pilot: read.PilotReading, reading: read.DispatchReading
) -> Assignment:
    task = Assignment.objects.create(
        directive=directive, group=groups.get(pilot.group), number=pilot.number, title=pilot.title
    )
    accounts = [(ReadingSource.NARRATIVE, pilot.narrative), (ReadingSource.TABLE, pilot.table)]
    present = [(source, account) for source, account in accounts if account]
    for source, account in present:
        _reading(task, source, account, reading)
    _first_duties(directive, task, [account for _, account in present])
    return task


def _reading(task: Assignment, source: ReadingSource, account: read.Account, reading: read.DispatchReading) -> None:
    row = Reading.objects.create(
        assignment=task,
        source=source,
        words=reading.quote(account.span),
        span_start=account.span.start,
        span_end=account.span.end,
        lead_is_request=account.lead_is_request,
        tools=list(account.tools),
        **_deadline_columns(account.deadline),
    )
    ReadingUnit.objects.bulk_create(
        ReadingUnit(reading=row, role=role, position=position, name=unit.name[:SHORT], unit_code=unit.code)
        for role in read.ROLES
        for position, unit in enumerate(account.units(role), 1)
    )


def _first_duties(directive: Directive, task: Assignment, accounts: list[read.Account]) -> None:
    leads = first_leads([LeadReading(_named(account.lead), account.lead_is_request) for account in accounts])
    rows = [
        _duty(directive, task, lead.code, UnitRole.LEAD, accountable=lead.is_accountable, request=lead.is_request)
        for lead in leads
    ]
    named = {
        UnitRole.COORDINATE: [unit for account in accounts for unit in account.coordinate],
        UnitRole.FORCE: [unit for account in accounts for unit in account.force],
    }
    for role, units in named.items():
        codes = dict.fromkeys(unit.code for unit in units if unit.code)
        rows += [_duty(directive, task, code, role) for code in codes]
    Responsibility.objects.bulk_create(rows)
    deadline = first_deadline([_rule(account.deadline) for account in accounts if account.deadline])
    DeadlineEntry.objects.create(
        assignment=task,
        revision=1,
        text=deadline.text[:SHORT],
        kind=deadline.kind,
        on=deadline.on,
        bound=deadline.bound,
        basis=DutyBasis.DIRECTIVE,
        recorded_at=_since(directive),
    )


def _duty(
    directive: Directive,
    task: Assignment,
    code: str,
    role: UnitRole,
    *,
    accountable: bool = False,
    request: bool = False,
) -> Responsibility:
    return Responsibility(
        assignment=task,
        unit_code=code,
        role=role,
        is_accountable=accountable,
        is_request=request,
        basis=DutyBasis.DIRECTIVE,
        valid_from=directive.received_on,
        recorded_at=_since(directive),
    )


def _named(units: tuple[read.UnitName, ...]) -> tuple[NamedUnit, ...]:
    return tuple(NamedUnit(unit.code, unit.is_generic) for unit in units)


def _rule(deadline: read.Deadline | None) -> Deadline:
    if deadline is None:
        return Deadline()
    return Deadline(text=deadline.text, kind=deadline.kind, on=deadline.date, bound=deadline.bound)


def _deadline_columns(deadline: read.Deadline | None) -> dict[str, object]:
    if deadline is None:
        return {"deadline_kind": DeadlineKind.NONE, "deadline_bound": DeadlineBound.INCLUSIVE}
    return {
        "deadline_text": deadline.text[:SHORT],
        "deadline_kind": deadline.kind,
        "deadline_on": deadline.date,
        "deadline_bound": deadline.bound,
    }


def _contradiction(
    directive: Directive, position: int, task: Assignment | None, item: read.Inconsistency
) -> Contradiction:
    return Contradiction(
        directive=directive,
        assignment=task,
        position=position,
        type=item.type,
        field=item.field,
        narrative_value=item.narrative,
        table_value=item.table,
        narrative_quote=item.narrative_quote,
        table_quote=item.table_quote,
        severity=item.severity,
        may_decide=decider(item.type),
        found_at=_since(directive),
    )
