"""The worker knows every task of every house, and when each one is due in Vietnamese time."""

from datetime import UTC, datetime

import croniter
import pytest
from tests.house.source import SOURCE

from dean06.config.jobs import HOUSES_WITH_TASKS
from dean06.kernel.base import clock, jobs

IN_VIETNAM = {
    "programme.send_reminders": "07:30",
    "programme.hand_over_duties": "00:10",
    "dean06.identity.tidy": "02:17",
    "dean06.privacy.retention": "02:40",
    "dean06.payments.check_books": "02:00",
    "dean06.payments.reconcile": "06:15",
}


def periodic() -> dict[str, str]:
    """Cron expression by task."""
    return {one.task.name: one.cron for one in jobs.app.periodic_registry.periodic_tasks.values()}


def test_every_house_with_tasks_is_asked() -> None:
    there = {
        ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts[:-1])
        for path in SOURCE.rglob("tasks.py")
        if "pilots" not in path.parts
    }
    assert there == set(HOUSES_WITH_TASKS)


def test_tasks_are_registered_under_their_names() -> None:
    known = set(jobs.app.tasks)
    assert {"dean06.outbox.deliver", "dean06.audit.sequence", *IN_VIETNAM} <= known


@pytest.mark.parametrize(("name", "hour"), IN_VIETNAM.items())
def test_daily_tasks_run_at_their_hour_in_vietnam(name: str, hour: str) -> None:
    start = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
    due = croniter.croniter(periodic()[name], start).get_next(float)
    assert f"{datetime.fromtimestamp(due, clock.VN_TZ):%H:%M}" == hour


def test_what_runs_every_few_minutes_never_waits_twice_in_the_queue() -> None:
    for one in jobs.app.periodic_registry.periodic_tasks.values():
        often = one.cron.startswith("*")
        assert not often or one.task.queueing_lock, f"{one.task.name} would pile up behind a stopped worker"
