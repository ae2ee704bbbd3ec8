"""``dean06 demo``: comes up, mends itself, goes away without a trace, protects what is not its own."""

import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from tests.config.conftest import Installation
from tests.config.waiting import eventually, is_gone

from dean06.config import cli, ports
from dean06.config.commands import demo
from dean06.config.postgres import EmbeddedServer

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]
START_SECONDS = 120
STORY = "Đọc công văn và dựng kế hoạch theo dõi"


class Running:
    """A started demo."""

    def __init__(self, installation: Installation, **options: Any) -> None:
        self.installation = installation
        self.process = installation.start("demo", **options)
        self.said = self._until("Ctrl-C")

    def _until(self, word: str) -> str:
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if word in line:
                return said
        raise AssertionError(f"the demo ended:\n{said}")

    def family(self) -> list[psutil.Process]:
        """It and everything it started, the database included."""
        server = psutil.Process(
            int((self.installation.state / "postgres/data/postmaster.pid").read_text().splitlines()[0])
        )
        main = psutil.Process(self.process.pid)
        return [main, *main.children(recursive=True), server, *server.children(recursive=True)]

    def leader_of(self, name: str) -> psutil.Process | None:
        """The process that runs one of the commands."""
        for child in psutil.Process(self.process.pid).children():
            try:
                if child.cmdline()[-1] == name:
                    return child
            except (psutil.Error, IndexError):
                continue  # it ended while we looked
        return None

    def answers(self, path: str = "/readyz") -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.installation.port}{path}", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self, number: int = signal.SIGINT) -> int:
        """As Ctrl-C does; the exit status."""
        self.process.send_signal(number)
        self.process.communicate(timeout=START_SECONDS)
        return self.process.returncode


@pytest.fixture
def running(prepared: Installation) -> Iterator[Running]:
    started = Running(prepared)
    yield started
    if started.process.poll() is None:
        started.stop()


@pytest.fixture
def in_background(prepared: Installation) -> Iterator[Running]:
    """Started as a script's shell starts what ends in "&": SIGINT is ignored from the beginning."""
    started = Running(prepared, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    yield started
    if started.process.poll() is None:
        started.stop(signal.SIGTERM)


def kill_and_wait_for_another(running: Running, name: str) -> None:
    killed = eventually(lambda: running.leader_of(name))
    os.kill(killed.pid, signal.SIGKILL)

    def another() -> bool:
        found = running.leader_of(name)
        return found is not None and found.pid != killed.pid

    eventually(another)


def test_a_day_in_the_life_of_a_demo(running: Running) -> None:
    assert STORY not in running.said, "a second start makes nothing anew"
    assert f"http://127.0.0.1:{running.installation.port}" in running.said
    assert "Lãnh đạo" in running.said
    assert "Công dân" in running.said
    assert running.answers()
    assert running.answers("/")

    kill_and_wait_for_another(running, "worker")
    kill_and_wait_for_another(running, "serve")
    eventually(running.answers, seconds=START_SECONDS)

    everybody = running.family()
    assert len(everybody) >= 6
    assert running.stop() == 0
    assert not [one for one in everybody if not is_gone(one)], "somebody was left behind"
    assert ports.is_free("127.0.0.1", running.installation.port)
    assert all(ports.is_free("127.0.0.1", port) for port in running.installation.twin_ports.values())


def test_in_the_background_of_a_script_it_still_heeds_an_interrupt(in_background: Running) -> None:
    everybody = in_background.family()
    assert in_background.stop(signal.SIGINT) == 0
    assert not [one for one in everybody if not is_gone(one)]


def test_killed_with_9_its_children_end_by_themselves(running: Running) -> None:
    children = psutil.Process(running.process.pid).children(recursive=True)
    running.process.kill()
    running.process.communicate()
    for child in children:
        eventually(lambda child=child: is_gone(child), seconds=START_SECONDS)
    eventually(lambda: not EmbeddedServer(running.installation.state / "postgres").in_use(), seconds=START_SECONDS)


@pytest.mark.parametrize("key", ["DEAN06_PORT", "DEAN06_SANDBOX_PORT"])
def test_a_taken_port_is_said_before_anything_starts(installation: Installation, key: str) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        installation.environment[key] = str(listener.getsockname()[1])
        done = installation.run("demo")
    assert done.returncode == 1
    assert f"{key}=" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (installation.state / "postgres").exists()


# --- starting over ---------------------------------------------------------------------------------------------------


@pytest.fixture
def state(empty_state: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state directory of this process."""
    empty_state.mkdir()
    monkeypatch.setenv("DEAN06_STATE", str(empty_state))
    monkeypatch.delenv("DEAN06_DATABASE_URL", raising=False)
    return empty_state


def test_fresh_removes_what_a_demo_left(state: Path) -> None:
    (state / demo.MARKER).touch()
    (state / "blobs").mkdir()
    demo._start_over()
    assert list(state.iterdir()) == []


def test_fresh_touches_nothing_that_is_not_a_demo_s(state: Path) -> None:
    (state / "keys").mkdir()
    (state / "keys" / "audit-log.key").write_text("precious")
    with pytest.raises(cli.CommandFailure, match="không phải thư mục của bản minh hoạ"):
        demo._start_over()
    assert (state / "keys" / "audit-log.key").read_text() == "precious"


def test_fresh_waits_for_no_running_demo(state: Path) -> None:
    (state / demo.MARKER).touch()
    server = EmbeddedServer(state / "postgres", durable=False)
    with server.running(), pytest.raises(cli.CommandFailure, match="đang chạy ở cửa sổ khác"):
        demo._start_over()
    assert (state / demo.MARKER).exists()


def test_fresh_never_empties_a_database_elsewhere(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEAN06_DATABASE_URL", "postgresql://somewhere/else")
    (state / demo.MARKER).touch()
    with pytest.raises(cli.CommandFailure, match="không xoá cơ sở dữ liệu bên ngoài"):
        demo._start_over()
    assert (state / demo.MARKER).exists()


def test_an_outside_database_is_used_and_left_running(installation: Installation, place: Path) -> None:
    server = EmbeddedServer(place / "outside", durable=False)
    with server.running():
        installation.environment["DEAN06_DATABASE_URL"] = server.url()
        for command in (["migrate", "--quiet"], ["seed"], ["check"]):
            done: subprocess.CompletedProcess[str] = installation.run(*command)
            assert done.returncode == 0, done.stderr
        assert "Mọi thứ ổn" in done.stdout
        assert not (installation.state / "postgres").exists()
        assert (server.data / "postmaster.pid").exists()
