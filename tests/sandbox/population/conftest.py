"""One register for all tests here, as large as the golden exchanges need it and on their day."""

from collections.abc import Iterator

import pytest
from tests.sandbox.population_twin import CLIENT, OTHER_CLIENT, TODAY, PopulationTwin, running_register


@pytest.fixture(scope="session")
def shared_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PopulationTwin]:
    options = ["--today", TODAY, "--client", CLIENT, "--client", OTHER_CLIENT, "--calls-per-minute", "60000"]
    with running_register(tmp_path_factory.mktemp("register"), *options, people=20_000) as twin:
        yield twin


@pytest.fixture
def register(shared_register: PopulationTwin) -> PopulationTwin:
    """The shared one, well-behaved, as it was invented."""
    shared_register.admin("DELETE", "faults")
    shared_register.admin("POST", "forget")
    return shared_register
