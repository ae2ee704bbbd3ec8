"""VietQR against published codes, and against damage."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.money import Dong
from dean06.kernel.payments.vietqr import PaymentCode, decode, encode

# From the specification's examples (NAPAS 1.5.2); the checksum was computed apart from this code.
STATIC = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
DYNAMIC = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
    "530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"
)
# A sample that goes round with a wrong checksum (CD60 where C06F is right).
WRONG_CHECKSUM = STATIC[:-4] + "CD60"
ACCOUNT = PaymentCode(bank="970403", account="0011012345678")
ORDER = PaymentCode(
    bank="970403",
    account="0011012345678",
    amount=Dong(180_000),
    reference="NPS6869",
    purpose="thanh toan don hang",
)

accounts = st.text("0123456789ABCDEFXYZabcxyz", min_size=1, max_size=19)
amounts = st.none() | st.integers(1, 9_999_999_999_999).map(Dong)
plain = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=25)


@pytest.mark.parametrize(("text", "code"), [(STATIC, ACCOUNT), (DYNAMIC, ORDER)])
def test_published_codes_are_read_and_written(text, code):
    assert decode(text) == code
    assert encode(code) == text


def test_a_purpose_loses_its_marks_because_codes_hold_plain_letters_only():
    assert decode(encode(PaymentCode(bank="970403", account="1", purpose="Lệ phí Đức Thọ"))).purpose == "Le phi Duc Tho"


@given(
    st.builds(
        PaymentCode,
        bank=st.from_regex(r"[0-9]{6}", fullmatch=True),
        account=accounts,
        amount=amounts,
        reference=plain,
        purpose=plain,
    )
)
def test_what_is_written_is_read(code):
    assert decode(encode(code)) == code


@given(st.integers(0, len(DYNAMIC) - 1), st.characters(min_codepoint=32, max_codepoint=126))
def test_one_wrong_character_is_noticed(position, character):
    damaged = DYNAMIC[:position] + character + DYNAMIC[position + 1 :]
    assume((damaged[:-4], damaged[-4:].upper()) != (DYNAMIC[:-4], DYNAMIC[-4:]))
    with pytest.raises(Invalid):
        decode(damaged)


def test_the_checksum_may_be_written_small():
    assert decode(DYNAMIC[:-4] + DYNAMIC[-4:].lower()) == ORDER


@given(st.text(max_size=600))
def test_anything_else_is_refused_without_a_crash(text):
    with pytest.raises(Invalid):
        decode(text)


@pytest.mark.parametrize(
    "text",
    [
        WRONG_CHECKSUM,
        STATIC.replace("QRIBFTTA", "QRCASH00"),
        STATIC[:-12],
        "",
        "https://vidu.vn/tra-tien",
    ],
)
def test_known_bad_codes_are_refused(text):
    with pytest.raises(Invalid, match=r"\w"):
        decode(text)


@pytest.mark.parametrize(
    "code",
    [
        PaymentCode(bank="97040", account="1"),
        PaymentCode(bank="970403", account="12-34"),
        PaymentCode(bank="970403", account="1" * 20),
        PaymentCode(bank="970403", account="1", amount=Dong(0)),
        PaymentCode(bank="970403", account="1", amount=Dong(10**13)),
        PaymentCode(bank="970403", account="1", reference="x" * 26),
        PaymentCode(bank="970403", account="1", purpose="lệ phí ☂"),
    ],
)
def test_what_no_code_can_hold_is_refused(code):
    with pytest.raises(Invalid):
        encode(code)
