"""The snapshot of the register answers as the single questions do, in two queries."""

from datetime import date

import pytest

from dean06.kernel.parties import api as parties

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]
BEFORE, AFTER = date(2023, 12, 1), date(2026, 11, 24)
CODES = ("ubnd-huyen", "cong-an-huyen", "phong-y-te", "ubnd-xa-tung-anh", "ubnd-xa-duc-tho", "c06", "phong-ban-nganh")


@pytest.mark.parametrize("day", [BEFORE, date(2025, 6, 30), date(2025, 7, 1), AFTER])
@pytest.mark.parametrize("code", CODES)
def test_answers_as_the_single_questions_do(code, day):
    snapshot = parties.unit_register()
    assert snapshot.name(code, day) == parties.unit_name(code, day)
    assert snapshot.exists(code, day) == parties.exists(code, day)
    assert snapshot.is_local(code, day) == parties.is_local(code, day)
    assert snapshot.has_ended(code, day) == parties.has_ended(code, day)
    assert snapshot.members(code, day) == {member.code for member in parties.members(code, day)}
    assert {unit.code for unit in snapshot.successors(code, day)} == {
        unit.code for unit in parties.successors(code, day)
    }


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_lists_the_units_of_a_day_in_order(day):
    assert parties.unit_register().units(day) == parties.units(day)


def test_the_heir_of_the_place_served_comes_first():
    heirs = parties.unit_register().successors("cong-an-huyen", AFTER)
    assert heirs[0].code == "cong-an-xa-duc-tho"
    assert {"cong-an-tinh", "cong-an-xa-duc-minh"} <= {heir.code for heir in heirs}


def test_predecessors_are_those_whose_duties_a_unit_carries():
    snapshot = parties.unit_register()
    codes = {unit.code for unit in snapshot.predecessors("phong-van-hoa-xa-hoi-xa-duc-tho", AFTER)}
    assert {"phong-y-te", "phong-van-hoa-thong-tin", "phong-giao-duc-dao-tao"} <= codes
    assert "phong-kinh-te-ha-tang" not in codes
    assert snapshot.predecessors("phong-y-te", BEFORE) == []


def test_an_unknown_code_is_shown_as_it_is():
    snapshot = parties.unit_register()
    assert snapshot.name("khong-co", AFTER) == "khong-co"
    assert snapshot.successors("khong-co", AFTER) == []
    assert snapshot.ended_on("khong-co", AFTER) is None


def test_two_queries_whatever_is_asked(django_assert_num_queries):
    with django_assert_num_queries(2):
        snapshot = parties.unit_register()
        for code in CODES:
            snapshot.name(code, AFTER)
            snapshot.successors(code, AFTER)
            snapshot.members(code, BEFORE)
        snapshot.predecessors("ubnd-xa-duc-tho", AFTER)
