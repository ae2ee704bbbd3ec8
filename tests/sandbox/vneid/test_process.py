"""The twin as a process: it starts, says where it is, refuses clearly, stops when told."""

import os
import signal
import socket
import subprocess
import sys

import httpx2
import pytest
from tests.sandbox.twin import PEOPLE, ROOT, Twin, free_port, wait_until_answers

REQUIRED = ("--people", str(PEOPLE), "--redirect-uri", "http://127.0.0.1:8600/dang-nhap/xong/")


def start(*arguments: str, secret: str = "secret") -> subprocess.Popen:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "VNEID_TWIN_CLIENT_SECRET": secret}
    env.pop("VNEID_TWIN_ADMIN_TOKEN", None)
    command = [sys.executable, "-m", "dean06.sandbox.vneid", *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_it_says_where_it_is_and_stops_when_told() -> None:
    port = free_port()
    with start(*REQUIRED, "--port", str(port)) as process:
        wait_until_answers(f"http://127.0.0.1:{port}/healthz", process)
        process.send_signal(signal.SIGTERM)
        spoken, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}\n" in spoken
    assert "token: " in spoken


@pytest.mark.parametrize(
    ("arguments", "secret", "words"),
    [
        (REQUIRED, "", "client secret"),
        ((*REQUIRED[2:], "--people", "absent.toml"), "s", "absent.toml"),
        ((*REQUIRED, "--issuer", "nonsense"), "s", "nonsense"),
    ],
)
def test_what_is_missing_is_said_in_one_line(arguments: tuple[str, ...], secret: str, words: str) -> None:
    with start(*arguments, "--port", str(free_port()), secret=secret) as process:
        _, complaint = process.communicate(timeout=20)
    assert process.returncode == 2
    assert words in complaint
    assert len(complaint.strip().splitlines()) == 1


def test_a_taken_port_is_said() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with start(*REQUIRED, "--port", str(taken.getsockname()[1])) as process:
            _, complaint = process.communicate(timeout=20)
    assert process.returncode == 2
    assert "cannot be used" in complaint


def test_the_switches_answer_on_the_loopback_with_the_token(twin: Twin) -> None:
    assert twin.admin("PUT", "faults", json={"faults": ["slow"], "seconds": 0}) == {"faults": ["slow"], "seconds": 0}
    assert twin.admin("DELETE", "faults") == {"faults": [], "seconds": 0}
    assert httpx2.get(f"{twin.issuer}/admin/faults", trust_env=False).status_code == 403


@pytest.mark.parametrize("wish", [{"faults": ["slow"], "seconds": 1e9}, {"faults": 5}, [], "text"])
def test_a_switch_that_does_not_exist_is_refused(twin: Twin, wish: object) -> None:
    from tests.sandbox.twin import ADMIN_TOKEN

    headers = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
    answer = httpx2.put(f"{twin.issuer}/admin/faults", json=wish, headers=headers, trust_env=False)
    assert answer.status_code == 422
    assert "slow" in answer.json()["known"]
