"""Which results become documents of the wallet, and where their facts come from: dated data, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dean06.kernel.cases.procedures.types import FieldSpec, FieldType, Procedure

FILE = Path(__file__).with_name("data") / "results.toml"
FIXED = "="


@dataclass(frozen=True, kw_only=True)
class ResultRule:
    """The document that comes of some procedures from a day on. ``facts``: fact -> field of the form, or "=words"."""

    procedures: frozenset[str]
    document_type: str
    valid_from: date
    facts: Mapping[str, str]
    source: str
    verified: bool


@cache
def rules() -> tuple[ResultRule, ...]:
    """Every rule in the order of the file."""
    return tuple(
        ResultRule(
            procedures=frozenset(row["procedures"]),
            document_type=row["document_type"],
            valid_from=row["valid_from"],
            facts=row["facts"],
            source=row["source"],
            verified=row["verified"],
        )
        for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["result"]
    )


def rule_for(procedure: Procedure, day: date) -> ResultRule | None:
    """The rule for a procedure on a day, when its result is a document of that type."""
    meant = (one for one in rules() if procedure.code in one.procedures and one.valid_from <= day)
    return next((one for one in meant if one.document_type == procedure.result.document_type), None)


def facts_of(rule: ResultRule, procedure: Procedure, answers: Mapping[str, Any]) -> dict[str, str]:
    """The document's facts from what was declared; what was not asked is left out."""
    found = {}
    for fact, place in rule.facts.items():
        if place.startswith(FIXED):
            found[fact] = place.removeprefix(FIXED)
        elif (spec := procedure.field(place)) is not None and answers.get(place) not in (None, ""):
            found[fact] = _written(spec, answers[place])
    return found


def _written(spec: FieldSpec, value: Any) -> str:
    if spec.type is FieldType.CHOICE:
        return next((one.label for one in spec.choices if one.value == value), str(value))
    return str(value)
