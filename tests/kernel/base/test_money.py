"""Money in figures and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.money import Dong, format_dong, in_words, parse_dong

AMOUNTS = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0 đ"), (500, "500 đ"), (12_500, "12.500 đ"), (-1_000_000, "-1.000.000 đ")]
)
def test_format(amount: int, text: str) -> None:
    assert format_dong(Dong(amount)) == text


@given(AMOUNTS)
def test_what_is_written_can_be_read(amount: int) -> None:
    written = format_dong(amount)
    assert parse_dong(written) == parse_dong(str(amount)) == parse_dong(written.replace(".", ",")) == amount


@pytest.mark.parametrize("text", ["12.5", "1.2345", "12.500,5", "", "đ", "mười", "1.000,000", "1e6", "12.500 $", "--5"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_dong(text)
    assert refusal.value.code == "bad_amount"


@pytest.mark.parametrize("text", ["12500", "12.500đ", " 12 500 đồng ", "12,500 VND", "12.500 ₫", "12500VNĐ"])
def test_ways_of_writing(text: str) -> None:
    assert parse_dong(text) == 12_500


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (4, "Bốn đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (111, "Một trăm mười một đồng"),
        (121, "Một trăm hai mươi mốt đồng"),
        (1_000, "Một nghìn đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (12_500, "Mười hai nghìn năm trăm đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (1_024_000, "Một triệu không trăm hai mươi tư nghìn đồng"),
        (10**9, "Một tỷ đồng"),
        (10**9 + 10**6, "Một tỷ không trăm linh một triệu đồng"),
        (2 * 10**12, "Hai nghìn tỷ đồng"),
        (10**18, "Một tỷ tỷ đồng"),
        (1_234_567_891, "Một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi mốt đồng"),
        (-50_000, "Âm năm mươi nghìn đồng"),
    ],
)
def test_words(amount: int, words: str) -> None:
    assert in_words(amount) == words


def test_the_word_for_an_empty_ten_can_be_chosen() -> None:
    assert in_words(105, zero_ten="lẻ") == "Một trăm lẻ năm đồng"


DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5}
DIGITS |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


def listen(words: str) -> int:
    """Understand an amount the way a clerk does: written for the test, from the reading rules."""
    total = group = digit = 0
    for word in words.lower().removesuffix(" đồng").split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group += 10
        elif word in ("nghìn", "triệu"):
            total, group, digit = total + (group + digit) * {"nghìn": 10**3, "triệu": 10**6}[word], 0, 0
    return total + group + digit


@given(st.integers(0, 10**9 - 1))
def test_words_say_the_amount(amount: int) -> None:
    assert listen(in_words(amount)) == amount
