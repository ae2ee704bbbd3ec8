"""The small values components draw: tables, events, files. Selectors and views fill them; templates only place them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from dean06.ui.words import Tone


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere."""

    text: str
    url: str


@dataclass(frozen=True)
class Status:
    """A cell that shows a state; ``word`` replaces the usual word of the code."""

    code: str
    word: str = ""


Cell = str | int | date | datetime | Link | Status | None


@dataclass(frozen=True)
class Column:
    """A column's heading; ``num`` is set right in tabular figures."""

    label: str
    kind: Literal["text", "num"] = "text"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with a caption; every row has one cell for each column (checked). The first cell heads its row."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]] = field(default_factory=list)
    hide_caption: bool = False
    empty: str = "Chưa có dòng nào."

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of a timeline: when, what, by whom."""

    at: date | datetime
    title: str
    text: str = ""
    who: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True, kw_only=True)
class File:
    """A file a person may fetch; size in bytes, 0 when unknown."""

    name: str
    url: str
    size: int = 0
    note: str = ""
