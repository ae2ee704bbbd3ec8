"""Reference data once per test that asks for it; an operator to act."""

import pytest

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.parties import api


@pytest.fixture
def operator() -> Actor:
    return Actor(name="Người vận hành", role=Role.OPERATOR)


@pytest.fixture
def register(db: None) -> None:
    """Areas and units of the reference files."""
    api.load_reference_data()
