"""One provider: what it was given, once for each reference, and what it says of it."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from dean06.sandbox.mailroom.faults import Fault, Faults

MOST_KEPT = 20_000
Check = Callable[[Mapping[str, Any]], str]


@dataclass
class Kept:
    """A message taken: its fields as they came, when, how often handed over, and where it stands."""

    item: dict[str, Any]
    at: datetime
    times: int = 1
    status: str = "accepted"
    code: str = ""


@dataclass
class Desk:
    """A provider. ``plural``: the word of its path and batches; ``check``: a code for an item it refuses, or ""."""

    name: str
    title: str
    plural: str
    key: str
    secret: str
    check: Check
    receipts_url: str = ""
    faults: Faults = field(default_factory=Faults)
    kept: OrderedDict[str, Kept] = field(default_factory=OrderedDict)

    def take(self, items: list[dict[str, Any]]) -> tuple[list[dict[str, str]], list[str]]:
        """Answer for each item, and the references a receipt is owed for: those taken for the first time."""
        answers, owed = [], []
        for item in items:
            answer, is_new = self._take(item)
            answers.append(answer)
            owed += [answer["reference"]] if is_new else []
        return answers, owed

    def _take(self, item: dict[str, Any]) -> tuple[dict[str, str], bool]:
        reference = str(item.get("reference", ""))
        if reference in self.kept:
            self.kept[reference].times += 1
            return {"reference": reference, "status": "accepted"}, False
        if Fault.BUSY in self.faults:
            return {"reference": reference, "status": "try_later", "code": "busy"}, False
        code = "refused_by_switch" if Fault.REJECT in self.faults else self.check(item)
        if code:
            return {"reference": reference, "status": "rejected", "code": code}, False
        self.kept[reference] = Kept(item=item, at=datetime.now(UTC))
        while len(self.kept) > MOST_KEPT:
            self.kept.popitem(last=False)
        return {"reference": reference, "status": "accepted"}, True

    def settle(self, reference: str) -> dict[str, str] | None:
        """Decide what became of a message and say it as a receipt; None when it is not here."""
        kept = self.kept.get(reference)
        if kept is None:
            return None
        is_lost = Fault.UNDELIVERABLE in self.faults
        kept.status, kept.code = ("failed", "unreachable") if is_lost else ("delivered", "")
        return self.receipt(reference, kept.status, kept.code)

    def receipt(self, reference: str, status: str, code: str = "") -> dict[str, str]:
        """A receipt as it is posted."""
        told = {"reference": reference, "status": status, "at": datetime.now(UTC).isoformat()}
        return told | ({"code": code} if code else {})

    def newest(self, limit: int) -> list[Kept]:
        """What came last, newest first."""
        return list(reversed(self.kept.values()))[:limit]
