"""Decisions: recorded one after another, with their effects on who leads and until when."""

from datetime import date

import pytest

from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.programme.choices import Choice, DutyBasis
from dean06.programme.models import Contradiction, DeadlineEntry, Decision, Responsibility
from dean06.programme.services.decisions import decide

from .conftest import entries, on

POLICE, ROADS, CENTRE, HEALTH = "cong-an-huyen", "phong-kinh-te-ha-tang", "c06", "phong-y-te"


def settle(office, item, choice=Choice.TABLE, key="leader", **given):
    words = {"reason": "Theo chức năng", "expected_revision": item.decisions.count()}
    return decide(office.who(key), contradiction_id=item.pk, choice=choice, **words | given)


def leads(number):
    rows = Responsibility.objects.open().filter(assignment__number=number, role="lead")
    return {row.unit_code: (row.is_accountable, row.is_request) for row in rows}


def coordinators(number):
    rows = Responsibility.objects.open().filter(assignment__number=number, role="coordinate")
    return set(rows.values_list("unit_code", flat=True))


def test_following_an_annex_names_one_accountable_lead(office):
    assert leads(5) == {POLICE: (False, False), ROADS: (False, False)}
    settle(office, office.question(5, "lead_mismatch"))
    assert leads(5) == {ROADS: (True, False)}
    assert POLICE in coordinators(5), "who was named lead goes on beside it"
    assert entries("programme.decide_contradiction") == 1


def test_the_day_before_keeps_its_own_answer(office):
    settle(office, office.question(5, "lead_mismatch"))
    before = Responsibility.objects.in_force(date(2023, 11, 30)).filter(assignment__number=5, role="lead")
    assert {row.unit_code for row in before} == {POLICE, ROADS}


def test_sisters_are_settled_together_and_say_so(office):
    item = office.question(2, "lead_mismatch")
    kinds = ("lead_mismatch", "lead_is_request", "lead_multiple", "lead_also_force")
    sisters = Contradiction.objects.filter(assignment__number=2, type__in=kinds).exclude(pk=item.pk)
    assert sisters.count() >= 2
    decision = settle(office, item, Choice.OTHER, lead_unit_code=POLICE)
    assert all(sister.decisions.get().settled_with_id == decision for sister in sisters)
    assert Decision.objects.get(pk=decision).settled_with is None
    assert entries("programme.decide_contradiction") == 1, "one act, one entry"
    other = Contradiction.objects.filter(assignment__number=2, type="force_mismatch")
    assert not other.filter(decisions__isnull=False).exists()


def test_a_note_settles_nothing_else(office):
    item = office.question(2, "lead_is_request")
    settle(office, item, Choice.NO_CHANGE)
    assert not office.question(2, "lead_mismatch").decisions.exists()
    assert not any(accountable for accountable, _ in leads(2).values())


def test_a_later_decision_adds_a_revision_and_moves_the_duty(office):
    item = office.question(5, "lead_mismatch")
    settle(office, item)
    with on(date(2023, 12, 8)):
        settle(office, item, Choice.NARRATIVE)
    assert [row.revision for row in item.decisions.all()] == [1, 2]
    assert leads(5) == {POLICE: (True, False)}
    between = Responsibility.objects.in_force(date(2023, 12, 5)).get(assignment__number=5, is_accountable=True)
    assert between.unit_code == ROADS


def test_who_comes_second_is_told_by_whom_when_and_what(office):
    item = office.question(5, "lead_mismatch")
    settle(office, item)
    with pytest.raises(
        Conflict, match=r"Chủ tịch UBND huyện.*đã quyết định lúc 09:00 ngày 01/12/2023: theo phụ lục bảng"
    ):
        settle(office, item, Choice.NARRATIVE, key="deputy_leader", expected_revision=0)
    assert leads(5) == {ROADS: (True, False)}


def test_a_sister_decided_meanwhile_is_a_conflict_too(office):
    settle(office, office.question(2, "lead_mismatch"), Choice.OTHER, lead_unit_code=POLICE)
    with pytest.raises(Conflict):
        settle(office, office.question(2, "lead_multiple"), Choice.OTHER, lead_unit_code=HEALTH, expected_revision=0)


def test_a_requested_lead_gets_a_contact_of_the_district(office):
    settle(office, office.question(12, "lead_mismatch"))  # the table asks the centre to lead
    assert leads(12) == {POLICE: (True, False), CENTRE: (False, True)}


def test_the_contact_may_be_named(office):
    settle(office, office.question(17, "lead_mismatch"), lead_unit_code=HEALTH)
    assert leads(17) == {HEALTH: (True, False), CENTRE: (False, True)}
    assert HEALTH not in coordinators(17), "who leads does not coordinate with itself"


@pytest.mark.parametrize(
    ("number", "kind", "given", "field"),
    [
        (5, "lead_mismatch", {"choice": Choice.OTHER}, "lead_unit_code"),
        (5, "lead_mismatch", {"choice": Choice.OTHER, "lead_unit_code": "phong-ban-nganh"}, "lead_unit_code"),
        (5, "lead_mismatch", {"choice": Choice.OTHER, "lead_unit_code": "c06"}, "lead_unit_code"),
        (5, "lead_mismatch", {"choice": Choice.OTHER, "lead_unit_code": "khong-co"}, "lead_unit_code"),
        (2, "lead_multiple", {"choice": Choice.NARRATIVE}, "choice"),
        (20, "lead_mismatch", {"choice": Choice.TABLE}, "choice"),
        (17, "lead_mismatch", {"choice": Choice.TABLE, "lead_unit_code": "c06"}, "lead_unit_code"),
        (6, "deadline_mismatch", {"choice": Choice.OTHER}, "deadline_on"),
        (5, "lead_mismatch", {"reason": "  "}, "reason"),
    ],
)
def test_what_a_choice_leaves_open_is_refused(office, number, kind, given, field):
    with pytest.raises(Invalid) as refusal:
        settle(office, office.question(number, kind), **given)
    assert refusal.value.field == field
    assert not Decision.objects.exists()


def test_a_deadline_follows_and_the_first_is_kept(office):
    settle(office, office.question(6, "deadline_mismatch"), Choice.NARRATIVE)
    settled, first = DeadlineEntry.objects.filter(assignment__number=6).order_by("-revision")
    assert (settled.on, settled.basis) == (date(2024, 3, 31), DutyBasis.DECISION)
    assert first.on == date(2024, 1, 1)


def test_another_deadline(office):
    settle(office, office.question(6, "deadline_mismatch"), Choice.OTHER, deadline_on=date(2024, 6, 30))
    newest = DeadlineEntry.objects.filter(assignment__number=6).order_by("-revision").first()
    assert (newest.on, newest.text, newest.kind) == (date(2024, 6, 30), "30/06/2024", "fixed")


def test_the_leaders_question_is_not_the_tracking_bodys(office):
    with pytest.raises(NotPermitted, match="Chủ tịch UBND"):
        settle(office, office.question(5, "lead_mismatch"), key="coordinator")
    assert entries("programme.refused") == 1
    assert leads(5) == {POLICE: (False, False), ROADS: (False, False)}


def test_the_tracking_body_notes_slips(office):
    item = Contradiction.objects.get(type="missing_number_date")
    settle(office, item, Choice.NO_CHANGE, key="coordinator")
    assert item.decisions.get().decided_as.startswith("Cán bộ thường trực Tổ công tác Đề án 06, ")
    with pytest.raises(NotPermitted):
        settle(office, item, Choice.NO_CHANGE, key="health_clerk")


def test_an_unknown_question(office):
    with pytest.raises(NotFound):
        decide(office.who("leader"), contradiction_id=new_id(), choice=Choice.TABLE, reason="x", expected_revision=0)


def test_after_the_reorganisation_the_heir_of_the_place_leads(office):
    day = date(2026, 9, 1)
    with on(day):
        decide(
            office.who("leader", day),
            contradiction_id=office.question(5, "lead_mismatch").pk,
            choice=Choice.TABLE,
            reason="Giao đơn vị kế thừa",
            expected_revision=0,
        )
    assert leads(5)["phong-kinh-te-xa-duc-tho"] == (True, False)
