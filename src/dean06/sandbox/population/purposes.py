"""What each purpose may ask: protocols/population/purposes.toml, enforced."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dean06.sandbox.population.elements import ELEMENTS
from dean06.sandbox.population.problems import Problem

PURPOSES = Path(__file__).resolve().parents[4] / "protocols" / "population" / "purposes.toml"


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One row of the table."""

    valid_from: date
    services: frozenset[str]
    fields: frozenset[str]
    claims: frozenset[str]

    def allow(self, fields: Iterable[str]) -> None:
        """Refuse elements that may not be answered."""
        _refuse(set(fields) - self.fields)

    def allow_claims(self, elements: Iterable[str]) -> None:
        """Refuse elements that may not be compared."""
        _refuse(set(elements) - self.fields - self.claims)


class Purposes:
    """The table as of a day."""

    def __init__(self, path: Path = PURPOSES) -> None:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["purposes"]
        self._rows = {
            code: Purpose(
                valid_from=row["valid_from"],
                services=frozenset(row["services"]),
                fields=frozenset(row["fields"]) | {"SoDinhDanh"},
                claims=frozenset(row["claims"]),
            )
            for code, row in rows.items()
        }

    def of(self, code: str, service: str, on: date) -> Purpose:
        """The purpose, if it is good for this service on this day."""
        purpose = self._rows.get(code)
        if purpose is None or service not in purpose.services or on < purpose.valid_from:
            raise Problem("unknown_purpose")
        return purpose


def require_known(fields: Iterable[str]) -> None:
    """Refuse names that are no elements."""
    if unknown := sorted(set(fields) - ELEMENTS.keys()):
        raise Problem("unknown_field", fields=unknown)


def _refuse(beyond: set[str]) -> None:
    if beyond:
        raise Problem("field_not_allowed", fields=[name for name in ELEMENTS if name in beyond])
