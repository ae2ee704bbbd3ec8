"""The code in a transfer's content: found among a bank's words, never mistaken for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.payments import references
from dean06.kernel.payments.references import ALPHABET, LENGTH, PREFIX, RANDOM

CODES = st.text(ALPHABET, min_size=RANDOM, max_size=RANDOM).map(references.complete)
PLACES = st.integers(len(PREFIX), len(PREFIX) + LENGTH - 1)


def put(code: str, place: int, symbol: str) -> str:
    return code[:place] + symbol + code[place + 1 :]


@given(CODES)
def test_a_code_is_a_code_however_it_is_typed(code):
    assert references.normal(code) == code
    assert references.normal(references.spoken(code).lower()) == code
    assert references.normal(code.replace("0", "O").replace("1", "l").replace("V", "u").replace("2", "z")) == code


@given(CODES, PLACES, PLACES, st.sampled_from(ALPHABET), st.sampled_from(ALPHABET))
def test_one_or_two_wrong_symbols_are_no_code(code, first, second, one, other):
    wrong = put(put(code, first, one), second, other)
    assert wrong == code or not references.is_code(wrong)


@given(CODES, PLACES, PLACES)
def test_two_symbols_exchanged_are_no_code(code, first, second):
    swapped = put(put(code, first, code[second]), second, code[first])
    assert swapped == code or not references.is_code(swapped)


@pytest.mark.parametrize(
    "around",
    [
        "{code}",
        "MBVCB.1234567.{code}.CT tu 0123456789 toi 0600000100",
        "thanh toan {spoken} le phi",
        "NGUYEN VAN DT CHUYEN TIEN {lower}",
        "QR-{code}-{code}",
    ],
)
def test_it_is_found_among_a_banks_words(around):
    code = references.new_code()
    text = around.format(code=code, lower=code.lower(), spoken=references.spoken(code))
    assert references.codes_in(text) == [code]


def test_two_orders_in_one_content_are_both_found():
    one, other = references.complete("1234567"), references.complete("7654321")
    assert references.codes_in(f"{one} {other}") == [one, other]


def test_a_mistyped_code_is_recognised_as_one():
    code = references.complete("1234567")
    wrong = put(code, 5, "X" if code[5] != "X" else "Y")
    assert references.looks_mistyped(f"tra tien {wrong}")
    assert not references.looks_mistyped(f"tra tien {code}")
    assert not references.looks_mistyped("tra tien le phi")


@given(st.text(max_size=600))
def test_no_content_upsets_the_search(text):
    assert all(references.is_code(code) for code in references.codes_in(text))
