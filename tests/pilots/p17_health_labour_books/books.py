"""A hospital, a health centre, and books with a few facts, made without a bundle."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from dean06.config import seeding
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.ids import new_id
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books.choices import EntryKind, EntryStatus
from dean06.pilots.p17_health_labour_books.models import Facility, HealthBundle, HealthEntry
from dean06.pilots.p17_health_labour_books.services import looking, sharing

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=clock.VN_TZ)
HOSPITAL, CENTRE = "benh-vien-da-khoa", "trung-tam-y-te"
PENICILLIN, WARFARIN, DIABETES = "Penicillin hư cấu", "Warfarin hư cấu", "Đái tháo đường hư cấu"


@dataclass
class Ward:
    """Everybody, and what they do."""

    actor: Callable[[str], Actor]

    def __getattr__(self, name: str) -> Actor:
        """``ward.hoa``, ``ward.doctor``."""
        return self.actor(name)

    def number(self, who: str) -> str:
        return parties.party(self.actor(who).party_id).personal_id

    def share(self, who: str = "hoa", unit: str = HOSPITAL, **changes: Any) -> UUID:
        said = {"key": new_id(), "kinds": EntryKind.values, "purpose": "Khám bệnh", "days": 1} | changes
        return sharing.share(self.actor(who), unit_code=unit, **said)

    def found(self, doctor: str = "doctor", who: str = "hoa") -> UUID | None:
        return looking.find(self.actor(doctor), personal_id=self.number(who))

    def broken(self, doctor: str = "doctor", who: str = "hoa", **changes: Any) -> UUID:
        said = {"key": new_id(), "reason": "unconscious", "words": "Tai nạn hư cấu"} | changes
        return looking.break_glass(self.actor(doctor), personal_id=self.number(who), **said)


def facility(unit_code: str, name: str) -> Facility:
    return Facility.objects.create(unit_code=unit_code, name=name, client_id=f"client-{unit_code}")


def entry(subject_id: UUID, kind: EntryKind, display: str, **changes: Any) -> HealthEntry:
    """One fact told by the hospital."""
    place = Facility.objects.get(unit_code=HOSPITAL)
    key = str(new_id())
    bundle = HealthBundle.objects.create(facility=place, subject_id=subject_id, identifier=key, sha256="0" * 64, size=1)
    facts = {
        "resource_type": "Observation",
        "status": EntryStatus.ACTIVE,
        "occurred_at": clock.now() - timedelta(days=30),
        "resource": {},
    } | changes
    return HealthEntry.objects.create(
        subject_id=subject_id, bundle=bundle, facility=place, resource_id=key, kind=kind, display=display, **facts
    )


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[str], Actor]]:
    """The people of the demo, entered once for a module and taken back at its end."""
    story = transaction.atomic()
    story._from_testcase = True
    with django_db_blocker.unblock(), clock.at(NOW), story:
        seeding.people()
        yield cache(seeding.actor_today)
        transaction.set_rollback(True)


@pytest.fixture
def ward(people: Callable[[str], Actor], db: None) -> Iterator[Ward]:
    """Hoa has an allergy, a medicine and a result; Minh has a problem."""
    made = Ward(people)
    with clock.at(NOW):
        facility(HOSPITAL, "Bệnh viện hư cấu")
        facility(CENTRE, "Trung tâm y tế hư cấu")
        hoa = made.hoa.party_id
        entry(hoa, EntryKind.ALLERGY, PENICILLIN, severity="high")
        entry(hoa, EntryKind.MEDICINE, WARFARIN)
        entry(hoa, EntryKind.RESULT, "Nhóm máu", value="O Rh+", code="882-1", occurred_at=NOW - timedelta(days=400))
        entry(hoa, EntryKind.RESULT, "Kết quả nhầm", status=EntryStatus.RETRACTED)
        entry(made.minh.party_id, EntryKind.PROBLEM, DIABETES)
        yield made
