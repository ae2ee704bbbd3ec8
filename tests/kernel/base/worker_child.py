"""A process that delivers messages and can be killed in the middle. Run by the tests, never imported by them.

``python worker_child.py claim MESSAGE`` calls ``deliver`` once; ``worker`` runs the real worker; ``drain`` runs it
until nothing is left to do. A handler told to hang says so on standard output and then waits to be killed.
"""

import os
import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - Django must be set up first
from tests.kernel.base.effects import LOCAL, NETWORK, note_in_database, note_in_file  # noqa: E402

from dean06.kernel.base import delivery, jobs, outbox  # noqa: E402

HANGS = os.environ.get("DEAN06_TEST_HANG") == "1"


def say(text: str) -> None:
    """One line for the test that waits for it."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _hang() -> None:
    if HANGS:
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            say(f"in handler {cursor.fetchone()[0]}")
        sys.stdin.read()


@outbox.handles(LOCAL, local=True)
def local(payload: dict[str, str], message_id: str) -> None:
    """Effect in the database, then the accident."""
    note_in_database(message_id)
    _hang()


@outbox.handles(NETWORK)
def network(payload: dict[str, str], message_id: str) -> None:
    """Effect outside, then the accident."""
    note_in_file(payload["file"], message_id)
    _hang()


if sys.argv[1] == "claim":
    say(delivery.deliver(sys.argv[2]).value)
else:
    jobs.run_worker(wait=sys.argv[1] == "worker")
