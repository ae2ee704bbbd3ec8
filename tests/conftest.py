"""One embedded PostgreSQL for the whole run, in a temporary directory, without fsync; workers share it."""

import atexit
import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

STATE_KEY = "DEAN06_STATE"
URL_KEY = "DEAN06_DATABASE_URL"


def _start_database() -> None:
    """Start the server in the controlling process before Django reads its settings."""
    from dean06.config.postgres import EmbeddedServer

    directory = Path(tempfile.mkdtemp(prefix="dean06-test-"))
    directory.chmod(0o755)
    os.environ[STATE_KEY] = str(directory / "state")
    os.environ["DEAN06_DEMO"] = "1"
    server = EmbeddedServer(directory / "pg", durable=False)
    stack = contextlib.ExitStack()
    stack.callback(shutil.rmtree, directory, ignore_errors=True)
    stack.enter_context(server.running())
    atexit.register(stack.close)
    os.environ[URL_KEY] = server.url()


if "PYTEST_XDIST_WORKER" not in os.environ and URL_KEY not in os.environ:
    _start_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests that commit are cleaned up by TRUNCATE, which the audit log refuses: only here may it be emptied."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'audit_no_truncate'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_no_truncate")
