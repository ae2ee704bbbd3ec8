"""Which units take in a procedure on a day: dated data, read once. A wrong file names itself and the entry."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from dean06.kernel.cases.agencies import agencies

FILE = Path(__file__).with_name("data") / "receivers.toml"
EVERY = "*"
COMMUNE = "{commune}"
IN_COMMUNE = "-xa-"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Units (``{commune}`` stands for each commune) that take in some procedures, or ``*`` for all others."""

    procedures: frozenset[str]
    units: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool

    def holds(self, procedure: str, day: date) -> bool:
        """Whether it speaks of a procedure on a day."""
        is_meant = procedure in self.procedures or EVERY in self.procedures
        return is_meant and self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule in the order of the file: the first that holds decides."""
    return tuple(
        Rule(
            procedures=frozenset(row["procedures"]),
            units=tuple(row["units"]),
            valid_from=row["valid_from"],
            valid_until=row.get("valid_until"),
            source=row["source"],
            verified=row["verified"],
        )
        for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["receiver"]
    )


def receivers(procedure: str, day: date) -> tuple[str, ...]:
    """Codes of the units that take the procedure in on a day and can number its files, in the order of the agencies.

    Empty before the first rule: no unit of today answers for what another took in.
    """
    rule = next((one for one in rules() if one.holds(procedure, day)), None)
    return tuple(_units(rule, day)) if rule else ()


def nearest_receiver(procedure: str, unit_code: str, day: date) -> str:
    """Of the units that take a procedure in, the one of the commune of ``unit_code``, else the first; "" for none."""
    codes = receivers(procedure, day)
    commune = unit_code[unit_code.index(IN_COMMUNE) :] if IN_COMMUNE in unit_code else ""
    same = [code for code in codes if commune and code.endswith(commune)]
    return next(iter(same or codes), "")


def _units(rule: Rule, day: date) -> Iterator[str]:
    for agency in agencies():
        if agency.is_valid_on(day) and any(_fits(pattern, agency.unit_code) for pattern in rule.units):
            yield agency.unit_code


def _fits(pattern: str, unit_code: str) -> bool:
    before, placeholder, after = pattern.partition(COMMUNE)
    if not placeholder:
        return pattern == unit_code
    return unit_code.startswith(f"{before}xa-") and unit_code.endswith(after)
