"""Fixtures around the twin, imported by the conftest files of the suites that need it."""

from collections.abc import Iterator

import pytest
from tests.sandbox.twin import Browser, Twin, running_twin


@pytest.fixture(scope="session")
def shared_twin() -> Iterator[Twin]:
    """One twin for the whole suite, under a path as a Keycloak realm would be."""
    with running_twin(path="/realms/citizen") as twin:
        yield twin


@pytest.fixture
def twin(shared_twin: Twin) -> Twin:
    """The shared twin, well-behaved and with nobody signed in."""
    shared_twin.admin("DELETE", "faults")
    shared_twin.admin("POST", "forget")
    return shared_twin


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser with no cookies."""
    one = Browser()
    yield one
    one.close()
