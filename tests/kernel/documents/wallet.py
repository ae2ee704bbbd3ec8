"""A unit that can issue, and a person it issues to."""

from uuid import UUID

from tests.kernel.documents.test_anchors import FIRST, SECOND

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.ids import new_id
from dean06.kernel.documents import api
from dean06.kernel.documents.keys.certificates import named
from dean06.kernel.documents.types import Algorithm
from dean06.kernel.parties import api as parties

OPERATOR = Actor(user_id=new_id(), name="Quản trị", role=Role.OPERATOR)
UNIT = "ubnd-xa-duc-tho"
DESK = "trung-tam-phuc-vu-hcc-xa-duc-tho"
FACTS = {
    "full_name": "Nguyễn Thị Gạo",
    "born_on": "2026-11-01",
    "sex": "Nữ",
    "ethnic_group": "Kinh",
    "nationality": "Việt Nam",
    "birth_place": "Bệnh viện Đa khoa Đức Thọ",
    "mother_name": "Trần Thị Hoa",
}


def believe(root: bytes) -> None:
    """Two operators agree on a root."""
    anchor = api.propose_anchor(FIRST, certificate=root)
    api.approve_anchor(SECOND, anchor_id=anchor, sha256=named(root).sha256)


def give_keys(unit_code: str = UNIT, *algorithms: Algorithm) -> None:
    """Keys with certificates of whoever stands behind the port."""
    for algorithm in algorithms or tuple(Algorithm):
        key_id = api.make_key(OPERATOR, unit_code=unit_code, algorithm=algorithm)
        api.enrol_key(OPERATOR, key_id=key_id)


def person(number: str = "000026000001", name: str = "Trần Thị Hoa") -> Actor:
    """A citizen, known by level 2."""
    party = parties.register_person(
        SYSTEM, personal_id=number, full_name=name, birth_on=None, sex="unknown", is_fictional=True
    )
    return Actor(user_id=new_id(), party_id=party, name=name, role=Role.CITIZEN, assurance_level=2)


def officer(unit_code: str = DESK, role: Role = Role.CLERK) -> Actor:
    """An officer of a unit."""
    name = parties.unit_name(unit_code, clock.today())
    return Actor(
        user_id=new_id(),
        party_id=None,
        name="Phạm Văn Hộ",
        role=role,
        unit_code=unit_code,
        unit_name=name,
        post="Cán bộ",
    )


def issue(holder: Actor, *, reference: str = "thu:1", actor: Actor = SYSTEM, **changes: object) -> UUID:
    """A birth certificate of the commune's."""
    said = {"kind": "giay_khai_sinh", "unit_code": UNIT, "number": "12/2026", "facts": FACTS} | changes
    return api.issue_document(actor, reference=reference, holder_id=holder.party_id, **said)
