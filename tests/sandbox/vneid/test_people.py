"""The demonstration's people are invented, and the twin takes no others."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from tests.sandbox.twin import PEOPLE, ROOT

from dean06.sandbox.vneid.people import BadFile, load_people, load_vocabulary

TEXT = PEOPLE.read_text(encoding="utf-8")
DATA = tomllib.loads(TEXT)
REORGANISED = date(2025, 7, 1)
TODAY = date(2026, 1, 1)


@pytest.mark.parametrize("person", DATA["people"], ids=lambda person: person["key"])
def test_a_number_is_fictional_and_otherwise_well_formed(person: dict) -> None:
    """Third digit group as on a real card: sex and century, then the year of birth."""
    number, born = person["personal_id"], person["birth_on"]
    assert number.startswith("000"), "no province has this code"
    assert len(number) == 12
    century = {(19, "male"): "0", (19, "female"): "1", (20, "male"): "2", (20, "female"): "3"}
    assert number[3] == century[born.year // 100, person["sex"]]
    assert number[4:6] == f"{born.year % 100:02d}"
    assert person["level"] in {1, 2}


@pytest.mark.parametrize("person", DATA["people"], ids=lambda person: person["key"])
def test_posts_are_dated_and_the_district_ends_in_2025(person: dict) -> None:
    for post in person["posts"]:
        assert post["role"] in {"clerk", "coordinator", "leader", "operator"}
        assert post["title"]
        assert post["valid_from"] < post.get("valid_until", date.max)
    if person["posts"]:
        assert person["level"] == 2, "an officer signs in at level 2"
        held = [p for p in person["posts"] if p["valid_from"] <= REORGANISED < p.get("valid_until", date.max)]
        assert len(held) == 1, "everybody with a post has one after the reorganisation"
        before = [p for p in person["posts"] if p["valid_from"] <= date(2023, 11, 28) < p.get("valid_until", date.max)]
        assert len(before) == 1, "and one when the dispatch was written"


def test_there_is_somebody_for_every_part() -> None:
    roles = {post["role"] for person in DATA["people"] for post in person["posts"]}
    assert roles == {"clerk", "coordinator", "leader", "operator"}
    citizens = [person for person in DATA["people"] if not person["posts"]]
    assert len(citizens) >= 5
    assert any(person["level"] == 1 for person in citizens)
    assert any(person["full_name"] == "Trần Thị Hoa" for person in citizens)


def test_the_note_follows_the_day() -> None:
    assert load_people(PEOPLE, date(2023, 12, 1))["leader"].note == "Chủ tịch UBND huyện"
    assert load_people(PEOPLE, date(2025, 6, 30))["leader"].note == "Chủ tịch UBND huyện"
    assert load_people(PEOPLE, REORGANISED)["leader"].note == "Chủ tịch UBND xã Đức Thọ"
    assert load_people(PEOPLE, TODAY)["hoa"].note == "Người dân"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("fictional = true", "fictional = false"),
        ('personal_id_prefix = "000"', 'personal_id_prefix = "042"'),
        ('"000151000201"', '"042151000201"'),
        ('"000151000201"', '"00015100020"'),
        ('"000098000202"', '"000151000201"'),
        ('key = "hoa"', 'key = "minh"'),
        ("[[people]]", "[[people"),
    ],
)
def test_a_file_that_could_hold_real_people_is_refused(tmp_path: Path, old: str, new: str) -> None:
    spoiled = tmp_path / "people.toml"
    spoiled.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(BadFile):
        load_people(spoiled, TODAY)


def test_claims_carry_vneids_names() -> None:
    words = load_vocabulary(ROOT / "protocols/vneid/claims.toml")
    assert words.claims_about(load_people(PEOPLE, TODAY)["hoa"]) == {
        "SoDinhDanh": "000151000201",
        "HoVaTen": "Trần Thị Hoa",
        "NgaySinh": "12/04/1951",
        "GioiTinh": "Nữ",
    }


def test_a_subject_is_opaque_and_different_at_every_issuer() -> None:
    hoa = load_people(PEOPLE, TODAY)["hoa"]
    assert hoa.subject("https://a.example") != hoa.subject("https://b.example")
    assert hoa.personal_id not in hoa.subject("https://a.example")
