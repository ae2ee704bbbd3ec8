"""The demo's data for guards that open pages and call services."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests import seeded

from dean06.kernel.base import clock


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[seeded.Demo]:
    """The story, once for a module."""
    with django_db_blocker.unblock():
        yield from seeded.played()


@pytest.fixture
def now() -> Iterator[None]:
    """The day after the story's last line."""
    with clock.at(seeded.NOW):
        yield
