"""The form of the receipt (biên lai) by day: dated data, because the state changes it. Read once."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("data") / "receipt_forms.toml"


class BadReceiptForms(LookupError):
    """No form is in force on the day: the data file has a gap."""


@dataclass(frozen=True, kw_only=True)
class ReceiptForm:
    """The words of a form from a day on (``valid_until`` excluded)."""

    code: str
    title: str
    symbol: str
    note: str
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool


@cache
def forms() -> tuple[ReceiptForm, ...]:
    """Every row of the file."""
    return tuple(
        ReceiptForm(
            code=row["code"],
            title=row["title"],
            symbol=row["symbol"],
            note=row["note"],
            valid_from=row["valid_from"],
            valid_until=row.get("valid_until"),
            source=row["source"],
            verified=row["verified"],
        )
        for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["form"]
    )


def form_on(day: date) -> ReceiptForm:
    """The form in force on a day."""
    for form in forms():
        if form.valid_from <= day and (form.valid_until is None or day < form.valid_until):
            return form
    raise BadReceiptForms(f"{FILE.name}: no form on {day}")


def form_named(code: str) -> ReceiptForm:
    """The form a receipt was written in."""
    return next(form for form in forms() if form.code == code)
