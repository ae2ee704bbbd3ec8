"""The witness twin as its own process for tests, and a log on paper that asks it to sign."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.sandbox.twin import ADMIN_TOKEN, ROOT, Twin, free_port, running

from dean06.kernel.audit import tree
from dean06.kernel.audit.note import Checkpoint, Signer, Verifier

MODULE = [sys.executable, "-m", "dean06.sandbox.witness"]
ENVIRONMENT = {"WITNESS_TWIN_ADMIN_TOKEN": ADMIN_TOKEN, "PYTHONPATH": str(ROOT / "src")}


class WitnessTwin(Twin):
    """Remote control of a running witness; ``know`` tells it the public keys of logs."""

    def __init__(self, url: str, state: Path, logs: Path) -> None:
        super().__init__(url)
        self.url = url
        self._state = state
        self._logs = logs

    @property
    def key(self) -> Verifier:
        return Verifier.parse((self._state / "witness.pub").read_text(encoding="ascii"))

    def know(self, *keys: Verifier) -> None:
        self._logs.write_text("".join(f"{key}\n" for key in keys), encoding="ascii")


@contextmanager
def running_witness(directory: Path) -> Iterator[WitnessTwin]:
    """A witness on a free port that keeps its memory below ``directory``."""
    port, state, logs = free_port(), directory / "witness", directory / "logs"
    url = f"http://127.0.0.1:{port}"
    command = [*MODULE, "--port", str(port), "--state", str(state), "--logs", str(logs)]
    with running(command, f"{url}/healthz", ENVIRONMENT):
        yield WitnessTwin(url, state, logs)


@pytest.fixture(scope="session")
def shared_witness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WitnessTwin]:
    """One witness for the whole suite."""
    with running_witness(tmp_path_factory.mktemp("witness")) as twin:
        yield twin


@pytest.fixture
def witness_twin(shared_witness: WitnessTwin) -> WitnessTwin:
    """The shared one, well-behaved, with no memory of any log."""
    shared_witness.admin("DELETE", "faults")
    shared_witness.admin("POST", "forget")
    return shared_witness


class PaperLog:
    """A log of numbered leaves, with a key of its own. ``fork`` has another leaf from some number on."""

    def __init__(self, key: Signer | None = None, fork_at: int | None = None) -> None:
        self.key = key or Signer.generate("huyen.example/nhat-ky")
        self._fork_at = fork_at

    def fork(self, at: int) -> "PaperLog":
        return PaperLog(self.key, at)

    def note(self, size: int) -> str:
        root = tree.root_of(self._leaves(size))
        return self.key.sign(Checkpoint(self.key.name, size, root, bytes(32)).text)

    def proof(self, old: int, size: int) -> Sequence[bytes]:
        return tree.consistency_path(tree.nodes_of(self._leaves(size)), old, size)

    def _leaves(self, size: int) -> list[bytes]:
        is_other = [self._fork_at is not None and number >= self._fork_at for number in range(size)]
        return [tree.leaf_hash(f"{number} {other}".encode()) for number, other in enumerate(is_other)]
