"""Deadlines of requests, from dated rows (data/deadlines.toml). NĐ 356/2025/NĐ-CP counts days, offices work on some."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol


@dataclass(frozen=True, kw_only=True)
class DeadlineRule:
    """How long an answer may take: ``days`` calendar ("days") or working ("working_days") days after the receipt."""

    code: str
    kinds: frozenset[str]
    days: int
    unit: Literal["days", "working_days"]
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool


class Calendar(Protocol):
    """What is needed of kernel.base.calendar."""

    def add_working_days(self, start: date, days: int) -> date:
        """The n-th working day after a day."""

    def next_working_day(self, day: date) -> date:
        """The day itself when offices work."""


def rule_for(kind: str, received_on: date, rules: Iterable[DeadlineRule]) -> DeadlineRule:
    """The rule in force on the day of receipt; LookupError when the data has none (a fault of the data file)."""
    for rule in rules:
        in_force = rule.valid_from <= received_on and (rule.valid_until is None or received_on < rule.valid_until)
        if in_force and kind in rule.kinds:
            return rule
    raise LookupError(f"no deadline for {kind} on {received_on}")


def due_on(rule: DeadlineRule, received_on: date, calendar: Calendar) -> date:
    """Last day of the answer; a calendar deadline that ends on a day off ends on the next working day (Bộ luật Dân sự
    2015, Điều 148 khoản 5)."""
    if rule.unit == "working_days":
        return calendar.add_working_days(received_on, rule.days)
    return calendar.next_working_day(received_on + timedelta(days=rule.days))
