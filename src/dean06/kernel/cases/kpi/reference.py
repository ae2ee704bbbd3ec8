"""The dated weights of data/kpi.toml, read once. A wrong file is a BadWeights that names the row."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from dean06.kernel.cases.kpi.counting import INDICATORS
from dean06.kernel.cases.kpi.types import Group, Weight

FILE = Path(__file__).parents[1] / "data" / "kpi.toml"


class BadWeights(ValueError):
    """The data file says something that cannot be."""


@cache
def all_weights() -> tuple[Weight, ...]:
    """Every row. BadWeights for an indicator nobody computes."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["indicator"]
    unknown = [row["code"] for row in rows if row["code"] not in INDICATORS]
    if unknown:
        raise BadWeights(f"{FILE.name}: no such indicator: {', '.join(unknown)}")
    return tuple(
        Weight(
            code=row["code"],
            group=Group(row["group"]),
            title=row["title"],
            marks=Decimal(row["marks"]),
            threshold=Decimal(row["threshold"]),
            valid_from=row["valid_from"],
            valid_until=row.get("valid_until"),
            source=row["source"],
            verified=row["verified"],
        )
        for row in rows
    )


def weights_on(day: date) -> tuple[Weight, ...]:
    """The rows in force on a day; none before the decision."""
    return tuple(
        one for one in all_weights() if one.valid_from <= day and (one.valid_until is None or day < one.valid_until)
    )
