"""Contradictions that a reader must find, worked out from the true readings by the rules of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from dean06.programme.sample.layout import Layout
from dean06.programme.sample.model import Facts, PilotFact

Json = dict[str, Any]
SATURDAY = 5
UNIT_FIELDS = {"lead": "lead_mismatch", "coordinate": "coordinator_mismatch", "force": "force_mismatch"}
OVERLAPS = (
    ("lead", "coordinate", "lead_also_coordinator"),
    ("lead", "force", "lead_also_force"),
    ("coordinate", "force", "coordinator_also_force"),
)


def _finding(kind: str, field: str) -> Json:
    return {"type": kind, "field": field}


def pilot_findings(pilot: PilotFact, prose: Json | None, table: Json | None) -> list[Json]:
    """Findings of one pilot, each {type, field}; sorted and without repeats."""
    found = [finding for reading in (prose, table) if reading for finding in _within(reading)]
    if prose and table:
        found += [*_between(prose, table), *(_finding(kind, "title") for kind in pilot.expect)]
    unique = {(f["type"], f["field"]) for f in found}
    return [_finding(*key) for key in sorted(unique)]


def _within(reading: Json) -> Iterator[Json]:
    if reading["lead_is_request"]:
        yield _finding("lead_is_request", "lead")
    if len(reading["lead"]) > 1:
        yield _finding("lead_multiple", "lead")
    if not reading["lead"]:
        yield _finding("lead_missing", "lead")
    for one, other, kind in OVERLAPS:
        if set(reading[one]) & set(reading[other]):
            yield _finding(kind, other)
    if _is_day_off(reading["deadline"]):
        yield _finding("deadline_non_working_day", "deadline")


def _is_day_off(deadline: Json | None) -> bool:
    """Only for a day the dispatch names itself; the last day of a quarter or year is nobody's appointment."""
    if not deadline or deadline["kind"] != "fixed":
        return False
    return date.fromisoformat(deadline["date"]).weekday() >= SATURDAY


def _between(prose: Json, table: Json) -> Iterator[Json]:
    for field, kind in UNIT_FIELDS.items():
        both_speak = prose[field] and table[field]
        # A division of work that names a lead and no coordinators says that there are none.
        left_out = field == "coordinate" and prose["lead"] and table["lead"]
        if (both_speak or left_out) and set(prose[field]) != set(table[field]):
            yield _finding(kind, field)
    one, other = prose["deadline"], table["deadline"]
    if (one is None) != (other is None):
        yield _finding("deadline_missing", "deadline")
    elif one and other and [one[k] for k in ("kind", "date", "bound")] != [other[k] for k in ("kind", "date", "bound")]:
        yield _finding("deadline_mismatch", "deadline")
    if prose["tools"] and table["tools"] and _folded(prose["tools"]) != _folded(table["tools"]):
        yield _finding("tools_mismatch", "tools")


def _folded(words: list[str]) -> set[str]:
    return {word.casefold() for word in words}


def document_findings(facts: Facts, layout: Layout) -> list[Json]:
    """Findings of the whole document: the ones stated beforehand, and groups whose count is not what they claim."""
    found: list[Json] = [
        {"type": expected.type, "about": expected.about}
        for expected in facts.expected
        if _is_printed(facts, expected.about, layout)
    ]
    if layout.table and layout.group_rows:
        found += [
            {"type": "group_count", "about": group.code}
            for group in facts.groups
            if group.declared is not None and group.declared != len(group.pilots)
        ]
    found += [
        {"type": "deadline_non_working_day", "about": obligation.deadline.text}
        for obligation in facts.letter.obligations
        if obligation.deadline
        and obligation.deadline.kind == "fixed"
        and obligation.deadline.date
        and obligation.deadline.date.weekday() >= SATURDAY
    ]
    return found


def _is_printed(facts: Facts, about: str, layout: Layout) -> bool:
    """Whether the layout prints both sides of a contradiction: the other side may stand in an annex it leaves out."""
    if about == facts.letter.symbol:
        return layout.table
    if about.startswith("64"):
        return layout.narrative
    return True
