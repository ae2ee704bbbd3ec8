"""Lines that several papers print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One assignment as papers print it; `deadline` is in words, `due_on` the last day in time."""

    number: int
    title: str
    leads: tuple[str, ...]
    deadline: str
    due_on: date | None
    status: str
    percent: int | None
    is_overdue: bool = False
