"""The twin as a process: what it remembers survives it, and nobody shares its memory."""

import os
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from tests.sandbox.twin import free_port
from tests.sandbox.witness_twin import ENVIRONMENT, MODULE, PaperLog, WitnessTwin, running_witness

from dean06.adapters.witness import WitnessClient, WitnessConfig
from dean06.kernel.audit.note import Verifier
from dean06.kernel.ports.witness import WitnessElsewhere


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, **ENVIRONMENT}
    return subprocess.run(
        [*MODULE, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=30
    )


def cosign(twin: WitnessTwin, log: PaperLog, old: int, size: int) -> tuple[str, ...]:
    client = WitnessClient(WitnessConfig(url=twin.url))
    try:
        return client.cosign(log.note(size), old=old, proof=log.proof(old, size))
    finally:
        client.close()


def test_key_and_memory_survive_a_restart(tmp_path: Path) -> None:
    log = PaperLog()
    with running_witness(tmp_path) as twin:
        twin.know(log.key.verifier)
        cosign(twin, log, 0, 5)
        key = twin.key
    with running_witness(tmp_path) as twin:
        assert twin.key == key
        with pytest.raises(WitnessElsewhere) as elsewhere:
            cosign(twin, log.fork(2), 0, 3)
        assert elsewhere.value.size == 5
        assert cosign(twin, log, 5, 6)


def test_a_log_may_be_named_while_it_runs(tmp_path: Path) -> None:
    log = PaperLog()
    with running_witness(tmp_path) as twin:
        assert httpx2.post(f"{twin.url}/add-checkpoint", content=b"old 0\n\n" + log.note(1).encode()).status_code == 404
        twin.know(log.key.verifier)
        assert cosign(twin, log, 0, 1)


def test_its_key_is_its_owners_alone(tmp_path: Path) -> None:
    done = run("--state", str(tmp_path / "w"), "--name", "tinh.example", "--print-key")
    assert done.returncode == 0
    key = Verifier.parse(done.stdout)
    assert key.name == "tinh.example"
    assert Verifier.parse((tmp_path / "w" / "witness.pub").read_text()) == key
    assert stat.S_IMODE((tmp_path / "w" / "witness.key").stat().st_mode) == 0o600
    assert run("--state", str(tmp_path / "w"), "--name", "tinh.example", "--print-key").stdout == done.stdout


def test_two_witnesses_never_share_a_memory(tmp_path: Path) -> None:
    with running_witness(tmp_path):
        second = run("--state", str(tmp_path / "witness"), "--logs", "x", "--port", str(free_port()))
    assert second.returncode == 2
    assert "another witness" in second.stderr


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("--state", str(tmp_path), "--logs", "x", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_damaged_memory_signs_nothing(tmp_path: Path) -> None:
    log = PaperLog()
    with running_witness(tmp_path) as twin:
        twin.know(log.key.verifier)
        cosign(twin, log, 0, 5)
        (memory,) = (tmp_path / "witness" / "seen").iterdir()
        memory.write_text("rubbish")
        body = b"old 0\n\n" + log.note(6).encode()
        assert httpx2.post(f"{twin.url}/add-checkpoint", content=body).status_code == 500


@pytest.fixture(scope="module")
def nonsense(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WitnessTwin]:
    with running_witness(tmp_path_factory.mktemp("nonsense")) as twin:
        yield twin


@pytest.mark.parametrize(
    "body", [b"", b"old 1\n", b"old 01\n\nx", b"new 1\n\nx", b"\xff\n\n", b"old 1\n" + b"AA==\n" * 64]
)
def test_nonsense_is_a_bad_request(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, nonsense: WitnessTwin
) -> None:
    assert httpx2.post(f"{nonsense.url}/add-checkpoint", content=body).status_code == 400


def test_a_flood_is_cut_off(nonsense: WitnessTwin) -> None:
    assert httpx2.post(f"{nonsense.url}/add-checkpoint", content=b"x" * 100_000).status_code == 413


def test_switches_need_the_token(nonsense: WitnessTwin) -> None:
    for method, path in (("PUT", "faults"), ("POST", "forget")):
        assert httpx2.request(method, f"{nonsense.url}/admin/{path}").status_code == 403
