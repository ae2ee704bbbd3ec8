"""Difficulties with owner and answer; checks on the spot."""

from datetime import date

import pytest

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.programme.models import Impediment, Inspection
from dean06.programme.services.impediments import answer_impediment, raise_impediment
from dean06.programme.services.inspections import record_inspection
from dean06.programme.services.succession import hand_over

from .conftest import entries, on


def stuck(office, key="health_clerk", number=4, **given):
    actor = office.who(key)
    words = {"unit_code": actor.unit_code, "text": "Chưa có kinh phí"}
    return raise_impediment(actor, **{"assignment_id": office.task(number).pk} | words | given)


def answer(actor, impediment_id, *, settles=True, text="Đã bố trí"):
    return answer_impediment(actor, impediment_id=impediment_id, text=text, settles=settles)


def look(office, key="coordinator", **given):
    words = {"unit_code": "phong-y-te", "inspected_on": date(2023, 12, 1), "findings": "Đã lắp", "demands": ""}
    return record_inspection(office.who(key), **{"assignment_id": office.task(4).pk} | words | given)


class TestDifficulties:
    def test_goes_to_the_tracking_body_unless_an_owner_is_named(self, office):
        assert Impediment.objects.get(pk=stuck(office)).owner_unit_code == "cong-an-huyen"
        named = stuck(office, owner_unit_code="phong-tai-chinh-ke-hoach")
        assert Impediment.objects.get(pk=named).owner_unit_code == "phong-tai-chinh-ke-hoach"
        assert entries("programme.raise_impediment") == 2

    def test_an_answer_may_leave_it_open(self, office):
        item = stuck(office)
        answer(office.who("coordinator"), item, settles=False)
        assert Impediment.objects.get(pk=item).resolved_at is None
        answer(office.who("coordinator"), item)
        assert Impediment.objects.get(pk=item).resolved_at is not None
        assert Impediment.objects.get(pk=item).answers.count() == 2
        with pytest.raises(Conflict, match="đã được giải quyết"):
            answer(office.who("leader"), item)

    def test_the_owner_answers_others_are_refused(self, office):
        item = stuck(office, owner_unit_code="phong-tu-phap")
        with pytest.raises(NotPermitted):
            answer(office.who("culture_clerk"), item)
        assert entries("programme.refused") == 1
        answer(office.who("justice_clerk"), item)

    def test_the_owners_heir_answers_after_the_reorganisation(self, office):
        item = stuck(office, owner_unit_code="phong-tu-phap")
        day = date(2025, 9, 1)
        with on(day):
            answer(office.who("justice_clerk", day), item)
        assert Impediment.objects.get(pk=item).resolved_at is not None

    @pytest.mark.parametrize(
        ("given", "field"), [({"text": " "}, "text"), ({"owner_unit_code": "x"}, "owner_unit_code")]
    )
    def test_what_it_must_say(self, office, given, field):
        with pytest.raises(Invalid) as refusal:
            stuck(office, **given)
        assert refusal.value.field == field

    def test_only_of_ones_own_work(self, office):
        with pytest.raises(NotPermitted):
            stuck(office, key="environment_clerk")
        assert entries("programme.refused") == 1

    def test_an_empty_answer_and_an_unknown_difficulty(self, office):
        with pytest.raises(Invalid):
            answer(office.who("coordinator"), stuck(office), text="")
        with pytest.raises(NotFound):
            answer(office.who("coordinator"), new_id())


class TestInspections:
    def test_is_recorded(self, office):
        assert Inspection.objects.get(pk=look(office)).findings == "Đã lắp"
        assert entries("programme.record_inspection") == 1

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"inspected_on": date(2023, 12, 2)}, "inspected_on"),
            ({"findings": " "}, "findings"),
            ({"unit_code": "phong-tu-phap"}, "unit_code"),
        ],
    )
    def test_what_it_must_say(self, office, given, field):
        with pytest.raises(Invalid) as refusal:
            look(office, **given)
        assert refusal.value.field == field

    def test_only_by_the_assigner(self, office):
        with pytest.raises(NotPermitted):
            look(office, key="health_clerk")
        assert entries("programme.refused") == 1


def test_handing_over_leaves_difficulties_where_they_were_raised(office):
    item = stuck(office)
    with on(date(2025, 7, 1)):
        hand_over(SYSTEM, on=date(2025, 7, 1))
    assert Impediment.objects.get(pk=item).unit_code == "phong-y-te"
