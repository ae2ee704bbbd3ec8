"""Plans: handed in, accepted or returned, handed in again; on paper when it must be."""

import pytest

from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.programme.choices import Verdict
from dean06.programme.models import UnitPlan
from dean06.programme.services.plans import judge_plan, receive_paper_plan, submit_plan

from .conftest import entries, proof


def hand_in(office, key="health_clerk", **given):
    actor = office.who(key)
    words = {"symbol": "12/KH-YT", "summary": "Kế hoạch của phòng", "files": [proof(name="ke-hoach.txt")]}
    return submit_plan(actor, **{"directive_id": office.directive.pk, "unit_code": actor.unit_code} | words | given)


def receive(office, key="coordinator", **given):
    words = {"unit_code": "ubnd-xa-an-dung", "symbol": "", "summary": "Bản giấy", "files": [proof()]}
    return receive_paper_plan(office.who(key), **{"directive_id": office.directive.pk} | words | given)


def answer(office, plan_id, verdict, key="coordinator", note=""):
    judge_plan(office.who(key), plan_id=plan_id, verdict=verdict, note=note)


def test_a_plan_with_its_document(office):
    plan = UnitPlan.objects.get(pk=hand_in(office))
    assert (plan.unit_code, plan.revision, plan.symbol, plan.verdict) == ("phong-y-te", 1, "12/KH-YT", Verdict.PENDING)
    assert plan.files.count() == 1
    assert entries("programme.submit_plan") == 1


def test_a_second_plan_waits_for_the_answer_to_the_first(office):
    hand_in(office)
    with pytest.raises(Conflict, match="đang chờ trả lời"):
        hand_in(office)


def test_an_accepted_plan_stands(office):
    answer(office, hand_in(office), Verdict.CONFIRMED)
    with pytest.raises(Conflict, match="đã được chấp nhận"):
        hand_in(office)


def test_a_returned_plan_is_answered_by_the_next_revision(office):
    first = hand_in(office)
    answer(office, first, Verdict.RETURNED, note="Thiếu lộ trình")
    second = UnitPlan.objects.get(pk=hand_in(office))
    assert second.revision == 2
    assert UnitPlan.objects.get(pk=first).verdict == Verdict.RETURNED


@pytest.mark.parametrize(("wrong", "field"), [({"summary": " "}, "summary"), ({"files": []}, "files")])
def test_what_a_plan_must_have(office, wrong, field):
    with pytest.raises(Invalid) as refusal:
        hand_in(office, **wrong)
    assert refusal.value.field == field


def test_nobody_hands_in_for_another_unit(office):
    with pytest.raises(NotPermitted):
        hand_in(office, unit_code="phong-tu-phap")
    assert entries("programme.refused") == 1
    assert not UnitPlan.objects.exists()


def test_answers_are_the_assigners(office):
    plan = hand_in(office)
    with pytest.raises(NotPermitted):
        answer(office, plan, Verdict.CONFIRMED, key="justice_clerk")
    with pytest.raises(NotFound):
        answer(office, new_id(), Verdict.CONFIRMED)


class TestPaper:
    """The tracking body notes what came on paper; somebody else accepts it."""

    def test_is_noted_under_the_unit(self, office):
        plan = UnitPlan.objects.get(pk=receive(office))
        assert plan.is_paper
        assert plan.unit_code == "ubnd-xa-an-dung"
        assert entries("programme.receive_paper_plan") == 1

    def test_not_accepted_by_whom_noted_it(self, office):
        plan = receive(office)
        with pytest.raises(NotPermitted, match="không được tự xác nhận"):
            answer(office, plan, Verdict.CONFIRMED)
        answer(office, plan, Verdict.CONFIRMED, key="deputy_leader")

    @pytest.mark.parametrize("key", ["health_clerk", "leader", "operator"])
    def test_by_nobody_else(self, office, key):
        with pytest.raises(NotPermitted):
            receive(office, key=key)
        assert entries("programme.refused") == 1

    @pytest.mark.parametrize("unit", ["", "khong-co", "phong-ban-nganh", "c06"])
    def test_of_one_body_of_the_district(self, office, unit):
        with pytest.raises(Invalid) as refusal:
            receive(office, unit_code=unit)
        assert refusal.value.field == "unit_code"

    def test_not_over_a_plan_the_unit_filed(self, office):
        hand_in(office)
        with pytest.raises(Conflict):
            receive(office, unit_code="phong-y-te")
