"""The dated table of forms (data/slips.toml), read once. A wrong file names itself and the entry."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "slips.toml"


class SlipKind(StrEnum):
    """What a slip is for, whatever its number is on a day."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    CONTROL = "control"
    REGISTER = "register"


class BadSlips(ValueError):
    """The data file says something that cannot be."""


@dataclass(frozen=True, kw_only=True)
class SlipForm:
    """A form from a day on (``valid_until`` excluded; None: without end)."""

    kind: SlipKind
    number: str
    title: str
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@cache
def slip_forms() -> tuple[SlipForm, ...]:
    """Every row. BadSlips when two forms of one kind are in force at once."""
    rows = tuple(
        SlipForm(
            kind=SlipKind(row["kind"]),
            number=row["number"],
            title=row["title"],
            valid_from=row["valid_from"],
            valid_until=row.get("valid_until"),
            source=row["source"],
            verified=row["verified"],
        )
        for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["form"]
    )
    for before, after in pairwise(sorted(rows, key=lambda row: (row.kind, row.valid_from))):
        if before.kind is after.kind and before.is_valid_on(after.valid_from):
            raise BadSlips(f"{FILE.name}: two forms “{after.kind}” from {after.valid_from}")
    return rows


def form_on(kind: SlipKind, day: date) -> SlipForm | None:
    """The form of a kind on a day; None when there was none."""
    return next((one for one in slip_forms() if one.kind is kind and one.is_valid_on(day)), None)
