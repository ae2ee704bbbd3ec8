"""The national portal's twin as its own process for tests."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.sandbox.twin import ADMIN_TOKEN, PEOPLE, ROOT, Twin, free_port, running

from dean06.adapters.national_portal import PortalClient, PortalConfig
from dean06.adapters.national_portal.settings import Limits

USER, PASSWORD, UNIT = "dean06", "mật khẩu: a+b/c%", "000.01.00.H27"
ENVIRONMENT = {
    "PORTAL_TWIN_ADMIN_TOKEN": ADMIN_TOKEN,
    "PORTAL_TWIN_USER": USER,
    "PORTAL_TWIN_PASSWORD": PASSWORD,
    "PYTHONPATH": str(ROOT / "src"),
}
QUICK = Limits(connect_s=1, read_s=1, total_s=2, breaker_failures=2, breaker_open_s=60)


class PortalTwin(Twin):
    """Remote control of a running portal."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url

    def file(self, **said: Any) -> dict[str, Any]:
        """Somebody files."""
        return self.admin("POST", "file", json=said)

    def kept(self, code: str) -> dict[str, Any]:
        """A dossier as the portal has it."""
        return self.admin("GET", "dossiers")[code]

    def client(self, *, password: str = PASSWORD, limits: Limits | None = None) -> PortalClient:
        """An adapter that talks to it."""
        return PortalClient(
            PortalConfig(url=self.url, username=USER, password=password, unit=UNIT, limits=limits or Limits())
        )


@contextmanager
def running_portal(*more: str) -> Iterator[PortalTwin]:
    """A portal on a free port."""
    port = free_port()
    command = [sys.executable, "-m", "dean06.sandbox.national_portal", "--port", str(port), "--people", str(PEOPLE)]
    with running([*command, *more], f"http://127.0.0.1:{port}/healthz", ENVIRONMENT):
        yield PortalTwin(f"http://127.0.0.1:{port}")


@pytest.fixture(scope="session")
def shared_portal() -> Iterator[PortalTwin]:
    """One portal for the whole suite."""
    with running_portal() as twin:
        yield twin


@pytest.fixture
def portal_twin(shared_portal: PortalTwin) -> PortalTwin:
    """The shared one, well-behaved and empty."""
    shared_portal.admin("DELETE", "faults")
    shared_portal.admin("POST", "forget")
    return shared_portal
