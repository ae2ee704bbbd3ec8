"""kill -9 in the middle of a delivery: nothing is lost, and a local effect is never doubled."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo
from tests.kernel.base.effects import LOCAL, NETWORK, noted_in_database

from dean06.kernel.base import clock, jobs, outbox
from dean06.kernel.base.delivery import LEASE
from dean06.kernel.base.models import OutboxMessage, OutboxState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
REPOSITORY = Path(__file__).parents[3]
CHILD = REPOSITORY / "tests" / "kernel" / "base" / "worker_child.py"
MOST_DRAINS = 8
PATIENCE_SECONDS = 60


@pytest.fixture(autouse=True)
def no_jobs() -> Iterator[None]:
    """The queue's tables are not Django's: emptying the database between tests leaves them alone."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "truncate procrastinate_jobs, procrastinate_workers, procrastinate_events, procrastinate_periodic_defers"
        )


@contextmanager
def child(*arguments: str, hang: bool) -> Iterator["subprocess.Popen[str]"]:
    """A process on the same test database."""
    of = connection.settings_dict
    address = make_conninfo(
        dbname=of["NAME"], user=of["USER"], password=of["PASSWORD"], host=of["HOST"], port=of["PORT"] or None
    )
    environment = {
        **os.environ,
        "DEAN06_DATABASE_URL": address,
        "DEAN06_TEST_HANG": "1" if hang else "0",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY), os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, "-W", "ignore", str(CHILD), *arguments]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def kill_in_handler(process: "subprocess.Popen[str]") -> None:
    """Wait until the handler has had its effect, kill -9, and wait until the server has noticed."""
    assert process.stdout is not None
    words = process.stdout.readline().split()
    assert words[:2] == ["in", "handler"]
    process.send_signal(signal.SIGKILL)
    assert process.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    deadline = time.monotonic() + PATIENCE_SECONDS
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("select 1 from pg_stat_activity where pid = %s", [int(words[2])])
            if cursor.fetchone() is None:
                return
    pytest.fail("the server still holds the dead worker's connection")


def enqueue(topic: str, **payload: str) -> str:
    with transaction.atomic():
        outbox.enqueue(topic, payload, message_id="m")
    return "m"


def run(*arguments: str) -> str:
    with child(*arguments, hang=False) as process:
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0
        return output.strip()


def test_a_local_delivery_killed_in_the_middle_happens_exactly_once() -> None:
    message_id = enqueue(LOCAL)
    with child("claim", message_id, hang=True) as process:
        kill_in_handler(process)
    assert noted_in_database(message_id) == 0
    assert OutboxMessage.objects.get().state == OutboxState.SENDING
    assert run("claim", message_id) == "done"
    assert run("claim", message_id) == "not_due"
    assert noted_in_database(message_id) == 1


def test_a_network_delivery_killed_in_the_middle_is_repeated_after_its_lease(tmp_path: Path) -> None:
    ledger = tmp_path / "told"
    message_id = enqueue(NETWORK, file=str(ledger))
    with child("claim", message_id, hang=True) as process:
        kill_in_handler(process)
    assert run("claim", message_id) == "not_due"
    OutboxMessage.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert run("claim", message_id) == "done"
    assert ledger.read_text(encoding="utf-8").split() == [message_id, message_id]


def test_a_local_delivery_is_not_taken_from_a_worker_that_lives() -> None:
    message_id = enqueue(LOCAL)
    with child("claim", message_id, hang=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("in handler")
        with clock.at(clock.now() + 2 * LEASE):
            assert outbox.deliver(message_id) is outbox.Outcome.NOT_DUE
        output, _ = process.communicate(input="go on", timeout=PATIENCE_SECONDS)
    assert output.strip() == "done"
    assert noted_in_database(message_id) == 1


def test_the_worker_killed_in_the_middle_of_a_job_is_replaced_by_the_next() -> None:
    message_id = enqueue(LOCAL)
    with child("worker", hang=True) as process:
        kill_in_handler(process)
    with connection.cursor() as cursor:
        cursor.execute("select status::text from procrastinate_jobs where task_name = 'dean06.outbox.deliver'")
        assert cursor.fetchone() == ("doing",)
        silence = timedelta(seconds=jobs.STALLED_AFTER_SECONDS + 1)
        cursor.execute("update procrastinate_workers set last_heartbeat = last_heartbeat - %s", [silence])
    jobs.defer_once("dean06.jobs.take_back", "dean06.jobs.take_back", timestamp=0)
    for _ in range(MOST_DRAINS):  # one takes the job back, the next does it, unless its moment is a little later
        run("drain")
        if OutboxMessage.objects.get().state == OutboxState.DONE:
            break
    assert noted_in_database(message_id) == 1
    assert OutboxMessage.objects.get().state == OutboxState.DONE
