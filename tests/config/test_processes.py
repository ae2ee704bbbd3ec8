"""The supervisor: restarts what dies, gives up on what cannot live, leaves nobody behind."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from tests.config.waiting import eventually, is_gone

from dean06.config import cli
from dean06.config.commands import demo
from dean06.config.processes import MAX_RESTARTS, RESTART_WINDOW_SECONDS, Process, Supervisor

# A leader with a child of its own, like a web server with its workers; each writes its pid.
FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(os.getpid(), child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def supervise(tmp_path: Path):
    """Makes supervised processes of Python programs and stops them at the end."""
    made: list[Supervisor] = []

    def make(*programs: str, **options: Callable[[], float]) -> Supervisor:
        processes = [
            Process(f"p{number}", [sys.executable, "-c", program], tmp_path / f"{number}.log")
            for number, program in enumerate(programs)
        ]
        made.append(Supervisor(processes, **options))
        made[-1].start()
        return made[-1]

    yield make
    for supervisor in made:
        supervisor.stop()


def family(process: Process, generation: int = 0) -> list[psutil.Process]:
    """Leader and child of the n-th start, from what they wrote."""

    def lines() -> list[str]:
        return [line for line in process.log.read_text().splitlines() if line.count(" ") == 1]

    eventually(lambda: len(lines()) > generation)
    return [psutil.Process(int(pid)) for pid in lines()[generation].split()]


def test_what_dies_is_started_again_without_its_orphans(supervise) -> None:
    supervisor = supervise(FAMILY)
    leader, child = family(supervisor.processes[0])
    os.kill(leader.pid, signal.SIGKILL)
    eventually(lambda: supervisor.processes[0].exit_status is not None)
    assert supervisor.check() == []
    eventually(lambda: is_gone(child))
    assert supervisor.processes[0].restarts == 1
    assert all(one.is_running() for one in family(supervisor.processes[0], generation=1))


def test_stopping_ends_leaders_and_children_even_deaf_ones(supervise) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + FAMILY
    supervisor = supervise(FAMILY, deaf)
    everybody = [one for process in supervisor.processes for one in family(process)]
    for process in supervisor.processes:
        process.stop(seconds=0.5)
    for one in everybody:
        eventually(lambda one=one: is_gone(one))


def test_what_cannot_live_is_given_up(supervise) -> None:
    supervisor = supervise("raise SystemExit('no')")
    process = supervisor.processes[0]
    for _ in range(MAX_RESTARTS):
        eventually(lambda: process.exit_status is not None)
        assert supervisor.check() == []
    eventually(lambda: process.exit_status is not None)
    assert supervisor.check() == [process]
    assert process.log.read_text().count("no") == MAX_RESTARTS + 1


def die(process: Process) -> None:
    eventually(lambda: process.exit_status is not None)


def test_what_dies_now_and_then_lives_on_and_what_dies_all_the_time_does_not(supervise) -> None:
    clock = [0.0]
    supervisor = supervise("raise SystemExit('no')", now=lambda: clock[0])
    process = supervisor.processes[0]
    for _ in range(2 * MAX_RESTARTS):
        die(process)
        assert supervisor.check() == []
        clock[0] += RESTART_WINDOW_SECONDS / MAX_RESTARTS
    assert process.restarts == 2 * MAX_RESTARTS
    clock[0] -= RESTART_WINDOW_SECONDS / MAX_RESTARTS
    die(process)
    assert supervisor.check() == [process], "the window is full"


def test_the_demo_says_what_it_gave_up_and_where_to_look(supervise) -> None:
    supervisor = supervise("raise SystemExit('no')", now=lambda: 0.0)
    process = supervisor.processes[0]
    for _ in range(MAX_RESTARTS):
        die(process)
        demo._give_up_on_dead(supervisor)
    die(process)
    with pytest.raises(cli.CommandFailure) as given_up:
        demo._give_up_on_dead(supervisor)
    said = str(given_up.value)
    assert "p0" in said
    assert "5 lần trong 10 phút" in said
    assert str(process.log) in said
    assert "cơ sở dữ liệu" in said
