"""The twin as a process: one at a time, clear words when it cannot start, people kept from one start to the next."""

import os
import socket
import subprocess
from pathlib import Path

from tests.sandbox.population_twin import BASE, CLIENT, ENVIRONMENT, HOA, MODULE, running_register
from tests.sandbox.twin import free_port


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, **ENVIRONMENT}
    return subprocess.run(
        [*MODULE, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_people_are_invented_once(tmp_path: Path) -> None:
    with running_register(tmp_path) as twin:
        first = twin.citizen(HOA, "HoVaTen", "Cha", "Me").text
        (file,) = (one for one in tmp_path.glob("population-*.sqlite") if "service" not in one.name)
        written = file.stat().st_mtime_ns
    with running_register(tmp_path) as twin:
        assert twin.citizen(HOA, "HoVaTen", "Cha", "Me").text == first
    assert file.stat().st_mtime_ns == written


def test_two_never_share_a_memory(tmp_path: Path) -> None:
    with running_register(tmp_path):
        second = run("--state", str(tmp_path), "--port", str(free_port()))
    assert second.returncode == 2
    assert "another population twin" in second.stderr


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("--state", str(tmp_path), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_too_few_people_are_said(tmp_path: Path) -> None:
    done = run("--state", str(tmp_path), "--port", str(free_port()), "--people", "3")
    assert done.returncode == 2
    assert "people must be between" in done.stderr


def test_what_it_keeps_is_its_owners_alone(tmp_path: Path) -> None:
    with running_register(tmp_path / "state"):
        pass
    assert (tmp_path / "state").stat().st_mode & 0o077 == 0


def test_it_ends_at_once_though_somebody_waits(tmp_path: Path) -> None:
    with running_register(tmp_path) as twin:
        twin.admin("PUT", "faults", json={"faults": ["hang"]})
        place = twin.issuer.removeprefix("http://").split(":")
        waiting = socket.create_connection((place[0], int(place[1])))
        waiting.sendall(f"GET {BASE}/listChanges HTTP/1.1\r\nHost: x\r\nX-Road-Client: {CLIENT}\r\n\r\n".encode())
    waiting.close()
