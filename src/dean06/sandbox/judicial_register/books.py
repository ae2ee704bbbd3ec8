"""What the register holds, which orders came, and what it answers: its whole mind, without a wire."""

import json
import time
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

RECORDS = Path(__file__).with_name("records.toml")
NOTHING, FOUND, ALIKE = "nothing", "found", "needs_verification"
# Members, and how much of each: the name, the year of birth.
ALIKE_IN = {"fullName": None, "born": 4}
CONVICTION: dict[str, Any] = {
    "negligent": False, "minor": False, "months": 0,
    "mainServedOn": None, "restServedOn": None, "againOn": None, "clearedOn": None,
}  # fmt: skip


class OtherOrder(Exception):
    """This id names another search."""


@dataclass
class Kept:
    """An order, when it came and when it is answered at the earliest (epoch seconds); ``answer``: the claims."""

    order: dict[str, Any]
    receipt: str
    ready_at: float
    answer: dict[str, Any] = field(default_factory=dict)


@dataclass
class Books:
    """Orders by id, entries; written to ``file`` when there is one."""

    file: Path | None = None
    entries: list[dict[str, Any]] = field(default_factory=list)
    orders: dict[str, Kept] = field(default_factory=dict)

    def load(self) -> None:
        """What was written, else the entries everybody starts with."""
        if self.file and self.file.exists():
            told = json.loads(self.file.read_text(encoding="utf-8"))
            self.entries = told["entries"]
            self.orders = {key: Kept(**one) for key, one in told["orders"].items()}
        else:
            self.forget()

    def forget(self) -> None:
        """As on the first day."""
        self.entries, self.orders = [_entry(one) for one in read_records()], {}
        self.save()

    def save(self) -> None:
        """Write down, when there is a place for it."""
        if self.file:
            told = {"entries": self.entries, "orders": {key: asdict(one) for key, one in self.orders.items()}}
            self.file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    def take(self, order: dict[str, Any], delay_s: float) -> Kept:
        """Take an order in; the same again is the same. OtherOrder for another one under its id."""
        known = self.orders.get(order["orderId"])
        if known is not None and known.order != order:
            raise OtherOrder
        if known is None:
            number = f"TN-{len(self.orders) + 1:06d}"
            known = self.orders[order["orderId"]] = Kept(order, number, time.time() + delay_s)
            self.save()
        return known

    def answered(self, order_id: str) -> dict[str, Any]:
        """The claims of the answer to an order, made once; {} while it is not ready."""
        kept = self.orders[order_id]
        if not kept.answer and time.time() >= kept.ready_at:
            outcome, entries = self._search(kept.order["subject"])
            kept.answer = {
                "jti": f"tra-loi-{kept.receipt}",
                "order": order_id,
                "personalId": kept.order["subject"]["personalId"],
                "outcome": outcome,
                "entries": entries,
            }
            self.save()
        return kept.answer

    def enter(self, entry: dict[str, Any]) -> None:
        """A new entry, in the form of records.toml."""
        self.entries.append(_entry(entry))
        self.save()

    def _search(self, who: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
        own = [one for one in self.entries if one["subject"]["personalId"] == who["personalId"]]
        if own:
            return FOUND, own
        alike = [one for one in self.entries if not one["subject"]["personalId"] and _is_alike(one["subject"], who)]
        return (ALIKE, alike) if alike else (NOTHING, [])


def read_records() -> list[dict[str, Any]]:
    """The entries everybody starts with. ValueError unless the file says that they are fictional."""
    told = tomllib.loads(RECORDS.read_text(encoding="utf-8"))
    if told.get("fictional") is not True:
        raise ValueError(f"{RECORDS}: not marked as fictional")
    return list(told["entry"])


def _is_alike(held: dict[str, Any], who: dict[str, Any]) -> bool:
    return all(str(held[name]).casefold()[:size] == str(who[name]).casefold()[:size] for name, size in ALIKE_IN.items())


def _entry(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "reference": told["reference"],
        "subject": told["subject"],
        "convictions": [CONVICTION | one for one in told.get("conviction", [])],
        "bans": told.get("ban", []),
    }
