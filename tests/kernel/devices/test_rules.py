"""Facts of a card in our words, what is kept, where the register says something else."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.chipid.types import Face, MachineZone, ProofLevel, VerifiedCard
from dean06.kernel.devices import rules
from dean06.kernel.devices.types import CardFact
from dean06.kernel.ports.population import Birth, Facts, LifeStatus

TODAY = date(2026, 3, 9)


def card(details: dict[int, str] | None = None, face: Face | None = None, **zone: object) -> VerifiedCard:
    told = {
        "document_number": "190000109",
        "personal_id": "000190000109",
        "birth_on": date(1990, 3, 9),
        "sex": "female",
        "expires_on": date(2037, 4, 1),
        "nationality": "VNM",
        "name": "TRAN THI HOA",
    }
    return VerifiedCard(
        level=ProofLevel.CHIP,
        zone=MachineZone(**(told | zone)),  # type: ignore[arg-type] # named as the fields are
        details=details or {},
        face=face,
        sod_sha256="00",
        signer="",
        verified_at=datetime(2026, 3, 9, tzinfo=UTC),
    )


def test_the_name_with_tones_comes_from_the_vietnamese_facts():
    assert rules.facts_of(card({2: "Trần  Thị Hoa"}), TODAY)[CardFact.FULL_NAME] == "Trần Thị Hoa"
    assert rules.facts_of(card(), TODAY)[CardFact.FULL_NAME] == "TRAN THI HOA"


def test_what_the_card_does_not_tell_is_left_out():
    facts = rules.facts_of(card(birth_on=None, expires_on=None), TODAY)
    assert not {CardFact.BIRTH_ON, CardFact.AGE, CardFact.EXPIRES_ON, CardFact.PORTRAIT} & set(facts)


def test_a_day_the_zone_leaves_open_is_read_from_the_facts():
    assert rules.facts_of(card({3: "09/03/1990"}, birth_on=None), TODAY)[CardFact.BIRTH_ON] == "1990-03-09"
    assert CardFact.BIRTH_ON not in rules.facts_of(card({3: "1990"}, birth_on=None), TODAY)


@pytest.mark.parametrize(("text", "sex"), [("Nam", "male"), ("NỮ", "female"), ("", "female"), ("Khác", "female")])
def test_sex_in_words_of_the_house(text, sex):
    assert rules.facts_of(card({4: text}), TODAY)[CardFact.SEX] == sex


def test_the_portrait_is_a_fact_like_others():
    facts = rules.facts_of(card(face=Face(image=b"\xff\xd8\xff", media_type="image/jpeg")), TODAY)
    assert facts[CardFact.PORTRAIT] == "/9j/"


@given(st.sets(st.sampled_from(list(CardFact))))
def test_nothing_beyond_the_purpose_is_kept(keeps):
    assert set(rules.kept(rules.facts_of(card(), TODAY), keeps)) <= keeps


@pytest.mark.parametrize(
    ("born", "years"),
    [(date(2008, 3, 9), 18), (date(2008, 3, 10), 17), (date(2008, 2, 29), 18), (date(2026, 3, 9), 0)],
)
def test_age(born, years):
    assert rules.age(born, TODAY) == years


@pytest.mark.parametrize(
    ("level", "needs", "compared", "known", "reached"),
    [
        (2, True, True, True, 2),
        (2, True, True, False, 1),
        (2, True, False, True, 1),
        (2, False, False, True, 2),
        (2, False, False, False, 1),
        (1, True, False, True, 1),
        (0, True, False, True, 0),
    ],
)
def test_the_level_a_proof_deserves(level, needs, compared, known, reached):
    found = rules.session_level(level, needs_presence=needs, is_face_compared=compared, is_in_register=known)
    assert found == reached


FACTS = rules.facts_of(card({2: "Trần Thị Hoa"}), TODAY)


@pytest.mark.parametrize(
    ("register", "differs"),
    [
        ({}, []),
        ({"full_name": "TRẦN THỊ HOA", "birth": Birth(on=date(1990, 3, 9)), "sex": "female"}, []),
        ({"full_name": "Trần Thị Hoà"}, ["full_name"]),
        ({"birth": Birth(on=date(1990, 9, 3))}, ["birth_on"]),
        ({"birth": Birth(year=1990)}, []),
        ({"sex": "male"}, ["sex"]),
        ({"sex": "unknown"}, []),
        ({"life_status": LifeStatus.ALIVE}, []),
        ({"life_status": LifeStatus.DEAD}, ["life_status"]),
        ({"life_status": LifeStatus.MISSING, "sex": "male"}, ["sex", "life_status"]),
    ],
)
def test_differences_are_named(register, differs):
    assert rules.differences(FACTS, Facts(personal_id="000190000109", **register)) == differs


def test_a_name_without_tones_is_compared_without_tones():
    plain = FACTS | {CardFact.FULL_NAME: "TRAN THI HOA"}
    assert rules.differences(plain, Facts(personal_id="", full_name="Trần Thị Hoà")) == []


@pytest.mark.parametrize("register", ["Trần Thị Hoà", "TRẦN THỊ HÒA", "trần  thị hoà ", "Tra\u0302\u0300n Thị Hoà"])
def test_where_the_tone_is_written_makes_no_other_name(register):
    facts = rules.facts_of(card({2: "Trần Thị Hòa"}), TODAY)
    assert rules.differences(facts, Facts(personal_id="000190000109", full_name=register)) == []
