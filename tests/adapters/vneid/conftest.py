"""Fixtures of this suite."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.adapters.vneid.registration import Connect, config
from tests.sandbox.fixtures import browser, shared_twin, twin

from dean06.adapters.vneid import VneidClient

__all__ = ["browser", "shared_twin", "twin"]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Makes clients for an issuer (changes of the configuration as keywords) and closes them afterwards."""
    made: list[VneidClient] = []

    def make(issuer: str, **changes: Any) -> VneidClient:
        made.append(VneidClient(config(issuer, **changes)))
        return made[-1]

    yield make
    for client in made:
        client.close()
