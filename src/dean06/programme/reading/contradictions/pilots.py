"""Contradictions within one assignment: inside each reading, and between the two."""

from collections.abc import Iterator
from datetime import timedelta

from dean06.kernel.base.calendar import is_working_day
from dean06.programme.reading.contradictions.titles import compare_titles
from dean06.programme.reading.contradictions.values import (
    SEVERITY,
    deadline_value,
    decider,
    shared,
    unit_key,
)
from dean06.programme.reading.model import Account, Deadline, Inconsistency, Role, Severity, Span, Value
from dean06.programme.reading.tools import tool_key

_MISMATCHES: tuple[tuple[Role, str], ...] = (
    ("lead", "lead_mismatch"),
    ("coordinate", "coordinator_mismatch"),
    ("force", "force_mismatch"),
)
_OVERLAPS = (
    ("lead", "coordinate", "lead_also_coordinator"),
    ("lead", "force", "lead_also_force"),
    ("coordinate", "force", "coordinator_also_force"),
)


def pilot_findings(narrative: Account | None, table: Account | None) -> list[Inconsistency]:
    """All contradictions of one assignment, each type at most once; both values are always shown."""
    both = _Pair(narrative, table)
    return [
        *_leads(both),
        *_overlaps(both),
        *(_between(both) if narrative and table else ()),
        *_days(both),
    ]


class _Pair:
    """Both readings, and how a finding about one of their fields is written down."""

    def __init__(self, narrative: Account | None, table: Account | None) -> None:
        self.narrative, self.table = narrative, table

    @property
    def accounts(self) -> list[Account]:
        """The readings there are."""
        return [account for account in (self.narrative, self.table) if account]

    def finding(
        self, kind: str, field: str, narrative: Value, table: Value, *, severity: Severity | None = None
    ) -> Inconsistency:
        """A contradiction of this pilot in ``field``."""
        return Inconsistency(
            type=kind,
            field=field,
            narrative=narrative,
            table=table,
            severity=severity or SEVERITY[kind],
            may_decide=decider(kind),
            narrative_span=_span(self.narrative, field),
            table_span=_span(self.table, field),
        )

    def of_units(self, kind: str, role: Role) -> Inconsistency:
        """A contradiction between the units of one role."""
        return self.finding(kind, role, _names(self.narrative, role), _names(self.table, role))


def _names(account: Account | None, role: Role) -> list[str] | None:
    return account.names(role) if account else None


def _span(account: Account | None, field: str) -> Span | None:
    if account is None:
        return None
    if field == "title":
        return account.title_span
    found = account.field_spans.get(field)
    if found is None and field in ("lead", "coordinate"):
        found = account.field_spans.get("assignment") or account.field_spans.get("lead")
    return found or account.span


def _leads(both: _Pair) -> Iterator[Inconsistency]:
    accounts = both.accounts
    if any(account.lead_is_request for account in accounts):
        yield both.of_units("lead_is_request", "lead")
    if any(len(account.lead) > 1 for account in accounts):
        yield both.of_units("lead_multiple", "lead")
    if any(not account.lead for account in accounts):
        yield both.of_units("lead_missing", "lead")


def _overlaps(both: _Pair) -> Iterator[Inconsistency]:
    for one, other, kind in _OVERLAPS:
        values = shared(both.narrative, one, other), shared(both.table, one, other)
        if any(values):
            yield both.finding(kind, other, values[0], values[1])


def _between(both: _Pair) -> Iterator[Inconsistency]:
    for role, kind in _MISMATCHES:
        if _differ(both, role):
            yield both.of_units(kind, role)
    yield from _deadlines(both)
    yield from _tools(both)
    yield from _titles(both)


def _differ(both: _Pair, role: Role) -> bool:
    """Not the same units; where one names none, only if it had a place for them (no lead: another type)."""
    if both.narrative is None or both.table is None:
        return False
    left, right = ({unit_key(u) for u in account.units(role)} for account in (both.narrative, both.table))
    if (left and right) or role == "lead":
        return bool(left and right) and left != right
    silent = both.table if left else both.narrative
    return left != right and _has_place_for(silent, role)


def _has_place_for(account: Account, role: Role) -> bool:
    """Whether a reading has the column or section of a role; a division of work names leads and coordinators alike."""
    return role in account.columns or (role == "coordinate" and bool(account.lead) and "assignment" in account.columns)


def _deadlines(both: _Pair) -> Iterator[Inconsistency]:
    left = both.narrative.deadline if both.narrative else None
    right = both.table.deadline if both.table else None
    values = deadline_value(left), deadline_value(right)
    if (left is None) != (right is None):
        yield both.finding("deadline_missing", "deadline", *values)
    elif left and right and _meaning(left) != _meaning(right):
        yield both.finding("deadline_mismatch", "deadline", *values)


def _meaning(deadline: Deadline) -> tuple[object, ...]:
    """The last day that is in time, however it is worded: "Quý I/2024" is "31/3/2024"."""
    if deadline.date is None:
        return deadline.kind, None, False
    last = deadline.date - timedelta(days=1) if deadline.bound == "exclusive" else deadline.date
    return "dated", last, len({m.date for m in deadline.milestones if m.date}) > 1


def _tools(both: _Pair) -> Iterator[Inconsistency]:
    left = list(both.narrative.tools) if both.narrative else []
    right = list(both.table.tools) if both.table else []
    if left and right and {tool_key(t) for t in left} != {tool_key(t) for t in right}:
        yield both.finding("tools_mismatch", "tools", left, right)


def _titles(both: _Pair) -> Iterator[Inconsistency]:
    if both.narrative is None or both.table is None:
        return
    left, right = both.narrative.title, both.table.title
    if not left or not right:
        return
    found = compare_titles(left, right)
    if found.quantities:
        yield both.finding("quantity_mismatch", "title", *found.quantities)
    if found.levels:
        yield both.finding("level_mismatch", "title", *found.levels)
    elif _levels_part(both):
        yield both.finding("level_mismatch", "lead", both.narrative.stated_level, both.table.names("lead"))
    if found.is_worded_differently:
        yield both.finding("title_mismatch", "title", left, right)


def _levels_part(both: _Pair) -> bool:
    """The prose hands the whole pilot to another level, the table to a unit of this one."""
    if both.narrative is None or both.table is None or not both.narrative.stated_level:
        return False
    levels = {unit.level for unit in both.table.lead if unit.level not in ("", "local")}
    return bool(levels) and both.narrative.stated_level not in levels


def _days(both: _Pair) -> Iterator[Inconsistency]:
    """A named day, or the last day of a named period, on which no office is open."""
    left, right = (account.deadline if account else None for account in (both.narrative, both.table))
    off = [deadline for deadline in (left, right) if deadline and falls_on_day_off(deadline)]
    if off:
        severity: Severity = "medium" if any(deadline.kind == "fixed" for deadline in off) else "low"
        yield both.finding(
            "deadline_non_working_day", "deadline", deadline_value(left), deadline_value(right), severity=severity
        )


def falls_on_day_off(deadline: Deadline) -> bool:
    """Whether the day the deadline means is no working day. "Trước Quý I" names no day."""
    if deadline.date is None or deadline.kind not in ("fixed", "period_end"):
        return False
    return not is_working_day(deadline.date)
