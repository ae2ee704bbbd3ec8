"""The dated data of this package, read once. A wrong file is a BadReference that names the file and the entry."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from dean06.kernel.privacy.rules.looks import Reason, Thresholds
from dean06.kernel.privacy.rules.requests import DeadlineRule

DATA = Path(__file__).with_name("data")
UNITS: dict[str, Literal["days", "working_days"]] = {"days": "days", "working_days": "working_days"}


class BadReference(ValueError):
    """A data file says something that cannot be."""


@dataclass(frozen=True, kw_only=True)
class KeepRule:
    """How long one category is kept, and who says so."""

    code: str
    label: str
    keep_days: int
    source: str
    verified: bool


@cache
def deadlines() -> tuple[DeadlineRule, ...]:
    """Every deadline rule."""
    return tuple(
        DeadlineRule(
            code=row["code"],
            kinds=frozenset(row["kinds"]),
            days=_positive("deadlines.toml", row, "days"),
            unit=UNITS[row["unit"]],
            valid_from=row["valid_from"],
            valid_until=row.get("valid_until"),
            source=row["source"],
            verified=row["verified"],
        )
        for row in _rows("deadlines.toml", "rule")
    )


@cache
def thresholds() -> tuple[Thresholds, ...]:
    """Every row of thresholds for unexpected looks."""
    return tuple(
        Thresholds(
            valid_from=row["valid_from"],
            valid_until=row.get("valid_until"),
            bulk_persons=_positive("looks.toml", row, "bulk_persons"),
            many_looks=_positive("looks.toml", row, "many_looks"),
            many_hours=_positive("looks.toml", row, "many_hours"),
            alone_enough=frozenset(Reason(code) for code in row["alone_enough"]),
            together_enough=_positive("looks.toml", row, "together_enough"),
            ignored=tuple(row["ignored"]),
            source=row["source"],
            verified=row["verified"],
        )
        for row in _rows("looks.toml", "threshold")
    )


def thresholds_on(day: date) -> Thresholds:
    """The thresholds in force on a day; BadReference when the data has none."""
    for row in thresholds():
        if row.valid_from <= day and (row.valid_until is None or day < row.valid_until):
            return row
    raise BadReference(f"looks.toml has no thresholds for {day}")


@cache
def keep_rules() -> dict[str, KeepRule]:
    """How long the kernel's own categories are kept, by code."""
    return {
        row["code"]: KeepRule(
            code=row["code"],
            label=row["label"],
            keep_days=_positive("retention.toml", row, "keep_days"),
            source=row["source"],
            verified=row["verified"],
        )
        for row in _rows("retention.toml", "category")
    }


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    rows = tomllib.loads((DATA / name).read_text(encoding="utf-8")).get(table, [])
    if not rows:
        raise BadReference(f"{name}: no [[{table}]]")
    return list(rows)


def _positive(name: str, row: dict[str, Any], key: str) -> int:
    value = row.get(key)
    if not isinstance(value, int) or value < 1:
        raise BadReference(f"{name}: {row.get('code', row)}: {key} must be a whole number above zero")
    return value
