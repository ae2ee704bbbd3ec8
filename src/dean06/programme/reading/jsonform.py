"""A reading in the form of the `import-dispatch --json` contract (protocols/dispatch-reading.schema.json)."""

from typing import Any

from dean06.programme.reading.contradictions.values import deadline_value
from dean06.programme.reading.model import (
    Account,
    Citation,
    DispatchReading,
    Group,
    Inconsistency,
    Obligation,
    PilotReading,
    Span,
)

Json = dict[str, Any]


def to_json(reading: DispatchReading) -> Json:
    """The reading as plain dictionaries and lists, ready for `json.dump`; dates are ISO, spans pairs of offsets."""
    return {
        "document": _document(reading),
        "obligations": [_obligation(duty) for duty in reading.letter.obligations],
        "groups": [_group(group) for group in reading.groups],
        "pilots": [_pilot(pilot) for pilot in reading.pilots],
        "inconsistencies": [_inconsistency(found) for found in reading.inconsistencies],
    }


def _document(reading: DispatchReading) -> Json:
    letter = reading.letter
    return {
        "issuer": letter.issuer or None,
        "symbol": letter.symbol or None,
        "number": letter.number or None,
        "date": letter.issued_on.isoformat() if letter.issued_on else None,
        "place": letter.place or None,
        "subject": letter.subject or None,
        "signer": letter.signer or None,
        "signer_title": letter.signer_title or None,
        "addressees": list(letter.addressees),
        "copies": list(letter.copies),
        "bases": [_citation(citation) for citation in letter.bases],
        "span": _span(letter.span),
    }


def _citation(citation: Citation) -> Json:
    return {
        "type": citation.kind,
        "number": citation.number,
        "symbol": citation.symbol,
        "date": citation.issued_on.isoformat() if citation.issued_on else None,
        "text": citation.words,
        "span": _span(citation.span),
    }


def _obligation(duty: Obligation) -> Json:
    return {
        "number": duty.number,
        "text": duty.words,
        "lead": [unit.name for unit in duty.lead],
        "coordinate": [unit.name for unit in duty.coordinate],
        "deadline": deadline_value(duty.deadline),
        "span": _span(duty.span),
    }


def _group(group: Group) -> Json:
    return {
        "code": group.code,
        "title": group.title,
        "declared_count": group.declared_count,
        "actual_count": len(group.pilots),
        "pilots": list(group.pilots),
    }


def _pilot(pilot: PilotReading) -> Json:
    return {
        "number": pilot.number,
        "group": pilot.group or None,
        "title": pilot.title,
        "narrative": _account(pilot.narrative),
        "table": _account(pilot.table),
        "inconsistencies": [_inconsistency(found) for found in pilot.inconsistencies],
    }


def _account(account: Account | None) -> Json | None:
    if account is None:
        return None
    return {
        "lead": account.names("lead"),
        "lead_is_request": account.lead_is_request,
        "coordinate": account.names("coordinate"),
        "force": account.names("force"),
        "deadline": deadline_value(account.deadline),
        "tools": list(account.tools),
        "span": _span(account.span),
    }


def _inconsistency(found: Inconsistency) -> Json:
    return {
        "type": found.type,
        "field": found.field,
        "narrative": found.narrative,
        "table": found.table,
        "severity": found.severity,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
