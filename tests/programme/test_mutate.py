"""The mutator itself: seeded, different each time, and never a number lost."""

import re
import unicodedata

import pytest
from tests.programme.mutate import ALL, MUTATIONS, Mutation, to_tcvn3

from dean06.programme.sample import DAMAGES, generate, load

BY_NAME = {mutation.name: mutation for mutation in MUTATIONS}
WITHOUT_CHOICE = {
    "strip_diacritics",
    "page_furniture",
    "tcvn3",
    "lose_blank_lines",
    "uppercase",
    "shout",
    "decompose",
    "windows_ends",
}


@pytest.fixture(scope="module")
def text() -> str:
    return generate(load(), damage=DAMAGES["real"], seed=6)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.name)
def test_a_mutation_changes_the_text_and_repeats_itself(mutation: Mutation, text: str) -> None:
    assert mutation(text, 1) != text
    assert mutation(text, 1) == mutation(text, 1)
    assert (mutation(text, 1) != mutation(text, 2)) is (mutation.name not in WITHOUT_CHOICE)


@pytest.mark.parametrize(
    "mutation", [m for m in MUTATIONS if m.name not in {"page_furniture", "alias_units"}], ids=lambda m: m.name
)
def test_no_number_is_lost(mutation: Mutation, text: str) -> None:
    assert re.findall(r"\d+", mutation(text, 3)) == re.findall(r"\d+", text)


def test_page_furniture_adds_only_page_numbers(text: str) -> None:
    before, after = re.findall(r"\d+", text), re.findall(r"\d+", BY_NAME["page_furniture"](text, 3))
    assert len(after) - len(before) == len(re.findall(r"\n (?=\S)", text))


def test_respelling_keeps_the_numbers_outside_names(text: str) -> None:
    assert re.findall(r"\d+/\d+", BY_NAME["alias_units"](text, 3)) == re.findall(r"\d+/\d+", text)


def test_every_mutation_promises_something() -> None:
    assert len(BY_NAME) == len(MUTATIONS)
    assert all(mutation.keeps and mutation.keeps <= ALL for mutation in MUTATIONS)


def test_tcvn3_knows_every_small_vietnamese_letter() -> None:
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    letters = unicodedata.normalize("NFC", " ".join(v + t for v in vowels for t in tones) + " đ").split()
    coded = [to_tcvn3(letter) for letter in letters]
    assert len(set(coded)) == len(letters)
    assert all(len(code) == 1 and ord(code) < 256 for code in coded)
