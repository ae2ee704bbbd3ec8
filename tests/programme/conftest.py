"""The demo's own history in the database of a test module, and who is who in it."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from pytest_django import DjangoDbBlocker
from tests import seeded

from dean06.kernel.base.actor import Actor
from dean06.programme import seed
from dean06.programme.models import Directive


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[seeded.Demo]:
    """The story, once for a module and taken back after it; tests that commit (``transaction=True``) do not see it."""
    with django_db_blocker.unblock():
        yield from seeded.played()


@pytest.fixture(scope="module")
def cast(demo: seeded.Demo) -> seed.Cast:
    """Who is who: an actor by key and day, as in the story."""
    return demo.cast


@pytest.fixture
def told(demo: seeded.Demo, db: None) -> UUID:
    """The directive the story is about."""
    return Directive.objects.get().pk


@pytest.fixture
def coordinator(cast: seed.Cast, db: None) -> Actor:
    """The officer of the standing body that tracks the directive."""
    return cast("coordinator", date(2023, 12, 15))
