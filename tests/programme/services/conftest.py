"""The dispatch just brought in, nothing done yet: what services start from."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from io import BytesIO

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from dean06.config import seeding
from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.programme import seed
from dean06.programme.models import Assignment, Contradiction, Directive
from dean06.programme.reading import read_bytes
from dean06.programme.sample import sample_file
from dean06.programme.services import directives
from dean06.programme.services.files import IncomingFile

DAY = date(2023, 12, 1)
read_once = cache(read_bytes)  # the reader has tests of its own; here the same file is read again and again


@dataclass(frozen=True)
class Office:
    """The people of the story in front of a dispatch that has just come."""

    cast: seed.Cast

    @property
    def directive(self) -> Directive:
        return Directive.objects.get()

    def task(self, number: int) -> Assignment:
        return self.directive.assignments.get(number=number)

    def who(self, key: str, day: date = DAY) -> Actor:
        return self.cast(key, day)

    def question(self, number: int, kind: str) -> Contradiction:
        return Contradiction.objects.get(assignment__number=number, type=kind)


@contextmanager
def on(day: date, hour: int = 9) -> Iterator[None]:
    """The clock at an hour of a Vietnamese day."""
    with clock.at(datetime.combine(day, time(hour), clock.VN_TZ)):
        yield


def proof(text: str = "Biên bản minh họa", name: str = "minh-chung.txt") -> IncomingFile:
    data = text.encode()
    return IncomingFile(name, BytesIO(data), len(data))


def entries(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def open_office() -> Office:
    """Reference data, people, the dispatch of 27/11/2023."""
    seeding.people()
    office = Office(seeding.cast())
    name, data = sample_file()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(directives, "read_bytes", read_once)
        seed.bring_in(office.cast, name=name, data=data, is_sample=True)
    return office


@pytest.fixture(scope="module")
def came_in(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield open_office()
        transaction.set_rollback(True)


@pytest.fixture
def office(came_in: Office, db: None) -> Iterator[Office]:
    """On 1 December 2023; each test is taken back."""
    with on(DAY):
        yield came_in
