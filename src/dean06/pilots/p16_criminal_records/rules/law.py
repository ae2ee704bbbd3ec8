"""The figures of the law, each set from a day on. Source: ``data/law.toml``, which says what was not verified."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dean06.kernel.ports.judicial_register import Penalty

FILE = Path(__file__).parents[1] / "data" / "law.toml"


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Years after which a conviction is cleared by itself; ``prison_up_to`` months, 0: no upper bound."""

    penalties: frozenset[Penalty]
    prison_up_to: int
    years: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """Offences a person may show to have none of; ``articles`` are pairs from, to. ``chapter`` "" when it is no whole
    chapter of the code."""

    code: str
    chapter: str
    label: str
    articles: tuple[tuple[int, int], ...]

    def holds(self, article: str) -> bool:
        """Whether an article ("173", "217a") is among them."""
        number = int("".join(char for char in article if char.isdigit()))
        return any(first <= number <= last for first, last in self.articles)


@dataclass(frozen=True, kw_only=True)
class FeeRule:
    """đồng and years of age."""

    usual: int
    reduced: int
    free_copies: int
    each_further_copy: int
    exempt_from_age: int
    exempt_under_age: int


@dataclass(frozen=True, kw_only=True)
class Law:
    """What holds from ``valid_from`` on; ``days`` are calendar days from receipt."""

    valid_from: date
    source: str
    verified: bool
    days: int
    days_with_verification: int
    judged_by_court: frozenset[str]
    waits: tuple[Wait, ...]
    fee: FeeRule
    groups: tuple[Group, ...]


@cache
def versions() -> tuple[Law, ...]:
    """Every version, the oldest first."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["version"]
    return tuple(sorted(map(_law, told), key=lambda one: one.valid_from))


def law_on(day: date) -> Law:
    """The version in force on a day. LookupError before the first."""
    found = [one for one in versions() if one.valid_from <= day]
    if not found:
        raise LookupError(f"no law of criminal records on {day}")
    return found[-1]


def _law(told: Mapping[str, Any]) -> Law:
    return Law(
        valid_from=told["valid_from"],
        source=told["source"],
        verified=told["verified"],
        days=told["days"],
        days_with_verification=told["days_with_verification"],
        judged_by_court=frozenset(told["judged_by_court"]),
        waits=tuple(
            Wait(
                penalties=frozenset(map(Penalty, one["penalties"])),
                prison_up_to=one.get("prison_up_to", 0),
                years=one["years"],
            )
            for one in told["wait"]
        ),
        fee=FeeRule(**told["fee"]),
        groups=tuple(
            Group(
                code=one["code"],
                chapter=one.get("chapter", ""),
                label=one["label"],
                articles=tuple(map(_span, one["articles"])),
            )
            for one in told["group"]
        ),
    )


def _span(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first), int(last or first)
