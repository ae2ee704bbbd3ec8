"""Batches: rows arrive in any order and again, are compared in theirs, and survive a restart."""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dean06.sandbox.population.comparing import compare
from dean06.sandbox.population.problems import Problem
from dean06.sandbox.population.register import Register

KEPT_SECONDS = 7 * 24 * 3600
STEP_ROWS = 200
_COLUMNS = "number, id, purpose, basis, total, received, done"


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A batch as it stands."""

    number: int
    id: str
    purpose: str
    basis: str
    total: int
    received: int
    done: int

    @property
    def state(self) -> str:
        """``receiving``, ``running`` or ``done``."""
        if self.received < self.total:
            return "receiving"
        return "done" if self.done == self.total else "running"

    def body(self) -> dict[str, object]:
        """``batchState``."""
        counts = {"total": self.total, "received": self.received, "done": self.done}
        return {"batchId": self.id, "state": self.state, **counts}


class Batches:
    """All batches of all clients."""

    def __init__(self, register: Register, now: Callable[[], float] = time.time) -> None:
        self._register, self._memory, self._now = register, register.memory, now

    def open(self, client: str, asked: dict[str, Any]) -> tuple[Batch, bool]:
        """The batch and whether it is new; 409 when one of other content has that id."""
        wanted = (asked["purpose"], asked["legalBasis"], asked["total"])
        with self._memory.transaction():
            self._memory.do("DELETE FROM batches WHERE touched < ?", self._now() - KEPT_SECONDS)
            is_new = self._memory.do(
                "INSERT INTO batches (client, id, purpose, basis, total, received, done, touched)"
                " VALUES (?, ?, ?, ?, ?, 0, 0, ?) ON CONFLICT DO NOTHING",
                *(client, asked["batchId"], *wanted, self._now()),
            )
        batch = self.find(client, asked["batchId"])
        if (batch.purpose, batch.basis, batch.total) != wanted:
            raise Problem("conflict")
        return batch, bool(is_new)

    def find(self, client: str, batch_id: str) -> Batch:
        """A batch of this client; asking for it keeps it for another week."""
        now = self._now()
        fresh = "client = ? AND id = ? AND touched >= ?"
        key = (client, batch_id, now - KEPT_SECONDS)
        row = self._memory.one(f"SELECT {_COLUMNS} FROM batches WHERE {fresh}", *key)  # noqa: S608 - our own words
        if row is None:
            raise Problem("not_found")
        self._memory.do("UPDATE batches SET touched = ? WHERE number = ?", now, row[0])
        return Batch(**dict(zip(_COLUMNS.split(", "), row, strict=True)))

    def add(self, batch: Batch, offset: int, rows: Sequence[dict[str, Any]]) -> None:
        """Keep rows; the same ones again are no matter, others in their place are a conflict."""
        if offset + len(rows) > batch.total:
            raise Problem("malformed", errors=["rows"])
        texts = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
        new = {offset + place: (hashlib.sha256(text.encode()).digest(), text) for place, text in enumerate(texts)}
        with self._memory.transaction():
            there = self._memory.all(
                "SELECT row, digest FROM rows WHERE batch = ? AND row BETWEEN ? AND ?",
                *(batch.number, offset, offset + len(rows) - 1),
            )
            for row, digest in there:
                if new.pop(row)[0] != digest:
                    raise Problem("conflict")
            self._memory.do_many(
                "INSERT INTO rows (batch, row, digest, content, answer) VALUES (?, ?, ?, ?, '')",
                [(batch.number, row, digest, text) for row, (digest, text) in new.items()],
            )
            self._memory.do("UPDATE batches SET received = received + ? WHERE number = ?", len(new), batch.number)

    def work(self, batch: Batch) -> bool:
        """Compare some of the rows whose predecessors are all there; whether any were. Claims are then forgotten."""
        rows = self._memory.all(
            "SELECT row, content FROM rows WHERE batch = ? AND row >= (SELECT done FROM batches WHERE number = ?)"
            " ORDER BY row LIMIT ?",
            *(batch.number, batch.number, STEP_ROWS),
        )
        first = self._memory.one("SELECT done FROM batches WHERE number = ?", batch.number)
        ready = [text for place, (row, text) in enumerate(rows) if first and row == first[0] + place]
        if first is None or not ready:
            return False
        answers = [
            (json.dumps(self._answer(json.loads(text))), batch.number, first[0] + place)
            for place, text in enumerate(ready)
        ]
        with self._memory.transaction():
            self._memory.do_many("UPDATE rows SET answer = ?, content = '' WHERE batch = ? AND row = ?", answers)
            self._memory.do("UPDATE batches SET done = done + ? WHERE number = ?", len(ready), batch.number)
        return True

    def results(self, batch: Batch, first: int, limit: int) -> dict[str, object]:
        """``batchResults`` of rows already compared."""
        rows = self._memory.all(
            "SELECT row, answer FROM rows WHERE batch = ? AND row >= ? AND row < ? ORDER BY row",
            *(batch.number, first, min(first + limit, batch.done)),
        )
        following = first + len(rows)
        return {
            "from": first,
            "results": [{"row": row, **json.loads(answer)} for row, answer in rows],
            "next": following if rows and following < batch.done else None,
        }

    def _answer(self, row: dict[str, Any]) -> dict[str, object]:
        return compare(row["claim"], self._register.find(row["personalId"])).body()
