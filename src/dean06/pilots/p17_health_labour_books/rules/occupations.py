"""Occupations by code, as dated data (data/occupations.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "occupations.toml"


@dataclass(frozen=True, kw_only=True)
class Occupations:
    """The list in force from a day; ``is_verified`` once it was held against its text."""

    valid_from: date
    source: str
    is_verified: bool
    names: dict[str, str]

    def name(self, code: str) -> str:
        """ "Thợ hàn"; the code itself when the list does not have it."""
        return self.names.get(code, f"Nghề mã {code}" if code else "")


@cache
def occupations() -> Occupations:
    """The list."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Occupations(
        valid_from=told["valid_from"], source=told["source"], is_verified=told["verified"], names=told["names"]
    )
