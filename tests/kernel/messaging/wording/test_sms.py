"""Segments of text messages, against the standard's figures and against a slow count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.messaging.wording import sms
from dean06.kernel.messaging.wording.types import Alphabet

GSM_TEXT = st.text(st.sampled_from(sorted(sms.BASIC | sms.EXTENDED)), max_size=700)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.mark.parametrize(
    ("text", "alphabet", "count"),
    [
        ("", Alphabet.GSM7, 0),
        ("x" * 160, Alphabet.GSM7, 1),
        ("x" * 161, Alphabet.GSM7, 2),
        ("x" * 306, Alphabet.GSM7, 2),
        ("x" * 307, Alphabet.GSM7, 3),
        ("€" * 80, Alphabet.GSM7, 1),
        ("€" * 81, Alphabet.GSM7, 2),
        ("€" * 153, Alphabet.GSM7, 3),  # 76 to a segment: a sign of two septets is not split
        ("ế" * 70, Alphabet.UCS2, 1),
        ("ế" * 71, Alphabet.UCS2, 2),
        ("ế" * 134, Alphabet.UCS2, 2),
        ("😀" * 35, Alphabet.UCS2, 1),
        ("😀" * 67, Alphabet.UCS2, 3),  # 33 to a segment: a surrogate pair is not split
    ],
)
def test_the_figures_of_the_standard(text, alphabet, count):
    assert sms.segments(text, alphabet) == count


def test_vietnamese_needs_the_other_alphabet_or_loses_its_tones():
    assert sms.strange("Hồ sơ đã có kết quả", Alphabet.GSM7) == "ồơđãóếả"
    with pytest.raises(ValueError, match="not in gsm7"):
        sms.segments("Hồ sơ", Alphabet.GSM7)
    assert sms.fit("Hồ sơ đã có kết quả", Alphabet.GSM7) == "Ho so da co ket qua"
    assert sms.strange("Hồ sơ đã có kết quả", Alphabet.UCS2) == ""


@given(GSM_TEXT)
def test_no_text_takes_fewer_segments_than_its_septets(text):
    septets = sum(2 if char in sms.EXTENDED else 1 for char in text)
    count = sms.segments(text, Alphabet.GSM7)
    assert count == (0 if not text else 1) if septets <= 160 else count >= -(-septets // 153)
    assert count * 153 < septets + 153 + count if septets > 160 else True


@given(ANY_TEXT, st.sampled_from(list(Alphabet)))
def test_what_was_fitted_can_be_written_and_fitting_again_changes_nothing(text, alphabet):
    fitted = sms.fit(text, alphabet)
    assert sms.strange(fitted, alphabet) == ""
    assert sms.fit(fitted, alphabet) == fitted
    if alphabet is Alphabet.GSM7:
        assert set(fitted) <= sms.BASIC


@given(GSM_TEXT, GSM_TEXT)
def test_a_longer_text_never_takes_fewer(first, second):
    assert sms.segments(first + second, Alphabet.GSM7) >= sms.segments(first, Alphabet.GSM7)
