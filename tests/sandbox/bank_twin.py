"""The bank's twin as its own process for tests."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.sandbox.twin import ADMIN_TOKEN, PEOPLE, ROOT, Twin, free_port, running

from dean06.adapters.bank import BankClient, BankConfig
from dean06.adapters.bank.settings import Limits

TOKEN, SECRET = "token-cua-ngan-hang-hu-cau", "bi-mat-cua-ngan-hang-hu-cau"
ACCOUNT = "000600.0600000100"
ENVIRONMENT = {
    "BANK_TWIN_ADMIN_TOKEN": ADMIN_TOKEN,
    "BANK_TWIN_TOKEN": TOKEN,
    "BANK_TWIN_NOTICE_SECRET": SECRET,
    "PYTHONPATH": str(ROOT / "src"),
}
QUICK = Limits(connect_s=1, read_s=1, total_s=2, breaker_failures=2, breaker_open_s=60)


class BankTwin(Twin):
    """Remote control of a running bank."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url

    def pay(self, amount: int, content: str = "x", *, notify: bool = False, reference: str = "") -> dict:
        """Somebody pays into the account."""
        asked = {"account": ACCOUNT, "amount": amount, "content": content, "notify": notify, "reference": reference}
        return self.admin("POST", "pay", json=asked)

    def client(self, *, token: str = TOKEN, limits: Limits | None = None) -> BankClient:
        """An adapter that talks to it."""
        return BankClient(BankConfig(url=self.url, token=token, secrets=(SECRET,), limits=limits or Limits()))


@contextmanager
def running_bank(*more: str) -> Iterator[BankTwin]:
    """A bank on a free port."""
    port = free_port()
    command = [sys.executable, "-m", "dean06.sandbox.bank", "--port", str(port), "--people", str(PEOPLE), *more]
    with running(command, f"http://127.0.0.1:{port}/healthz", ENVIRONMENT):
        yield BankTwin(f"http://127.0.0.1:{port}")


@pytest.fixture(scope="session")
def shared_bank() -> Iterator[BankTwin]:
    """One bank for the whole suite."""
    with running_bank() as twin:
        yield twin


@pytest.fixture
def bank_twin(shared_bank: BankTwin) -> BankTwin:
    """The shared one, well-behaved and empty."""
    shared_bank.admin("DELETE", "faults")
    shared_bank.admin("POST", "forget")
    return shared_bank
