"""The twin of social insurance as its own process for tests."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.twin import ADMIN_TOKEN, ROOT, Twin, free_port, running

from dean06.adapters.social_insurance import InsuranceClient, InsuranceConfig
from dean06.adapters.social_insurance.settings import Limits

TOKEN = "what social insurance knows us by"
ENVIRONMENT = {
    "INSURANCE_TWIN_ADMIN_TOKEN": ADMIN_TOKEN,
    "INSURANCE_TWIN_TOKEN": TOKEN,
    "PYTHONPATH": str(ROOT / "src"),
}
QUICK = Limits(connect_s=1, read_s=1, total_s=2, breaker_failures=2, breaker_open_s=60)


class InsuranceTwin(Twin):
    """Remote control of a running twin."""

    def __init__(self, url: str, state: Path) -> None:
        super().__init__(url)
        self.url, self.key_file = url, state / "insurance.pub"

    def enter(self, **record: Any) -> None:
        """A person's record from now on."""
        self.admin("POST", "enter", json=record)

    def client(self, *, token: str = TOKEN, limits: Limits | None = None) -> InsuranceClient:
        """An adapter that talks to it."""
        return InsuranceClient(
            InsuranceConfig(url=self.url, token=token, key_file=self.key_file, limits=limits or Limits())
        )


@contextmanager
def running_insurance(state: Path) -> Iterator[InsuranceTwin]:
    """A twin on a free port."""
    port = free_port()
    command = [sys.executable, "-m", "dean06.sandbox.social_insurance", "--port", str(port), "--state", str(state)]
    with running(command, f"http://127.0.0.1:{port}/healthz", ENVIRONMENT):
        yield InsuranceTwin(f"http://127.0.0.1:{port}", state)


@pytest.fixture(scope="session")
def shared_insurance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InsuranceTwin]:
    """One for the whole suite."""
    with running_insurance(tmp_path_factory.mktemp("insurance")) as twin:
        yield twin


@pytest.fixture
def insurance_twin(shared_insurance: InsuranceTwin) -> InsuranceTwin:
    """The shared one, well-behaved and as on its first day."""
    shared_insurance.admin("DELETE", "faults")
    shared_insurance.admin("POST", "forget")
    return shared_insurance
