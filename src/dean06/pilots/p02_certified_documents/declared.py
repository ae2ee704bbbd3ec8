"""Dated data of pilot 2: fees, grounds of refusal, counters with their slots. Read once."""

import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from dean06.kernel.base.errors import Conflict
from dean06.pilots.p02_certified_documents.rules import Fee

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why an original is refused."""

    code: str
    label: str
    source: str
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A unit's counter: slots of a working day (when each begins) and how many papers one takes."""

    unit_code: str
    slots: tuple[time, ...]
    capacity: int
    days_ahead: int


def fee_on(day: date) -> Fee:
    """What a copy costs on a day. Conflict when nothing is declared."""
    for row in _rows("fees", "fee", day):
        return Fee(**{name: row[name] for name in ("first_pages", "first_price", "later_price", "most")})
    raise Conflict("Chưa khai báo phí chứng thực cho ngày này. Báo người vận hành.", code="no_fee")


def fee_source(day: date) -> str:
    """Where the fee is from, with a word when nobody has held it against the law."""
    row = next(_rows("fees", "fee", day), None)
    return "" if row is None else row["source"] + ("" if row["verified"] else " (chưa đối chiếu văn bản gốc)")


def grounds_on(day: date) -> tuple[Ground, ...]:
    """Grounds of refusal in force on a day."""
    return tuple(
        Ground(code=row["code"], label=row["label"], source=row["source"], verified=row["verified"])
        for row in _rows("refusals", "refusal", day)
    )


def counters_on(day: date) -> tuple[Counter, ...]:
    """Counters that take bookings on a day."""
    return tuple(
        Counter(
            unit_code=row["unit"],
            slots=tuple(time.fromisoformat(one) for one in row["slots"]),
            capacity=row["papers_a_slot"],
            days_ahead=row["days_ahead"],
        )
        for row in _rows("counters", "counter", day)
    )


def counter_of(unit_code: str, day: date) -> Counter | None:
    """The counter of a unit on a day; None when it has none."""
    return next((one for one in counters_on(day) if one.unit_code == unit_code), None)


@cache
def _table(name: str, key: str) -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))[key])


def _rows(name: str, key: str, day: date) -> Any:
    return (
        row
        for row in _table(name, key)
        if row["valid_from"] <= day and (row.get("valid_until") is None or day < row["valid_until"])
    )
