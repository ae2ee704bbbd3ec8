"""The table of purposes is dated: what held before stays, and only the operator changes it."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.kernel.registry.conftest import Register

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted
from dean06.kernel.ports.population import Field
from dean06.kernel.registry import api
from dean06.kernel.registry.types import PurposeInfo, Verb

OPERATOR = Actor(name="Tùng", role=Role.OPERATOR)
CHANGE: dict[str, Any] = {
    "code": "y_te",
    "fields": [Field.FULL_NAME],
    "claims": ["old_number"],
    "verbs": [Verb.LOOKUP],
    "units": [],
    "legal_basis": "Luật Khám bệnh, chữa bệnh 15/2023/QH15",
    "source": "Thỏa thuận số 1",
    "verified": True,
}


def in_force(clerk: Actor, day: date) -> PurposeInfo:
    with clock.at(clock.now() + (day - clock.today())):
        return next(one for one in api.purposes(clerk) if one.code == "y_te")


def test_the_file_is_loaded_once_and_nothing_in_it_claims_to_be_verified(register: Register) -> None:
    assert api.load_purposes() == 0
    assert {one.verified for one in api.all_purposes()} == {False}


def test_a_change_holds_from_its_day_on(register: Register, clerk: Actor) -> None:
    day = clock.today() + timedelta(days=10)
    api.revise_purpose(OPERATOR, **CHANGE, valid_from=day)
    assert Field.BLOOD_GROUP in in_force(clerk, day - timedelta(days=1)).fields
    after = in_force(clerk, day)
    assert (after.fields, after.verbs, after.verified) == ({Field.FULL_NAME}, {Verb.LOOKUP}, True)
    assert api.load_purposes() == 0


def test_a_change_on_the_day_it_begins_replaces_it(register: Register, clerk: Actor) -> None:
    day = clock.today()
    api.revise_purpose(OPERATOR, **CHANGE, valid_from=day)
    api.revise_purpose(OPERATOR, **(CHANGE | {"fields": [Field.SEX]}), valid_from=day)
    assert in_force(clerk, day).fields == {Field.SEX}


WRONG: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "no basis": ({"legal_basis": " "}, Invalid),
    "a basis longer than the register takes": ({"legal_basis": "x" * 201}, Invalid),
    "no source": ({"source": ""}, Invalid),
    "nothing allowed": ({"verbs": []}, Invalid),
    "in the past": ({"valid_from": date(2026, 3, 11)}, Invalid),
    "unknown": ({"code": "to_mo"}, NotFound),
    "an unknown unit": ({"units": ["khong-co"]}, Invalid),
}


@pytest.mark.parametrize("case", WRONG)
def test_changes_refused(case: str, register: Register) -> None:
    changes, error = WRONG[case]
    with pytest.raises(error):
        api.revise_purpose(OPERATOR, **({"valid_from": clock.today()} | CHANGE | changes))


def test_not_before_a_change_that_is_entered_already(register: Register) -> None:
    api.revise_purpose(OPERATOR, **CHANGE, valid_from=clock.today() + timedelta(days=10))
    with pytest.raises(Conflict):
        api.revise_purpose(OPERATOR, **CHANGE, valid_from=clock.today() + timedelta(days=5))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OPERATOR, Role.SYSTEM}))
def test_only_the_operator(role: Role, register: Register) -> None:
    with pytest.raises(NotPermitted):
        api.revise_purpose(Actor(name="Ai đó", role=role), **CHANGE, valid_from=clock.today())
