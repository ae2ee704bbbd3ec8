"""Child processes of the demo: each in its own process group, restarted when it dies, all stopped in order."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS = 15
# A process that dies now and then lives on; one that dies again and again, its database gone, is not worth the noise.
MAX_RESTARTS = 5
RESTART_WINDOW_SECONDS = 600.0
LINUX_PR_SET_PDEATHSIG = 1


@dataclass
class Process:
    """One supervised process."""

    name: str
    command: list[str]
    log: Path
    restarts: int = 0
    recent: "deque[float]" = field(default_factory=lambda: deque(maxlen=MAX_RESTARTS), repr=False)
    handle: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def start(self) -> None:
        """Start it with its output in its own log file; what is left of an earlier run is ended first."""
        self._signal(signal.SIGKILL)
        with self.log.open("ab") as log:
            self.handle = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops the others in order
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads yet
            )

    def restart(self, now: float) -> bool:
        """Start it once more; False when it died too often lately. ``now``: a reading of the monotonic clock."""
        if len(self.recent) == MAX_RESTARTS and now - self.recent[0] < RESTART_WINDOW_SECONDS:
            return False
        self.recent.append(now)
        self.restarts += 1
        self.start()
        return True

    @property
    def exit_status(self) -> int | None:
        """None while it runs."""
        return self.handle.poll() if self.handle else None

    def stop(self, *, seconds: float = STOP_SECONDS) -> None:
        """Ask the whole group to end, then insist."""
        if self.handle is None:
            return
        self._signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.handle.wait(seconds)
        self._signal(signal.SIGKILL)
        self.handle.wait()

    def _signal(self, number: int) -> None:
        """To the whole group: children of a leader killed with -9 are still in it, and would keep its port."""
        if self.handle:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.handle.pid, number)


class Supervisor:
    """Keeps processes alive until told to stop."""

    def __init__(self, processes: list[Process], *, now: Callable[[], float] = time.monotonic) -> None:
        self.processes = processes
        self._now = now

    def start(self) -> None:
        """Start all, in order."""
        for process in self.processes:
            process.start()

    def check(self) -> list[Process]:
        """Restart what died; return what died too often within ``RESTART_WINDOW_SECONDS`` to try again."""
        dead = [process for process in self.processes if process.exit_status is not None]
        return [process for process in dead if not process.restart(self._now())]

    def stop(self) -> None:
        """Stop all, last started first."""
        deadline = time.monotonic() + STOP_SECONDS
        for process in reversed(self.processes):
            process.stop(seconds=max(deadline - time.monotonic(), 1))


def _die_with_parent() -> None:
    # A supervisor killed with -9 cannot clean up; the kernel then tells its children.
    ctypes.CDLL(None).prctl(LINUX_PR_SET_PDEATHSIG, signal.SIGTERM)
