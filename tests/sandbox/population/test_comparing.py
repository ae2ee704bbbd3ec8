"""Claims against records: the README's table, and names by what they must and must not tell apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sandbox.population_twin import HOA, PopulationTwin

from dean06.sandbox.population.comparing import NOT_FOUND, compare, plain_name
from dean06.sandbox.population.people.naming import Names
from dean06.sandbox.population.people.person import DEAD, Person

PERSON = Person(
    personal_id="000151000201",
    family_name="Trần",
    middle_name="Thị Thanh",
    given_name="Thuý",
    sex=2,
    birth="1951-04-12",
    old_id="001234567",
    home_area="18241",
    commune="18244",
)
BLANK = Person(personal_id="000151000202", sex=0, birth="")
YEAR_ONLY = Person(personal_id="000151000203", family_name="Lê", given_name="An", sex=1, birth="1951")
RIGHT = {
    "HoVaTen": "trần thị  thanh THÚY ",
    "NgayThangNamSinh": "1951-04-12",
    "GioiTinh": "2",
    "SoCMND": "001234567",
    "ThuongTru": "18244",
}
WRONG = {
    "HoVaTen": "Trần Thị Thanh Thuy",
    "NgayThangNamSinh": "1951-12-04",
    "GioiTinh": "1",
    "SoCMND": "001234568",
    "ThuongTru": "18262",
}


@pytest.mark.parametrize("name", RIGHT)
def test_each_element_agrees_differs_or_is_unknown(name: str) -> None:
    assert compare({name: RIGHT[name]}, PERSON).body() == {"result": "match", "differs": [], "unknown": []}
    assert compare({name: WRONG[name]}, PERSON).body() == {"result": "no_match", "differs": [name], "unknown": []}
    assert compare({name: RIGHT[name]}, BLANK).body() == {"result": "partial", "differs": [], "unknown": [name]}


def test_all_five_in_the_order_of_the_table() -> None:
    assert compare(RIGHT, PERSON).result == "match"
    assert compare(dict(reversed(WRONG.items())), PERSON).differs == list(WRONG)


@pytest.mark.parametrize(
    ("wrong", "result"),
    [
        ({"HoVaTen"}, "partial"),
        ({"NgayThangNamSinh"}, "partial"),
        ({"GioiTinh", "SoCMND", "ThuongTru"}, "partial"),
        ({"HoVaTen", "NgayThangNamSinh"}, "no_match"),
        (set(WRONG) - {"HoVaTen"}, "partial"),
    ],
)
def test_a_claim_that_is_partly_wrong(wrong: set[str], result: str) -> None:
    claim = {name: (WRONG if name in wrong else RIGHT)[name] for name in RIGHT}
    assert compare(claim, PERSON).result == result


def test_wrong_and_unknown_together_agree_in_nothing() -> None:
    found = compare({"GioiTinh": "2", "SoCMND": "001234567"}, YEAR_ONLY)
    assert found.body() == {"result": "no_match", "differs": ["GioiTinh"], "unknown": ["SoCMND"]}


def test_nobody_and_the_dead() -> None:
    assert compare(RIGHT, None) is NOT_FOUND
    dead = Person(personal_id="000151000204", family_name="Lê", given_name="An", sex=1, birth="1951", status=DEAD)
    assert compare({"HoVaTen": "Lê An", "GioiTinh": "1"}, dead).result == "match"


@pytest.mark.parametrize(
    ("claimed", "person", "result"),
    [
        ("1951", PERSON, "match"),
        ("1952", PERSON, "no_match"),
        ("1951-07-01", YEAR_ONLY, "match"),
        ("1951", YEAR_ONLY, "match"),
        ("1951-02-31", PERSON, "no_match"),
        ("1951", BLANK, "partial"),
    ],
)
def test_years_are_compared_where_only_a_year_is_known(claimed: str, person: Person, result: str) -> None:
    assert compare({"NgayThangNamSinh": claimed}, person).result == result


@pytest.mark.parametrize("code", ["18241", "18244"])
def test_a_commune_agrees_in_the_codes_of_either_time(code: str) -> None:
    assert compare({"ThuongTru": code}, PERSON).result == "match"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà", "Hòa"), ("Thuý", "THÚY"), ("Lê\u00a0An", " lê  an"), ("Nguyễn", unicodedata.normalize("NFD", "NGUYỄN"))],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hoa", "Hòa"), ("Mỹ", "Mĩ"), ("Đạt", "Dạt"), ("Hòa", "Hỏa"), ("An", "Ân"), ("Ăn", "Ân")]
)
def test_names_that_are_not(one: str, other: str) -> None:
    assert plain_name(one) != plain_name(other)


WORDS = sorted({word for cohort in Names()._cohorts.values() for one in cohort for word in one._given})
TONES = "\u0300\u0301\u0303\u0309\u0323"


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
def test_writing_a_name_otherwise_changes_nothing(words: list[str]) -> None:
    name = " ".join(words)
    for other in (name.upper(), name.lower(), f"  {'   '.join(words)} ", unicodedata.normalize("NFD", name)):
        assert plain_name(other) == plain_name(name)
    assert plain_name(plain_name(name)) == plain_name(name)


@given(st.sampled_from(WORDS), st.sampled_from(TONES), st.sampled_from(TONES))
def test_another_tone_is_another_name(word: str, one: str, other: str) -> None:
    bare = "".join(mark for mark in unicodedata.normalize("NFD", word) if mark not in TONES)
    assert (plain_name(bare + one) == plain_name(bare + other)) is (one == other)
    assert plain_name(bare + one) != plain_name(bare)


@given(st.text(max_size=100), st.text(max_size=100))
def test_any_text_is_compared_both_ways_alike(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(f" {one}\t")
    assert (plain_name(one) == plain_name(other)) == (plain_name(other) == plain_name(one))


def test_over_the_wire(register: PopulationTwin) -> None:
    answer = register.verify(HOA, HoVaTen="trần thị hoà", NgayThangNamSinh="1951", GioiTinh="2")
    assert answer.json() == {"result": "partial", "differs": ["HoVaTen"], "unknown": []}
    assert register.verify("000199000999", GioiTinh="2").json()["result"] == "not_found"
