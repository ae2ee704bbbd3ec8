"""Which agency code a receiving unit has on a day: dated data, read once. A wrong file names itself and the entry."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("data") / "agencies.toml"


class BadAgencies(ValueError):
    """The data file says something that cannot be."""


@dataclass(frozen=True, kw_only=True)
class Agency:
    """The code of one unit from a day on (``valid_until`` excluded)."""

    unit_code: str
    code: str
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@cache
def agencies() -> tuple[Agency, ...]:
    """Every row; BadAgencies when a code stands for two units."""
    rows = tuple(
        Agency(
            unit_code=row["unit"],
            code=row["code"],
            valid_from=row["valid_from"],
            valid_until=row.get("valid_until"),
            source=row["source"],
            verified=row["verified"],
        )
        for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["agency"]
    )
    holders: dict[str, str] = {}
    for row in rows:
        if holders.setdefault(row.code, row.unit_code) != row.unit_code:
            raise BadAgencies(f"{FILE.name}: {row.code} stands for {holders[row.code]} and {row.unit_code}")
    return rows


def agencies_on(day: date) -> list[Agency]:
    """Every code in force on a day."""
    return [one for one in agencies() if one.is_valid_on(day)]


def agency_of(unit_code: str, day: date) -> Agency | None:
    """The agency code of a unit on a day; None when nobody gave it one."""
    return next((one for one in agencies() if one.unit_code == unit_code and one.is_valid_on(day)), None)
