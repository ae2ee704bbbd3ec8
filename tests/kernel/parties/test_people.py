"""Entering people, appointing them, and looking them up for a purpose."""

import threading
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from dean06.kernel.audit.models import AuditEntry, AuditSubject
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.parties import api
from dean06.kernel.parties.models import Party, PostHolding

FIRST = date(2023, 1, 1)
ENDS = date(2025, 7, 1)
CLERK = Actor(name="Cán bộ", role=Role.CLERK, unit_code="phong-y-te")


def person(actor: Actor, number: int = 1, **changes: Any) -> UUID:
    facts = {
        "personal_id": f"{number:012d}",
        "full_name": "Trần Thị Hòa",
        "birth_on": date(1990, 5, 1),
        "sex": "female",
        "is_fictional": True,
    }
    return api.register_person(actor, **(facts | changes))


@pytest.mark.django_db
def test_registering_twice_is_registering_once(operator: Actor) -> None:
    first = person(operator)
    assert person(operator, full_name="  Trần   Thị Hòa ") == first
    assert api.find_person("000000000001") == first
    assert api.find_person("000000000002") is None
    assert api.find_person("không phải số") is None
    assert AuditEntry.objects.filter(action="parties.register_person").count() == 1
    assert list(AuditSubject.objects.values_list("party_id", flat=True)) == [first]


@pytest.mark.django_db
def test_names_are_stored_for_search_and_order(operator: Actor) -> None:
    person(operator, 1, full_name="Đỗ Văn Ánh")
    person(operator, 2, full_name="Nguyễn Thị Ân")
    person(operator, 3, full_name="Bùi Thị An")
    assert [row.full_name for row in Party.objects.all()] == ["Bùi Thị An", "Đỗ Văn Ánh", "Nguyễn Thị Ân"]
    assert Party.objects.get(personal_id="000000000001").name_fold == "do van anh"


@pytest.mark.django_db
def test_the_same_number_with_other_facts_is_a_conflict(operator: Actor) -> None:
    person(operator)
    with pytest.raises(Conflict) as refusal:
        person(operator, full_name="Người Khác")
    assert refusal.value.code == "person_differs"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"personal_id": "12345"}, "personal_id"),
        ({"full_name": "   "}, "full_name"),
        ({"sex": "x"}, "sex"),
        ({"personal_id": "042090000001"}, "personal_id"),  # a real province's number for a fictional person
        ({"is_fictional": False}, "personal_id"),  # a reserved number for a real person
    ],
)
def test_wrong_facts_name_their_field(operator: Actor, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        person(operator, **changes)
    assert refusal.value.field == field
    assert not Party.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.CITIZEN, Role.PUBLIC, Role.LEADER])
def test_not_everybody_registers_people(role: Role) -> None:
    with pytest.raises(NotPermitted):
        person(Actor(name="Ai đó", role=role))


@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ins_at_once_make_one_person(operator: Actor) -> None:
    start = threading.Barrier(2, timeout=20)
    ids: list[UUID] = []

    def sign_in() -> None:
        try:
            start.wait()
            ids.append(person(operator))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sign_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(ids) == 2
    assert ids[0] == ids[1]
    assert Party.objects.count() == 1
    assert AuditEntry.objects.filter(action="parties.register_person").count() == 1


@pytest.mark.django_db
def test_organisations_have_their_own_number(operator: Actor) -> None:
    firm = api.register_organisation(
        operator, registration_number="3000000001", full_name="Hợp tác xã Thử", is_fictional=True
    )
    assert api.party(firm).kind == "organisation"
    with pytest.raises(Conflict):
        api.register_organisation(operator, registration_number="3000000001", full_name="Khác")
    with pytest.raises(Invalid):
        api.register_organisation(operator, registration_number=" ", full_name="Khác")


@pytest.mark.django_db
def test_a_party_does_not_print_itself(operator: Actor) -> None:
    found = api.party(person(operator))
    assert "Hòa" not in repr(found)
    assert "000000000001" not in repr(found)
    assert "Hòa" not in str(Party.objects.get())
    with pytest.raises(NotFound):
        api.party(new_id())


@pytest.mark.django_db
def test_looking_people_up_is_told_to_them(operator: Actor) -> None:
    found = person(operator)
    person(operator, 2, full_name="Lê Văn Khác")
    people = api.search_people(CLERK, text="tran thi hoa", purpose="Tiếp nhận hồ sơ", legal_basis="NĐ 118/2025/NĐ-CP")
    assert [entry.id for entry in people] == [found]
    look = AuditEntry.objects.get(action="parties.search_people")
    assert list(look.subjects.values_list("party_id", flat=True)) == [found]
    by_number = api.search_people(CLERK, text="000000000002", purpose="Tiếp nhận", legal_basis="NĐ 118/2025/NĐ-CP")
    assert [entry.full_name for entry in by_number] == ["Lê Văn Khác"]


@pytest.mark.django_db
def test_a_look_needs_a_reason_and_a_right(operator: Actor) -> None:
    with pytest.raises(Invalid, match="mục đích"):
        api.search_people(CLERK, text="tran", purpose=" ", legal_basis="x")
    with pytest.raises(Invalid, match="hai ký tự"):
        api.search_people(CLERK, text="t", purpose="x", legal_basis="x")
    with pytest.raises(NotPermitted):
        api.search_people(operator, text="tran", purpose="x", legal_basis="x")
    assert not AuditEntry.objects.filter(action="parties.search_people").exists()


def appoint(actor: Actor, party_id: UUID, **changes: Any) -> UUID:
    facts = {
        "unit_code": "phong-y-te",
        "title": "Chuyên viên Phòng Y tế",
        "role": "clerk",
        "valid_from": FIRST,
    }
    return api.appoint(actor, party_id=party_id, **(facts | changes))


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
class TestPosts:
    def test_a_post_gives_a_role_while_it_is_held(self, operator: Actor) -> None:
        party_id = person(operator)
        appoint(operator, party_id, valid_until=date(2024, 1, 1))
        held = api.posts_of(party_id, date(2023, 12, 31))
        assert [(post.unit_code, post.unit_name, post.role) for post in held] == [("phong-y-te", "Phòng Y tế", "clerk")]
        assert api.posts_of(party_id, date(2024, 1, 1)) == []
        assert api.posts_of(party_id, date(2022, 12, 31)) == []
        assert [holder.party_id for holder in api.holders("phong-y-te", Role.CLERK, FIRST)] == [party_id]
        assert api.holders("phong-y-te", Role.LEADER, FIRST) == []

    def test_a_post_ends_with_its_unit(self, operator: Actor) -> None:
        party_id = person(operator)
        appoint(operator, party_id)
        assert api.posts_of(party_id, date(2025, 6, 30))[0].valid_until == ENDS
        assert api.posts_of(party_id, ENDS) == []
        assert api.holders("phong-y-te", Role.CLERK, ENDS) == []

    def test_the_same_appointment_again_changes_nothing(self, operator: Actor) -> None:
        party_id = person(operator)
        assert appoint(operator, party_id) == appoint(operator, party_id)
        assert PostHolding.objects.count() == 1
        assert AuditEntry.objects.filter(action="parties.appoint").count() == 1

    def test_one_head_at_a_time(self, operator: Actor) -> None:
        first, second = person(operator, 1), person(operator, 2)
        head = {"unit_code": "ubnd-huyen", "title": "Chủ tịch UBND huyện", "role": "leader"}
        held = appoint(operator, first, **head)
        with pytest.raises(Conflict) as refusal:
            appoint(operator, second, **head | {"valid_from": date(2024, 1, 1)})
        assert refusal.value.code == "post_taken"
        api.end_holding(operator, holding_id=held, valid_until=date(2024, 1, 1))
        appoint(operator, second, **head | {"valid_from": date(2024, 1, 1)})
        assert [h.party_id for h in api.holders("ubnd-huyen", "leader", date(2024, 1, 1))] == [second]
        deputy = head | {"title": "Phó Chủ tịch UBND huyện"}
        appoint(operator, first, **deputy)
        appoint(operator, second, **deputy)

    def test_days_outside_the_unit_are_refused(self, operator: Actor) -> None:
        party_id = person(operator)
        with pytest.raises(NotFound, match="01/07/2025"):
            appoint(operator, party_id, valid_from=ENDS)
        with pytest.raises(Invalid, match="hết hoạt động"):
            appoint(operator, party_id, valid_until=date(2025, 7, 2))
        with pytest.raises(Invalid, match="phải sau ngày nhận"):
            appoint(operator, party_id, valid_until=FIRST)

    def test_strangers_wrong_roles_and_other_roles_are_refused(self, operator: Actor) -> None:
        party_id = person(operator)
        with pytest.raises(NotFound):
            appoint(operator, new_id())
        with pytest.raises(Invalid):
            appoint(operator, party_id, role="citizen")
        with pytest.raises(Invalid, match="tên chức vụ"):
            appoint(operator, party_id, title="  ")
        appoint(operator, party_id)
        with pytest.raises(Conflict) as refusal:
            appoint(operator, party_id, role="leader", valid_from=date(2024, 1, 1))
        assert refusal.value.code == "post_differs"
        with pytest.raises(NotPermitted):
            appoint(CLERK, party_id)

    def test_ending_is_checked_and_audited(self, operator: Actor) -> None:
        held = appoint(operator, person(operator), valid_until=date(2024, 1, 1))
        for wrong in (FIRST, date(2024, 1, 2)):
            with pytest.raises(Invalid):
                api.end_holding(operator, holding_id=held, valid_until=wrong)
        with pytest.raises(NotFound):
            api.end_holding(operator, holding_id=new_id(), valid_until=ENDS)
        with pytest.raises(NotPermitted):
            api.end_holding(CLERK, holding_id=held, valid_until=date(2023, 6, 1))
        api.end_holding(operator, holding_id=held, valid_until=date(2023, 6, 1))
        assert AuditEntry.objects.filter(action="parties.end_holding").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_heads_appointed_at_once_one_is_told_to_wait(operator: Actor) -> None:
    api.load_reference_data()
    people = [person(operator, number) for number in (1, 2)]
    start = threading.Barrier(2, timeout=20)
    outcomes: list[str] = []

    def take_office(party_id: UUID) -> None:
        try:
            start.wait()
            appoint(operator, party_id, unit_code="ubnd-huyen", title="Chủ tịch UBND huyện", role="leader")
            outcomes.append("appointed")
        except Conflict as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take_office, args=(party_id,)) for party_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["appointed", "post_taken"]
    assert PostHolding.objects.count() == 1
