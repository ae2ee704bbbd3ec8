"""The demo's own history in the database of a test module: reference data, invented people, dispatch, story."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from dean06.config import seeding
from dean06.kernel.base.actor import Actor
from dean06.programme import seed
from dean06.programme.models import Directive


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[UUID]:
    """Play the story once for a module; each test works on top of it and is rolled back, the story after the last.

    Tests that commit (``transaction=True``) cannot use it: they would not see it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        seeding.demo_data()
        yield Directive.objects.get().pk
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def cast(told: UUID, django_db_blocker: DjangoDbBlocker) -> seed.Cast:
    """Who is who: an actor by key and day, as in the story."""
    with django_db_blocker.unblock():
        return seeding.cast()


@pytest.fixture
def coordinator(cast: seed.Cast, db: None) -> Actor:
    """The officer of the standing body that tracks the directive."""
    return cast("coordinator", date(2023, 12, 15))
