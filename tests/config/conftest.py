"""The ``dean06`` command run as people run it: its own process, its own state directory, free ports."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dean06.config import sandbox

COMMAND = [sys.executable, "-m", "dean06.config"]
LONGEST_SECONDS = 240
REACHABLE = 0o755


def free_ports(count: int) -> list[int]:
    """Ports nobody uses now; all held at once while choosing, so that they differ."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


class Installation:
    """A state directory and the environment of a process that works on it."""

    def __init__(self, state: Path, **settings: str) -> None:
        self.state = state
        self.port, *twin_ports = free_ports(1 + len(sandbox.TWINS))
        self.twin_ports = {twin.port_key: port for twin, port in zip(sandbox.TWINS, twin_ports, strict=True)}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DEAN06_", "PYTEST_"))}
        inherited.pop("PROMETHEUS_MULTIPROC_DIR", None)
        inherited.pop("DJANGO_SETTINGS_MODULE", None)
        self.environment = {
            **inherited,
            "DEAN06_STATE": str(state),
            "DEAN06_PORT": str(self.port),
            **{key: str(port) for key, port in self.twin_ports.items()},
            "DEAN06_WEB_WORKERS": "1",
            "PYTHONUNBUFFERED": "1",
            **settings,
        }

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """One command to its end."""
        return subprocess.run(
            [*COMMAND, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )

    def start(self, *arguments: str, **options: Any) -> "subprocess.Popen[str]":
        """One command that goes on; its output, errors included, can be read line by line."""
        return subprocess.Popen(
            [*COMMAND, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **options,
        )


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """A directory for servers. Not pytest's own: every run of pytest closes that to all others, servers included."""
    with tempfile.TemporaryDirectory(prefix="dean06-test-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(REACHABLE)
        yield Path(directory)


@pytest.fixture
def empty_state(place: Path) -> Path:
    """A state directory that does not exist yet."""
    return Path(tempfile.mkdtemp(dir=place)) / "state"


@pytest.fixture
def installation(empty_state: Path) -> Installation:
    """An empty one."""
    return Installation(empty_state)


@pytest.fixture(scope="session")
def prepared(place: Path) -> Installation:
    """One with the whole demo in its embedded database, made once; users of it carry ``xdist_group("demo")``."""
    made = Installation(place / "demo")
    done = made.run("demo", "--prepare-only")
    assert done.returncode == 0, done.stdout + done.stderr
    return made
