"""Two citizens, an office that looks, and a worker's step."""

from datetime import date

import pytest
from django.db import transaction
from tests.kernel.messaging.conftest import UNIT, citizen, clerk, hoa, minh, person, work

from dean06.kernel.audit import api as audit
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.ids import new_id
from dean06.kernel.parties import api as parties

__all__ = ["UNIT", "citizen", "clerk", "hoa", "minh", "person", "work"]
# The office exists since before the district ended; most tests act while it does.
DAY = date(2025, 3, 12)


@pytest.fixture
def coordinator(db):
    """An officer of the standing body."""
    return Actor(
        user_id=new_id(),
        party_id=person("000185000107", "Đặng Quốc Bảo"),
        name="Bảo",
        role=Role.COORDINATOR,
        unit_code="cong-an-huyen",
        unit_name="Công an huyện",
        post="Cán bộ thường trực",
        assurance_level=2,
    )


@pytest.fixture
def operator(db):
    """Somebody who runs the installation."""
    return Actor(
        user_id=new_id(), party_id=person("000185000108", "Lê Văn Tùng"), name="Tùng", role=Role.OPERATOR,
        assurance_level=2,
    )  # fmt: skip


def look(actor, *persons, action="parties.search_people", **changes):
    """An act at the data of persons, recorded and placed in the tree."""
    facts = {"purpose": "Giải quyết hồ sơ", "legal_basis": "Nghị định 118/2025/NĐ-CP", "fields": ["full_name"]}
    with transaction.atomic():
        entry = audit.record(
            actor, action, object_type="parties.party", object_id="x", subjects=persons, **(facts | changes)
        )
    audit.sequence_pending()
    return entry


def holder(unit: str, number: str, name: str) -> None:
    """Somebody who opens the letters of a unit."""
    parties.appoint(
        SYSTEM, unit_code=unit, title="Chuyên viên", role=Role.CLERK, party_id=person(number, name),
        valid_from=date(2018, 1, 1),
    )  # fmt: skip
