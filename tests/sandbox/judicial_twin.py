"""The judicial register's twin as its own process for tests."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.twin import ADMIN_TOKEN, ROOT, Twin, free_port, running

from dean06.adapters.judicial_register import RegisterClient, RegisterConfig
from dean06.adapters.judicial_register.settings import Limits

TOKEN = "what the register knows us by"
ENVIRONMENT = {
    "JUDICIAL_TWIN_ADMIN_TOKEN": ADMIN_TOKEN,
    "JUDICIAL_TWIN_TOKEN": TOKEN,
    "PYTHONPATH": str(ROOT / "src"),
}
QUICK = Limits(connect_s=1, read_s=1, total_s=2, breaker_failures=2, breaker_open_s=60)


class JudicialTwin(Twin):
    """Remote control of a running register."""

    def __init__(self, url: str, state: Path) -> None:
        super().__init__(url)
        self.url, self.key_file = url, state / "register.pub"

    def delay(self, seconds: float) -> None:
        """How long searches take from now on."""
        self.admin("POST", "delay", json={"seconds": seconds})

    def enter(self, **entry: Any) -> None:
        """A new entry."""
        self.admin("POST", "enter", json=entry)

    def signed(self, order_id: str) -> str:
        """The answer to an order as the register would bring it."""
        return str(self.admin("POST", "signed", json={"orderId": order_id})["answer"])

    def client(self, *, token: str = TOKEN, limits: Limits | None = None) -> RegisterClient:
        """An adapter that talks to it."""
        return RegisterClient(
            RegisterConfig(url=self.url, token=token, key_file=self.key_file, limits=limits or Limits())
        )


@contextmanager
def running_register(state: Path, *more: str) -> Iterator[JudicialTwin]:
    """A register on a free port, which answers at once and brings nothing."""
    port = free_port()
    command = [sys.executable, "-m", "dean06.sandbox.judicial_register", "--port", str(port), "--state", str(state)]
    with running([*command, "--delay", "0", *more], f"http://127.0.0.1:{port}/healthz", ENVIRONMENT):
        yield JudicialTwin(f"http://127.0.0.1:{port}", state)


@pytest.fixture(scope="session")
def shared_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JudicialTwin]:
    """One register for the whole suite."""
    with running_register(tmp_path_factory.mktemp("judicial")) as twin:
        yield twin


@pytest.fixture
def judicial_twin(shared_register: JudicialTwin) -> JudicialTwin:
    """The shared one, well-behaved and as on its first day."""
    shared_register.admin("DELETE", "faults")
    shared_register.admin("POST", "forget")
    return shared_register
