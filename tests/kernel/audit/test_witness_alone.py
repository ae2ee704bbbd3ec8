"""Whoever asks the witness does it alone, for no longer than a person waits, and not over an alarm."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from tests.kernel.audit.test_witnessing import FEW, grow, province
from tests.kernel.audit_trail import actions_of
from tests.sandbox.witness_twin import WitnessTwin, shared_witness, witness_twin

from dean06.kernel.audit import alarms, api, bundle, tasks, witnessing
from dean06.kernel.audit.models import AuditCosignature
from dean06.kernel.audit.types import AlarmKind
from dean06.kernel.base.wiring import override
from dean06.kernel.ports.witness import Reason, Witness, WitnessElsewhere, WitnessFailed

__all__ = ["grow", "province", "shared_witness", "witness_twin"]
pytestmark = pytest.mark.django_db(transaction=True)

Grow = Callable[..., int]


class Slow:
    """A witness that answers when it is let; counts who is with it."""

    def __init__(self) -> None:
        self.arrived, self.released, self.calls = threading.Event(), threading.Event(), 0

    def cosign(self, note: str, *, old: int, proof: object, within: float) -> tuple[str, ...]:
        self.calls += 1
        assert not connection.in_atomic_block
        self.arrived.set()
        assert self.released.wait(10)
        raise WitnessFailed(Reason.BUSY)


def test_one_asks_at_a_time(province: WitnessTwin, grow: Grow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witnessing, "PATIENCE_S", 0.05)
    grow()
    slow, outcomes = Slow(), []

    def ask() -> None:
        try:
            outcomes.append(tasks.witness(0))
        finally:
            connection.close()

    with override(Witness, slow):
        first = threading.Thread(target=ask)
        first.start()
        assert slow.arrived.wait(10)
        assert tasks.witness(0) == "somebody_else_asks"
        slow.released.set()
        first.join(10)
        assert tasks.witness(0) == "no_answer", "the lock is free again"
    assert outcomes == ["no_answer"]
    assert slow.calls == 2


def test_an_alarm_raised_while_one_waits_for_the_lock_stops_the_question(
    province: WitnessTwin, grow: Grow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever held the lock met the contradiction; the witness would sign again now, and cover it."""
    grow()
    lock = witnessing._lock

    def somebody_else_first(patience: float) -> bool:
        alarms.raise_alarm(AlarmKind.AHEAD, witness=str(province.key), size=FEW, witness_size=1_000_000)
        return lock(patience)

    monkeypatch.setattr(witnessing, "_lock", somebody_else_first)
    assert tasks.witness(0) == "alarm"
    assert not AuditCosignature.objects.exists()
    assert len(actions_of("audit.raise_alarm")) == 1


class Hurried:
    """A witness that is always elsewhere; notes how long the caller lets it."""

    def __init__(self) -> None:
        self.within: list[float] = []

    def cosign(self, note: str, *, old: int, proof: object, within: float) -> tuple[str, ...]:
        self.within.append(within)
        raise WitnessElsewhere(2 if old == 1 else 1)


def test_a_person_who_waits_for_a_bundle_waits_for_all_questions_together(
    province: WitnessTwin, grow: Grow, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow()
    hurried = Hurried()
    with override(Witness, hurried):
        assert api.export_bundle(uuid4())["witness"] == str(province.key)
        assert len(hurried.within) == witnessing.MAX_ROUNDS
        assert bundle.WITNESS_SECONDS >= hurried.within[0] > hurried.within[1] > hurried.within[2]
        monkeypatch.setattr(bundle, "WITNESS_SECONDS", 0.0)
        grow()
        api.export_bundle(uuid4())
    assert len(hurried.within) == witnessing.MAX_ROUNDS, "nobody is asked after that"
