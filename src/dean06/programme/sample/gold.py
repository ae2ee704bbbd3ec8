"""The truth behind a sample dispatch, in the shape of `import-dispatch --json`, without spans.

Worked out from the facts alone and independently of the reader, so that the two can disagree.
"""

from __future__ import annotations

from typing import Any

from dean06.programme.sample.gold_checks import document_findings, pilot_findings
from dean06.programme.sample.layout import LEAD_AND_COORDINATE, STANDARD, Layout, fitting
from dean06.programme.sample.model import (
    Clause,
    DeadlineFact,
    Facts,
    GroupFact,
    LetterFact,
    NarrativeFact,
    PilotFact,
    TableFact,
)

Json = dict[str, Any]


def gold(facts: Facts, layout: Layout = STANDARD) -> Json:
    """What a perfect reader finds in the dispatch of `facts` laid out by `layout`.

    Units in their canonical form, dates in ISO form; a reading the layout does not print is None.
    """
    layout = fitting(facts, layout)
    pilots = [_pilot(facts, group, pilot, layout) for group in facts.groups for pilot in group.pilots]
    findings = document_findings(facts, layout)
    return {
        "document": _document(facts.letter),
        "obligations": [
            {"number": number, "deadline": deadline(obligation.deadline)}
            for number, obligation in enumerate(facts.letter.obligations, start=1)
        ],
        "groups": [_group(group, layout) for group in facts.groups] if _has_groups(layout) else [],
        "pilots": pilots,
        "inconsistencies": findings,
    }


def _has_groups(layout: Layout) -> bool:
    return (layout.table and layout.group_rows) or (layout.narrative and layout.group_headings)


def _document(letter: LetterFact) -> Json:
    return {
        "issuer": " ".join(letter.issuer),
        "number": letter.number or None,
        "symbol": letter.symbol,
        "date": letter.date.isoformat() if letter.date else None,
        "subject": " ".join(letter.subject),
        "signer": letter.signer,
        "addressees": list(letter.addressees),
        "copies": list(letter.copies),
    }


def _group(group: GroupFact, layout: Layout) -> Json:
    printed = layout.table and layout.group_rows
    return {
        "code": group.code,
        "title": group.title,
        "declared_count": group.declared if printed else None,
        "actual_count": len(group.pilots),
        "pilots": [pilot.number for pilot in group.pilots],
    }


def _pilot(facts: Facts, group: GroupFact, pilot: PilotFact, layout: Layout) -> Json:
    prose = _narrative(facts, pilot.narrative) if layout.narrative and pilot.narrative else None
    table = _table(facts, pilot.table, layout) if layout.table and pilot.table else None
    shown = [fact.title for fact in (pilot.table, pilot.narrative) if fact]
    return {
        "number": pilot.number,
        "group": group.code if _has_groups(layout) else None,
        "title": shown[0],
        "titles": {
            "narrative": pilot.narrative.title if prose and pilot.narrative else None,
            "table": pilot.table.title if table and pilot.table else None,
        },
        "narrative": prose,
        "table": table,
        "inconsistencies": pilot_findings(pilot, prose, table),
    }


def deadline(fact: DeadlineFact | None) -> Json | None:
    """A deadline in the shape of the contract."""
    if fact is None:
        return None
    return {
        "text": fact.text,
        "kind": fact.kind,
        "date": fact.date.isoformat() if fact.date else None,
        "bound": fact.bound,
    }


def _names(facts: Facts, keys: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(facts.units[key].name for key in keys))


def _narrative(facts: Facts, fact: NarrativeFact) -> Json:
    lead = _names(facts, tuple(key for clause in fact.clauses if clause.role == "lead" for key in clause.units))
    helping = _names(facts, tuple(key for clause in fact.clauses for key in _helpers(clause)))
    return {
        "lead": lead,
        "lead_is_request": False,
        # Whoever helps the lead is a coordinator; that the lead is then named as the one helped makes it none.
        "coordinate": [name for name in helping if name not in lead],
        # Given work without a word for the role: a reader may take them for coordinators or leave them out.
        "may_coordinate": _names(facts, tuple(k for c in fact.clauses if c.role == "do" for k in c.units)),
        "force": _names(facts, fact.force),
        "deadline": deadline(fact.deadline),
        "tools": list(fact.tools),
    }


def _helpers(clause: Clause) -> tuple[str, ...]:
    if clause.role == "coordinate":
        return clause.units + clause.partners
    return clause.partners if clause.role == "lead" else ()


def _table(facts: Facts, fact: TableFact, layout: Layout) -> Json:
    columns = set(layout.columns)
    if LEAD_AND_COORDINATE in columns:
        columns |= {"lead", "coordinate"}
    return {
        "lead": _names(facts, fact.lead),
        "lead_is_request": fact.is_request,
        "coordinate": _names(facts, fact.coordinate),
        "force": _names(facts, fact.force) if "force" in columns else [],
        "deadline": deadline(fact.deadline),
        "tools": list(fact.tools),
    }
