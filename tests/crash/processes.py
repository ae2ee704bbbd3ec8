"""A database server, a web server and a worker of their own that can be killed with everything below them."""

import os
import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx2
import psutil
from tests.config.waiting import eventually
from tests.sandbox.twin import ROOT

from dean06.config.postgres import EmbeddedServer

GONE_SECONDS = 10
START_SECONDS = 120  # seconds by itself; on a machine doing much else it takes what it takes


class Program:
    """One of our commands as a process; killed without a word, started again as a supervisor would."""

    def __init__(self, name: str, log: Path, ready: str = "") -> None:
        self.name, self.log, self.ready = name, log, ready
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dean06.config", self.name], cwd=ROOT, stdout=output, stderr=output
            )
        if self.ready:
            eventually(self._answers, seconds=START_SECONDS)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text(errors="replace")
        try:
            return httpx2.get(self.ready, trust_env=False).is_success
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """SIGKILL to it and its children, then to nobody else."""
        if self.process is None:
            return
        family = [psutil.Process(self.process.pid)] if self.process.poll() is None else []
        kill([child for parent in family for child in parent.children(recursive=True)] + family)
        self.process.wait(GONE_SECONDS)

    def keep_alive(self) -> None:
        """Started again when it has ended by itself: what the supervisor does."""
        if self.process is not None and self.process.poll() is not None:
            self.start()


class Database:
    """An embedded server that can be killed with all its backends and found again by the next who needs it."""

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        self.server = EmbeddedServer(directory)
        self.stack = stack
        self.start()

    def start(self) -> None:
        self.stack.enter_context(self.server.running())

    def keep_alive(self) -> None:
        """It never ends by itself."""

    def kill(self) -> None:
        """SIGKILL to the postmaster and every backend."""
        postmaster = psutil.Process(int((self.server.data / "postmaster.pid").read_text().splitlines()[0]))
        assert str(self.server.data) in postmaster.cmdline()
        kill([postmaster, *postmaster.children(recursive=True)])


def kill(processes: list[psutil.Process]) -> None:
    """By their ids, and wait until they are gone."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # it went by itself, or with its parent
            process.kill()
    _, alive = psutil.wait_procs(processes, timeout=GONE_SECONDS)
    left = [one for one in alive if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    assert not left, left


def environment(**values: str) -> None:
    """For this process and those it starts."""
    os.environ.update(values)
