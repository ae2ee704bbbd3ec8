"""Rows as they stood at the end of a day: what was answered later is shown as not answered yet. Never saved."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from dean06.programme.choices import Verdict
from dean06.programme.models import ExtensionRequest, Impediment, ProgressReport, UnitPlan
from dean06.programme.selectors.day import end_of

Row = TypeVar("Row", ProgressReport, UnitPlan, ExtensionRequest)


def judged(rows: Iterable[Row], day: date) -> list[Row]:
    """Verdicts as of a day."""
    end, kept = end_of(day), list(rows)
    for row in kept:
        if row.verdict_at is not None and row.verdict_at >= end:
            row.verdict, row.verdict_at, row.verdict_note = Verdict.PENDING, None, ""
    return kept


def impediments(rows: Iterable[Impediment], day: date) -> list[Impediment]:
    """Difficulties, open where they were settled later."""
    end, kept = end_of(day), list(rows)
    for row in kept:
        if row.resolved_at is not None and row.resolved_at >= end:
            row.resolved_at = None
    return kept
