"""Typed events on commit."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from dean06.kernel.base import metrics
from dean06.kernel.base.events import Event, publish, subscribed

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True, kw_only=True)
class PlanFiled(Event):
    """Something happened."""

    plan: int


@dataclass(frozen=True, kw_only=True)
class PlanFiledLate(PlanFiled):
    """A narrower kind of the same."""


def test_delivered_after_the_commit_and_not_before() -> None:
    seen: list[PlanFiled] = []
    with subscribed(PlanFiled, seen.append):
        with transaction.atomic():
            publish(PlanFiled(plan=1))
            assert seen == []
        assert seen == [PlanFiled(plan=1)]
        publish(PlanFiled(plan=2))
        assert [event.plan for event in seen] == [1, 2]
    publish(PlanFiled(plan=3))
    assert len(seen) == 2


def test_nothing_is_delivered_after_a_rollback() -> None:
    seen: list[PlanFiled] = []
    with subscribed(PlanFiled, seen.append):
        with transaction.atomic():
            publish(PlanFiled(plan=1))
            transaction.set_rollback(True)
        assert seen == []


def test_a_failing_handler_is_counted_and_stops_nobody() -> None:
    seen: list[PlanFiled] = []

    def fail(event: PlanFiled) -> None:
        raise RuntimeError(event.plan)

    def failures() -> float:
        body = metrics.exposition()[0].decode()
        name = 'dean06_event_handler_failures_total{event="PlanFiled"} '
        return sum(float(line.removeprefix(name)) for line in body.splitlines() if line.startswith(name))

    before = failures()
    with subscribed(PlanFiled, fail), subscribed(PlanFiled, seen.append), transaction.atomic():
        publish(PlanFiled(plan=1))
    assert seen == [PlanFiled(plan=1)]
    assert failures() == before + 1


def test_who_asks_for_the_wider_kind_also_gets_the_narrower() -> None:
    wide: list[PlanFiled] = []
    narrow: list[PlanFiledLate] = []
    with subscribed(PlanFiled, wide.append), subscribed(PlanFiledLate, narrow.append):
        publish(PlanFiledLate(plan=1))
        publish(PlanFiled(plan=2))
    assert [event.plan for event in wide] == [1, 2]
    assert [event.plan for event in narrow] == [1]
