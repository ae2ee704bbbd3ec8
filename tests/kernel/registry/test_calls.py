"""Every question has a defined answer, and every one leaves an entry the person can find."""

import json
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from tests.kernel.registry.conftest import HOA, MINH, NOBODY, Register, entries

from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import DomainError, Invalid, NotPermitted, TooMany, Unavailable
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import TEMPORARY, Claim, Field, Match, Reason, RelatedPerson
from dean06.kernel.registry import api
from dean06.kernel.registry.models import Purpose
from dean06.kernel.registry.services import asking
from dean06.kernel.registry.types import LONGEST_ACT

ASK: dict[str, Any] = {"personal_id": HOA, "purpose": "thu_tuc_hanh_chinh", "act": "H56-2026-000123"}
NAME = frozenset({Field.FULL_NAME, Field.SEX})


def subjects() -> set[object]:
    return set(AuditSubject.objects.values_list("party_id", flat=True))


def test_a_lookup_tells_the_facts_and_leaves_who_why_and_what(register: Register, clerk: Actor) -> None:
    found = api.lookup(clerk, fields=NAME, **ASK)
    assert found == register.people[HOA]
    (cause,) = register.causes
    assert (cause.purpose, cause.act) == ("THU_TUC_HANH_CHINH", "H56-2026-000123")
    assert cause.user == clerk.user_id.hex  # type: ignore[union-attr] # a clerk has one
    (entry,) = entries()
    body = json.loads(entry.body)
    assert (entry.action, entry.unit_code) == ("registry.lookup", "xa-duc-tho")
    assert body["fields"] == ["registry.full_name", "registry.sex"]
    assert body["purpose"] == "Giải quyết thủ tục hành chính, điền sẵn tờ khai"
    assert "H56-2026-000123" in entry.body
    assert HOA not in entry.body
    assert "Hòa" not in entry.body
    assert subjects() == {parties.subject_of(HOA)}


def test_nobody_under_the_number(register: Register, clerk: Actor) -> None:
    assert api.lookup(clerk, fields=NAME, **(ASK | {"personal_id": NOBODY})) is None
    assert [entry.action for entry in entries()] == ["registry.lookup"]


def test_comparing_shows_no_value_of_the_register(register: Register, clerk: Actor) -> None:
    found = api.verify(clerk, claim=Claim(full_name="Trần Thị Hoa"), **ASK)
    assert (found.result, found.differs) == (Match.NO_MATCH, {"full_name"})
    (entry,) = entries()
    assert json.loads(entry.body)["fields"] == ["registry.compared.full_name"]


def test_every_member_of_a_household_is_told(register: Register, clerk: Actor) -> None:
    found = api.household(clerk, fields=NAME, **ASK)
    assert found == list(register.people.values())
    assert subjects() == {parties.subject_of(HOA), parties.subject_of(MINH)}
    assert len(entries()) == 1


FATHER, HEAD = "000060000111", "000060000222"


@pytest.mark.parametrize("verb", ["lookup", "household"])
def test_relatives_whom_the_answer_names_are_told_too(verb: str, register: Register, clerk: Actor) -> None:
    related = {
        Field.FATHER: RelatedPerson(full_name="Trần Văn Cha", personal_id=FATHER),
        Field.MOTHER: RelatedPerson(full_name="không rõ số"),
        Field.HOUSEHOLD_HEAD: RelatedPerson(full_name="Chủ hộ", personal_id=HEAD),
    }
    register.people = {HOA: replace(register.people[HOA], related=related)}
    wanted = frozenset(related)
    getattr(api, verb)(clerk, fields=wanted, **(ASK | {"purpose": "ho_tich"}))
    assert subjects() == {parties.subject_of(number) for number in (HOA, FATHER, HEAD)}
    (entry,) = entries()
    assert entry.object_id == str(parties.subject_of(HOA))


def test_what_a_purpose_may_compare(register: Register, clerk: Actor) -> None:
    claim = Claim(full_name="Trần Thị Hòa", commune="18583")
    api.verify(clerk, claim=claim, **(ASK | {"purpose": "xac_thuc"}))
    with pytest.raises(NotPermitted, match="số chứng minh nhân dân cũ") as refused:
        api.verify(clerk, claim=replace(claim, old_number="183000201"), **(ASK | {"purpose": "y_te"}))
    assert refused.value.code == "claim_not_allowed"
    assert len(register.causes) == 1
    assert [entry.action for entry in entries()] == ["registry.verify", "registry.refuse"]


def test_a_purpose_of_some_units_is_theirs_alone(register: Register, clerk: Actor) -> None:
    Purpose.objects.filter(code="thu_tuc_hanh_chinh").update(units=["xa-khac"])
    assert "thu_tuc_hanh_chinh" not in {one.code for one in api.purposes(clerk)}
    with pytest.raises(NotPermitted) as refused:
        api.lookup(clerk, fields=NAME, **ASK)
    assert (refused.value.code, register.causes) == ("purpose_not_yours", [])
    Purpose.objects.filter(code="thu_tuc_hanh_chinh").update(units=["xa-khac", clerk.unit_code])
    assert api.lookup(clerk, fields=NAME, **ASK)


REFUSED = {
    "eleven digits": ({"personal_id": "00009000012"}, Invalid, "personal_id"),
    "letters": ({"personal_id": "00009000012O"}, Invalid, "personal_id"),
    "foreign digits": ({"personal_id": "٠٠٠٠٩٠٠٠٠١٢٣"}, Invalid, "personal_id"),
    "no act": ({"act": ""}, Invalid, "act"),
    "an act with a line break": ({"act": "H56\r\nX-Road-Client: other"}, Invalid, "act"),
    "an act too long": ({"act": "H" * 256}, Invalid, "act"),
    "an act too long for the log": ({"act": "H" * (LONGEST_ACT + 1)}, Invalid, "act"),
    "a blank act": ({"act": " "}, Invalid, "act"),
    "an act with a blank at its end": ({"act": "H56 "}, Invalid, "act"),
    "unknown purpose": ({"purpose": "to_mo"}, NotPermitted, "purpose"),
    "purpose without this verb": ({"purpose": "so_hoa"}, NotPermitted, "purpose"),
    "field outside the purpose": ({"fields": NAME | {Field.RELIGION}}, NotPermitted, "fields"),
    "no field": ({"fields": frozenset()}, Invalid, "fields"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_before_any_call(case: str, register: Register, clerk: Actor) -> None:
    changes, error, field = REFUSED[case]
    with pytest.raises(error) as refused:
        api.lookup(clerk, **({"fields": NAME} | ASK | changes))
    assert refused.value.field == field
    assert register.causes == []
    (entry,) = entries()
    assert entry.action == "registry.refuse"
    assert json.loads(entry.body)["details"]["reason"] == refused.value.code


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CLERK}))
def test_only_whom_the_purpose_names(role: Role, register: Register) -> None:
    with pytest.raises(NotPermitted):
        api.lookup(Actor(name="Ai đó", role=role), fields=NAME, **ASK)
    assert register.causes == []


@pytest.mark.parametrize("reason", list(Reason))
def test_a_register_that_fails(reason: Reason, register: Register, clerk: Actor) -> None:
    register.fails = reason
    with pytest.raises(Unavailable) as failed:
        api.lookup(clerk, fields=NAME, **ASK)
    assert failed.value.code == f"register_{reason.value}"
    assert ("thử lại" in failed.value.message.lower()) or reason not in TEMPORARY
    (entry,) = entries()
    assert entry.action == "registry.fail"
    assert json.loads(entry.body)["details"]["reason"] == reason.value
    assert subjects() == {parties.subject_of(HOA)}


def test_the_longest_act_is_asked_and_written_down(register: Register, clerk: Actor) -> None:
    api.lookup(clerk, fields=NAME, **(ASK | {"act": "H" * LONGEST_ACT}))
    assert register.causes[0].act == "H" * LONGEST_ACT
    assert [entry.action for entry in entries()] == ["registry.lookup"]


def test_too_many_is_refused_and_somebody_is_told_once(register: Register, clerk: Actor) -> None:
    with patch.object(asking, "OFFICER_LIMIT", Limit(name="test.officer", count=2, seconds=3600)):
        api.lookup(clerk, fields=NAME, **ASK)
        api.verify(clerk, claim=Claim(full_name="Trần Thị Hòa"), **ASK)
        for _ in range(2):
            with pytest.raises(TooMany):
                api.lookup(clerk, fields=NAME, **ASK)
    assert len(register.causes) == 2
    assert OutboxMessage.objects.filter(topic=api.TOO_MANY_TOPIC).count() == 1


def test_nothing_is_shown_that_cannot_be_written_down(register: Register, clerk: Actor) -> None:
    with patch.object(asking, "record", side_effect=RuntimeError("audit log is away")), pytest.raises(RuntimeError):
        api.lookup(clerk, fields=NAME, **ASK)


def test_an_empty_claim_is_no_question(register: Register, clerk: Actor) -> None:
    with pytest.raises(DomainError) as refused:
        api.verify(clerk, claim=Claim(), **ASK)
    assert (refused.value.field, register.causes) == ("full_name", [])
    assert [entry.action for entry in entries()] == ["registry.refuse"]


def test_what_a_page_refuses_is_filed_under_the_person_or_nobody(register: Register, clerk: Actor) -> None:
    refusal = NotPermitted("không", code="purpose_not_yours")
    for typed in (HOA, "12", ""):
        api.refuse(clerk, verb=None, personal_id=typed, refusal=refusal)
    assert [entry.object_id for entry in entries()] == [str(parties.subject_of(HOA)), "malformed", "nobody"]
    assert json.loads(entries()[0].body)["details"] == {"verb": "", "reason": "purpose_not_yours"}
