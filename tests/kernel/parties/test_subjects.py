"""A look at somebody who has never signed in is found by that person on the first day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.parties import api
from dean06.kernel.parties.models import Party
from dean06.kernel.parties.subjects import future_id

NUMBER = "000090000123"
numbers = st.from_regex(r"[0-9]{12}", fullmatch=True)


def register(number: str = NUMBER) -> object:
    facts = {"full_name": "Trần Thị Hòa", "birth_on": date(1990, 5, 1), "sex": "female", "is_fictional": True}
    return api.register_person(SYSTEM, personal_id=number, **facts)


@pytest.mark.django_db
def test_before_and_after_the_first_day() -> None:
    before = api.subject_of(NUMBER)
    assert register() == before
    assert api.subject_of(NUMBER) == before


@pytest.mark.django_db
def test_a_person_from_before_there_was_this_rule_keeps_the_old_id() -> None:
    old = Party.objects.create(personal_id=NUMBER, full_name="Trần Thị Hòa", is_fictional=True).pk
    assert api.subject_of(NUMBER) == old


@given(numbers, numbers)
def test_an_id_of_its_own_that_says_nothing(one: str, other: str) -> None:
    found = future_id(one)
    assert (found.version, found.variant) == (8, "specified in RFC 4122")
    assert (found == future_id(other)) is (one == other)
    assert one not in found.hex


def test_another_installation_files_under_other_ids(settings: object) -> None:
    here = future_id(NUMBER)
    settings.PSEUDONYM_KEY = "another key"  # type: ignore[attr-defined]
    assert future_id(NUMBER) != here


@pytest.mark.parametrize("text", ["", "12345678901", "1234567890123", "00009000012x", "٠٠٠٠٩٠٠٠٠١٢٣"])
def test_not_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="12 digits"):
        api.subject_of(text)
