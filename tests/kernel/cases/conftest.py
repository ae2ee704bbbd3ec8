"""An office with its people, on a Friday morning."""

import pytest
from tests.kernel.cases.office import MORNING, Office, procedures

from dean06.kernel.base import clock


@pytest.fixture
def office(db):
    """The commune at 09:00 on 5 December 2025."""
    with procedures(), clock.at(MORNING):
        yield Office()
