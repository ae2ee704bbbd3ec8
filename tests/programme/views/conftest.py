"""Browsers signed in as the people of the story, on the day after its last line."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from tests.seeded import NOW, Demo

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.programme.models import Directive

Browse = Callable[..., Client]


@pytest.fixture
def now(db: None) -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def browse(demo: Demo, now: None) -> Browse:
    """A browser for a role, or for a person in it."""
    return lambda role, key="": demo.browser(role, key)


@pytest.fixture
def leader(browse: Browse) -> Client:
    return browse(Role.LEADER)


@pytest.fixture
def tracker(browse: Browse) -> Client:
    return browse(Role.COORDINATOR)


@pytest.fixture
def clerk(browse: Browse) -> Client:
    return browse(Role.CLERK)


@pytest.fixture
def directive(demo: Demo, db: None) -> Directive:
    return Directive.objects.get()
