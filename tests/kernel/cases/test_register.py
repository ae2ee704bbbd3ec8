"""What a case asks of the population register: does she live, who lives with the officer, what fills a form."""

import json

import pytest
from tests.kernel.cases.declarations import BIRTH, MOTHER
from tests.kernel.cases.office import AT_COUNTER
from tests.kernel.cases.register import Register, answering

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.models import Case, Filing
from dean06.kernel.cases.services import handling
from dean06.kernel.cases.types import Channel
from dean06.kernel.ports.population import Address, Facts, Field, LifeStatus
from dean06.kernel.registry.models import Purpose

CHAIR = "000026000005"
DEAD = Facts(personal_id=MOTHER, life_status=LifeStatus.DEAD)
ADDRESS = {Field.PERMANENT_ADDRESS: Address(detail="Thôn 1, xã Đức Thọ")}


def details(action):
    return [json.loads(one.body)["details"] for one in AuditEntry.objects.filter(action=action).order_by("at")]


def test_nothing_is_received_in_the_name_of_the_dead(office):
    counter = {"channel": Channel.COUNTER, "papers": [AT_COUNTER], "applicant_id": office.mother.party_id}
    with answering(Register(DEAD)):
        for actor, facts in ((office.mother, {}), (office.clerk, counter)):
            with pytest.raises(NotPermitted) as refused:
                office.file(actor=actor, **facts)
            assert refused.value.code == "applicant_deceased"
    assert Filing.objects.count() == 0
    assert [one["reason"] for one in details("cases.deny")] == ["applicant_deceased"] * 2


@pytest.mark.parametrize(
    "register",
    [
        Register(Facts(personal_id=MOTHER, life_status=LifeStatus.ALIVE)),
        Register(Facts(personal_id=MOTHER)),
        Register(),
        Register(is_silent=True),
    ],
    ids=["alive", "not said", "unknown", "silent"],
)
def test_what_the_register_does_not_say_refuses_nobody(office, register):
    with answering(register):
        assert office.file().code
    assert register.asked == [("lookup", MOTHER, frozenset({Field.LIFE_STATUS}))]


def at_the_chair(office, key="1"):
    case = Case.objects.get(pk=office.file(key).case_id)
    office.do(handling.receive, case)
    office.do(handling.assign, case, step="lanh_dao")
    return case


def test_nobody_signs_for_his_own_household(office):
    case = at_the_chair(office)
    with answering(Register(households=((CHAIR, MOTHER),))), pytest.raises(NotPermitted) as refused:
        office.do(handling.decide, case, office.chair, result_number="1")
    assert refused.value.code == "household_case"
    assert [one["reason"] for one in details("cases.deny")] == ["household_case"]
    assert details("cases.decide") == []


def test_nor_where_one_of_his_household_is_named(office):
    father = {**BIRTH, "has_father": "true", "father_id": "000026000077"}
    case = Case.objects.get(pk=office.file(answers=father).case_id)
    office.do(handling.receive, case)
    office.do(handling.assign, case, step="lanh_dao")
    with answering(Register(households=((CHAIR, "000026000077"),))), pytest.raises(NotPermitted):
        office.do(handling.decide, case, office.chair, result_number="1")


def test_of_others_he_signs_and_is_asked_about_once_a_day(office):
    first, second = at_the_chair(office), at_the_chair(office, "2")
    with answering(Register(households=((CHAIR, "000026000078"),))) as register:
        for case in (first, second):
            office.do(handling.decide, case, office.chair, result_number="1")
    assert [verb for verb, _, _ in register.asked] == ["household"]
    assert [one["household_asked"] for one in details("cases.decide")] == [True, True]


def test_a_silent_register_stops_no_office_and_the_log_says_so(office):
    case = at_the_chair(office)
    with answering(Register(is_silent=True)):
        office.do(handling.decide, case, office.chair, result_number="1")
    assert [one["household_asked"] for one in details("cases.decide")] == [False]


def test_a_form_is_filled_with_what_its_declaration_names_and_no_more(office):
    with answering(Register(Facts(personal_id=MOTHER, addresses=ADDRESS))) as register:
        found = cases.prefill(office.mother, procedure="khai_sinh")
    assert found.answers == {"mother_id": MOTHER, "address": "Thôn 1, xã Đức Thọ"}
    assert (found.from_register, found.is_register_silent) == (("address",), False)
    assert register.asked == [("lookup", MOTHER, frozenset({Field.PERMANENT_ADDRESS}))]
    assert details("cases.prefill") == [{"filled": ["address", "mother_id"], "asked": ["permanent_address"]}]
    assert [one["purpose"] for one in (json.loads(e.body) for e in AuditEntry.objects.filter(action="registry.lookup"))]


def test_what_would_be_asked_is_said_before_and_is_what_is_asked(office):
    with answering(Register()):
        terms = cases.prefill_terms(office.mother, procedure="khai_sinh")
    form = {one.name: one.label for one in cases.catalogue().find("khai_sinh", clock.today()).procedure.fields}
    assert (terms.from_sign_in, terms.from_register) == ((form["mother_id"],), (form["address"],))
    assert terms.purpose == "Điền sẵn tờ khai của chính người nộp hồ sơ"
    assert "Luật Căn cước" in terms.legal_basis
    assert not terms.is_verified


def test_what_is_not_agreed_with_the_register_is_neither_promised_nor_asked(office):
    with answering(Register()) as register:
        Purpose.objects.all().delete()
        terms = cases.prefill_terms(office.mother, procedure="khai_sinh")
        found = cases.prefill(office.mother, procedure="khai_sinh")
    assert (terms.from_register, terms.purpose, terms.legal_basis) == ((), "", "")
    assert register.asked == []
    assert (found.answers, found.is_register_silent) == ({"mother_id": MOTHER}, False)


def test_without_the_register_the_questions_stay_open(office):
    with answering(Register(is_silent=True)):
        found = cases.prefill(office.mother, procedure="khai_sinh")
    assert (found.answers, found.is_register_silent) == ({"mother_id": MOTHER}, True)


def test_what_the_form_would_refuse_is_not_filled_in(office):
    long = {Field.PERMANENT_ADDRESS: Address(detail="x" * 5000)}
    with answering(Register(Facts(personal_id=MOTHER, addresses=long))):
        assert "address" not in cases.prefill(office.mother, procedure="khai_sinh").answers


def test_only_her_own_form_or_at_the_counter(office):
    with answering(Register()):
        for actor in (office.neighbour, office.chair):
            with pytest.raises(NotPermitted):
                cases.prefill(actor, procedure="khai_sinh", applicant_id=office.mother.party_id)
        found = cases.prefill(office.clerk, procedure="khai_sinh", applicant_id=office.mother.party_id)
    assert found.answers == {"mother_id": MOTHER}
