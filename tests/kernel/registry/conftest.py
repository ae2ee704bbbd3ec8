"""A register in memory that can fail in every way the port knows, and an officer who asks it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pytest

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import override
from dean06.kernel.ports.population import (
    BatchRow,
    BatchState,
    Cause,
    Change,
    ChangePage,
    Claim,
    Comparison,
    Facts,
    Field,
    Match,
    PopulationRegister,
    Reason,
    RegisterFailed,
)
from dean06.kernel.registry import api

HOA, MINH, NOBODY = "000090000123", "000188000124", "000090000999"
NOW = datetime.fromisoformat("2026-03-12T09:00:00+07:00")


class Register:
    """Two people in one household. ``fails`` makes every call end so; ``causes`` is what came with the calls.

    ``behind``: how many rows of a batch the register has not compared yet.
    """

    def __init__(self) -> None:
        self.people = {
            HOA: Facts(personal_id=HOA, full_name="Trần Thị Hòa", sex="female"),
            MINH: Facts(personal_id=MINH, full_name="Lê Văn Minh", sex="male"),
        }
        self.fails: Reason | None = None
        self.causes: list[Cause] = []
        self.batches: dict[str, list[BatchRow]] = {}
        self.totals: dict[str, int] = {}
        self.behind = 0
        self.changes: list[Change] = []

    def _hear(self, cause: Cause) -> None:
        self.causes.append(cause)
        if self.fails:
            raise RegisterFailed(self.fails, retry_after_s=5)

    def verify(self, personal_id: str, claim: Claim, *, cause: Cause) -> Comparison:
        self._hear(cause)
        known = self.people.get(personal_id)
        if known is None:
            return Comparison(result=Match.NOT_FOUND)
        is_same = claim.full_name == known.full_name
        return Comparison(
            result=Match.MATCH if is_same else Match.NO_MATCH,
            differs=frozenset() if is_same else frozenset({"full_name"}),
        )

    def lookup(self, personal_id: str, fields: frozenset[Field], *, cause: Cause) -> Facts | None:
        self._hear(cause)
        return self.people.get(personal_id)

    def household(self, personal_id: str, fields: frozenset[Field], *, cause: Cause) -> list[Facts] | None:
        self._hear(cause)
        return list(self.people.values()) if personal_id in self.people else None

    def open_batch(self, batch_id: str, total: int, *, cause: Cause) -> BatchState:
        self._hear(cause)
        self.batches.setdefault(batch_id, [])
        self.totals.setdefault(batch_id, total)
        return self._state(batch_id)

    def batch_state(self, batch_id: str, *, cause: Cause) -> BatchState | None:
        self._hear(cause)
        return self._state(batch_id) if batch_id in self.batches else None

    def send_rows(self, batch_id: str, rows: Sequence[BatchRow], *, cause: Cause) -> BatchState:
        self._hear(cause)
        there = self.batches[batch_id]
        assert rows[0].offset <= len(there), "a gap"
        there[rows[0].offset : rows[0].offset + len(rows)] = rows
        return self._state(batch_id)

    def batch_results(self, batch_id: str, *, start: int, limit: int, cause: Cause) -> list[tuple[int, Comparison]]:
        self._hear(cause)
        there = self.batches[batch_id][start : min(start + limit, self._compared(batch_id))]
        return [(row.offset, self.verify(row.personal_id, row.claim, cause=cause)) for row in there]

    def changes_since(self, since: str, *, limit: int, cause: Cause) -> ChangePage:
        self._hear(cause)
        start = int(since.removeprefix("m") or 0)
        end = min(start + limit, len(self.changes))
        return ChangePage(changes=self.changes[start:end], next=f"m{end}", more=end < len(self.changes))

    def _state(self, batch_id: str) -> BatchState:
        received = len(self.batches[batch_id])
        return BatchState(total=self.totals[batch_id], received=received, done=self._compared(batch_id))

    def _compared(self, batch_id: str) -> int:
        return max(len(self.batches[batch_id]) - self.behind, 0)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was not expected")


@pytest.fixture
def register(db: None) -> Iterator[Register]:
    """The register behind the port, the purposes loaded, a day on which they hold."""
    with clock.at(NOW), override(PopulationRegister, Register()) as register:
        api.load_purposes()
        yield register


@pytest.fixture
def clerk() -> Actor:
    return Actor(user_id=new_id(), party_id=new_id(), name="Lan", role=Role.CLERK, unit_code="xa-duc-tho")


def entries(prefix: str = "registry.") -> list[AuditEntry]:
    """What was written down, but for the loading of the table."""
    rows = AuditEntry.objects.filter(action__startswith=prefix).exclude(action="registry.load_purposes")
    return list(rows.order_by("id"))
