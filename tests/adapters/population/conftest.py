"""A provider on loopback and a client of it with short waits."""

from collections.abc import Iterator

import pytest
from tests.adapters.population.provider import Provider

from dean06.adapters.population import Limits, PopulationClient, PopulationConfig
from dean06.kernel.ports.population import Cause

LIMITS = Limits(connect_s=0.5, read_s=0.5, total_s=1, max_bytes=100_000, breaker_failures=99)


@pytest.fixture
def provider() -> Iterator[Provider]:
    one = Provider()
    yield one
    one.stop()


@pytest.fixture
def client(provider: Provider) -> Iterator[PopulationClient]:
    one = PopulationClient(PopulationConfig(url=provider.url, client="VN/GOV/000.00.15.H56/dean06", limits=LIMITS))
    yield one
    one.close()


@pytest.fixture
def cause() -> Cause:
    return Cause(
        purpose="XAC_THUC",
        legal_basis="Luật Căn cước 26/2023/QH15, Điều 10",
        act="000.00.15.H56-261128-0007",
        user="0a1b",
    )
