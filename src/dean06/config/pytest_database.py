"""Pytest plugin: one embedded PostgreSQL for a test run, in a temporary directory, without fsync, shared by workers.

Loaded with ``-p`` so that the server is up before pytest-django reads the settings.
"""

import atexit
import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from dean06.config.postgres import EmbeddedServer

STATE_KEY = "DEAN06_STATE"
URL_KEY = "DEAN06_DATABASE_URL"
READABLE_BY_SERVER = 0o755


def start() -> None:
    """Point the environment at a fresh state directory and a running server, both gone when the process ends."""
    directory = Path(tempfile.mkdtemp(prefix="dean06-test-"))
    directory.chmod(READABLE_BY_SERVER)
    server = EmbeddedServer(directory / "pg", durable=False)
    stack = contextlib.ExitStack()
    stack.callback(shutil.rmtree, directory, ignore_errors=True)
    stack.enter_context(server.running())
    atexit.register(stack.close)
    os.environ.update({STATE_KEY: str(directory / "state"), URL_KEY: server.url(), "DEAN06_DEMO": "1"})


if "PYTEST_XDIST_WORKER" not in os.environ and URL_KEY not in os.environ:
    start()
