"""Background jobs: joining transactions, the worker's life, giving up."""

import signal
import time
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from tests.kernel.base.test_crash import PATIENCE_SECONDS, child, no_jobs

from dean06.kernel.base import clock, delivery, jobs, metrics

__all__ = ["no_jobs"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def statuses() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select status::text from procrastinate_jobs where queue_name = 'outbox' order by id")
        return [row[0] for row in cursor.fetchall()]


def test_deferring_joins_the_transaction() -> None:
    with transaction.atomic():
        assert jobs.defer_once(delivery.DELIVER_TASK, "k", message_id="m")
        transaction.set_rollback(True)
    assert statuses() == []


def test_a_key_waits_once_and_a_refusal_spoils_nothing() -> None:
    with transaction.atomic():
        assert jobs.defer_once(delivery.DELIVER_TASK, "k", message_id="m")
        assert not jobs.defer_once(delivery.DELIVER_TASK, "k", message_id="m")
        assert jobs.defer_once(delivery.DELIVER_TASK, "other", at=clock.now() + timedelta(hours=1), message_id="n")
    assert statuses() == ["todo", "todo"]


def test_the_worker_stops_when_told_by_an_event() -> None:
    stop = Event()
    worker = Thread(target=jobs.run_worker, args=(stop,))
    worker.start()
    stop.set()
    worker.join(PATIENCE_SECONDS)
    assert not worker.is_alive()


def test_the_worker_stops_at_sigterm_after_finishing_its_job() -> None:
    jobs.defer_once(delivery.DELIVER_TASK, "k", message_id="nothing of this name")
    with child("worker", hang=False) as process:
        wait_for(["succeeded"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0


def test_a_job_that_outlives_too_many_workers_fails() -> None:
    jobs.defer_once(delivery.DELIVER_TASK, "k", message_id="m")
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing', attempts = %s", [jobs.MOST_TIMES_TAKEN_BACK])
    jobs.defer_once("dean06.jobs.take_back", "dean06.jobs.take_back", timestamp=0)
    with child("drain", hang=False) as process:
        assert process.wait(PATIENCE_SECONDS) == 0
    assert statuses() == ["failed"]


def test_a_job_taken_back_gives_way_to_one_that_took_its_place() -> None:
    jobs.defer_once(delivery.DELIVER_TASK, "k", message_id="m")
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing'")
    jobs.defer_once(delivery.DELIVER_TASK, "k", at=clock.now() + timedelta(hours=1), message_id="m")
    jobs.defer_once("dean06.jobs.take_back", "dean06.jobs.take_back", timestamp=0)
    with child("drain", hang=False) as process:
        assert process.wait(PATIENCE_SECONDS) == 0
    assert statuses() == ["aborted", "todo"]


def test_jobs_are_counted_by_queue_and_result() -> None:
    jobs.defer_once(delivery.DELIVER_TASK, "k", message_id="m")
    waiting = 'dean06_jobs{queue="outbox",state="todo"} 1.0'
    assert waiting in metrics.exposition()[0].decode()
    with child("drain", hang=False) as process:
        assert process.wait(PATIENCE_SECONDS) == 0
    text = metrics.exposition()[0].decode()
    assert waiting not in text
    assert 'dean06_jobs_total{result="succeeded",task="dean06.outbox.deliver"}' in text


def wait_for(expected: list[str]) -> None:
    """Poll the table, which another process changes, until it says what is expected."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if statuses() == expected:
            return
    pytest.fail(f"{statuses()} instead of {expected}")
