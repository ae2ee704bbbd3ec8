"""A hospital that sends, and three invented people it sends of."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books.models import Facility

PROTOCOLS = Path(__file__).resolve().parents[3] / "protocols"
PATIENTS = ("hoa", "binh", "khanh")


@dataclass
class Ward:
    """The facility, and its patients' ids by key."""

    facility: Facility
    people: dict[str, UUID]


@pytest.fixture
def ward(db: None) -> Ward:
    told = tomllib.loads((PROTOCOLS / "demo_people.toml").read_text(encoding="utf-8"))["people"]
    people = {
        one["key"]: parties.register_person(
            SYSTEM,
            personal_id=one["personal_id"],
            full_name=one["full_name"],
            birth_on=one["birth_on"],
            sex=one["sex"],
            is_fictional=True,
        )
        for one in told
        if one["key"] in PATIENTS
    }
    facility = Facility.objects.create(unit_code="benh-vien-da-khoa", name="Bệnh viện đa khoa", client_id="bv")
    return Ward(facility, people)


@pytest.fixture
def facility(ward: Ward) -> Facility:
    return ward.facility
