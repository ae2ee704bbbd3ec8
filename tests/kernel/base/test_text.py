"""Folding and ordering of Vietnamese text."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base.text import fold, is_same_name, name_sort_key, nfc, sort_key

ALPHABET = [
    "a",
    "ă",
    "â",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "ê",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "ô",
    "ơ",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "ư",
    "v",
    "x",
    "y",
]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]
SHUFFLED_ALPHABET, SHUFFLED_TONES = ALPHABET[::-1], TONES[::-1]
WORDS = st.lists(st.sampled_from([*ALPHABET, *TONES, "THỌ", "Đức", " ", "–", "10", "2"]), max_size=8).map("".join)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Đức \u00a0 THỌ\n", "duc tho"),
        ("Phòng Văn hóa - Thông tin", "phong van hoa - thong tin"),
        ("Nguye\u0302\u0303n", "nguyen"),
        ("ư ơ ă â ê ô đ Đ", "u o a a e o d d"),
        ("a\u200bb\ufeff", "ab"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_is_idempotent_and_normal(text: str) -> None:
    assert fold(fold(text)) == fold(text) == nfc(fold(text))


@given(WORDS)
def test_spelling_in_code_points_and_letter_case_do_not_matter(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(decomposed) == fold(text) == fold(text.upper())
    assert sort_key(decomposed) == sort_key(text) == sort_key(text.upper())


def test_sort_key_follows_the_alphabet() -> None:
    assert sorted(SHUFFLED_ALPHABET, key=sort_key) == ALPHABET


def test_sort_key_follows_the_tones() -> None:
    assert sorted(SHUFFLED_TONES, key=sort_key) == TONES


@given(st.randoms())
def test_sort_key_orders_by_syllable(rng: random.Random) -> None:
    in_order = [
        "ba",
        "ba ba",
        "ba bà",
        "bà",
        "bà con",
        "bả",
        "bã",
        "bá",
        "bạ",
        "bác",
        "bạc",
        "băng",
        "bâng",
        "bo",
        "bộ",
    ]
    shuffled = rng.sample(in_order, len(in_order))
    assert sorted(shuffled, key=sort_key) == in_order


def test_letters_decide_before_the_tone_of_the_same_syllable() -> None:
    assert sort_key("bạ") < sort_key("bác")
    assert sort_key("da") < sort_key("đa")
    assert sort_key("dzu") < sort_key("đa")


def test_numbers_sort_by_value_and_punctuation_is_ignored() -> None:
    assert sorted(["Thôn 10", "Thôn 2", "Thôn 01"], key=sort_key) == ["Thôn 01", "Thôn 2", "Thôn 10"]
    assert sort_key("Văn hóa - Thông tin") == sort_key("Văn hóa, Thông tin")


@given(st.text())
def test_sort_key_is_stable_under_utf8_byte_order(text: str) -> None:
    """The "C" collation compares bytes of UTF-8: for these keys that is code point order, ASCII for Vietnamese."""
    key = sort_key(text)
    assert key.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass") == key
    if all(char in "aăâbcdđeêghiklmnoôơpqrstuưvxy " for char in text):
        assert key.isascii()


def test_people_are_listed_by_given_name() -> None:
    people = ["Trần Văn Đạt", "Lê Thị An", "Nguyễn Văn Ẩn", "Phan Thị Dung", "Bùi Thị An"]
    assert sorted(people, key=name_sort_key) == [
        "Bùi Thị An",
        "Lê Thị An",
        "Nguyễn Văn Ẩn",
        "Phan Thị Dung",
        "Trần Văn Đạt",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hòa", "Hoà"), ("HÒA", "hoà"), ("Lê Thuỷ", "Lê Thủy"), ("Nguyễn  Khoẻ", "NGUYỄN KHỎE "), ("Quý", "Qúy")],
)
def test_a_name_is_the_same_wherever_its_tone_is_written(one: str, other: str) -> None:
    assert is_same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoa", "Hòa"), ("Hòa", "Hóa"), ("Đào", "Dào"), ("Lân", "Lăn"), ("Thị Hoa", "Thịhoa"), ("Hoa", "")],
)
def test_another_tone_or_letter_is_another_name(one: str, other: str) -> None:
    assert not is_same_name(one, other)
