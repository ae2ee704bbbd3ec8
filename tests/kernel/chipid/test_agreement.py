"""Chip authentication: as passports of four countries did it, as our card does it, and as copies try to."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.chipid.conftest import CHALLENGE, EVERYTHING, HOLDER, KEY, judge
from tests.kernel.chipid.recorded import (
    AES_128_INFO,
    MALAYSIA,
    RECORDED,
    SPECIFIED_P256,
    Recorded,
    dg14,
    info,
    key_info,
)

from dean06.kernel.chipid import agreement, security_infos, tlv
from dean06.kernel.chipid.channel import Channel
from dean06.kernel.chipid.ciphers import SUITES
from dean06.kernel.chipid.curves import CURVES
from dean06.kernel.chipid.reading import read_card
from dean06.kernel.chipid.secure_messaging import Session
from dean06.kernel.chipid.types import (
    AccessNumber,
    CardReading,
    CardRefused,
    FileId,
    Proof,
    ProofLevel,
    ReadingCancelled,
    Reason,
)
from dean06.sandbox.card.application import Application, Habits
from dean06.sandbox.card.chip import Chip, personalise
from dean06.sandbox.card.infos import Offer


class Script:
    """A card that gives recorded answers."""

    def __init__(self, *answers: str) -> None:
        self.asked: list[str] = []
        self.answers = iter(answers)

    def transmit(self, command: bytes) -> bytes:
        self.asked.append(command.hex().upper())
        return bytes.fromhex(next(self.answers))


def play(recorded: Recorded, *refusal: str) -> Script:
    """Our terminal at the recorded passport; ends under the recorded keys."""
    cipher, encryption_key, mac_key, counter = recorded.before
    began = int(counter, 16) - 2 * len(refusal)
    card = Script(*refusal, *(answer for _, answer in recorded.exchange))
    channel = Channel(card)
    channel.session = Session(
        SUITES[cipher], bytes.fromhex(encryption_key), bytes.fromhex(mac_key), began.to_bytes(16, "big")
    )
    terms = agreement.choose(security_infos.of_dg14(recorded.dg14))
    agreement.restart(channel, terms, draw=lambda order: int(recorded.private, 16))
    cipher, encryption_key, mac_key = recorded.after
    expected = Session(SUITES[cipher], bytes.fromhex(encryption_key), bytes.fromhex(mac_key), b"\x02")
    assert channel.session.wrap(b"\x00\xb0\x00\x00", expected=1) == expected.wrap(b"\x00\xb0\x00\x00", expected=1)
    return card


@pytest.mark.parametrize("country", sorted(RECORDED))
def test_as_a_passport_did_it_byte_by_byte(country):
    recorded = RECORDED[country]
    assert play(recorded).asked == [command for command, _ in recorded.exchange]


def test_a_passport_that_wants_the_protocol_named_before_a_3des_key():
    """The standard has 3DES cards take the key at once; one that refuses is asked in the other way it may know."""
    _, _, mac_key, counter = MALAYSIA.before
    status = bytes.fromhex("99026A80")
    refused = (int(counter, 16)).to_bytes(8, "big") + status + bytes.fromhex("80000000")
    refusal = status + tlv.encode(0x8E, SUITES[1].mac(bytes.fromhex(mac_key), refused)) + bytes.fromhex("6A80")
    card = play(MALAYSIA, refusal.hex())
    assert card.asked[1:] == [command for command, _ in MALAYSIA.exchange]


MODERN = (*EVERYTHING, FileId.DG14)
NUMBER = AccessNumber(digits="270626")


def read(chip: Chip, habits: Habits | None = None, key=KEY) -> CardReading:
    return read_card(Application(chip, habits or Habits()), key, MODERN, challenge=CHALLENGE)


def refused(act) -> Reason:
    with pytest.raises(CardRefused) as caught:
        act()
    assert caught.value.message_vi
    return caught.value.reason


def local(reading: CardReading, trust):
    """The verdict of a terminal that verifies for itself."""
    return judge(replace(reading, active_signature=b""), trust, needs_chip=False, agreed=reading.agreed)


@pytest.fixture(scope="module")
def agreeing(signer) -> Chip:
    return personalise(HOLDER, signer, key_kind="ec", pace=(Offer(),), can=NUMBER.digits, agreement=Offer())


@pytest.mark.parametrize("pace", [(), (Offer(),)], ids=["bac", "pace"])
@pytest.mark.parametrize("cipher", [1, 2, 3, 4])
@pytest.mark.parametrize("curve", [12, 13, 15, 16])
def test_every_curve_and_cipher(signer, trust, curve, cipher, pace):
    chip = personalise(HOLDER, signer, key_kind="none", pace=pace, agreement=Offer(curve, cipher))
    reading = read(chip)
    assert reading.agreed
    card = local(reading, trust)
    assert (card.level, card.proofs) == (ProofLevel.TERMINAL, {Proof.AGREEMENT})


@pytest.mark.parametrize(
    "offer", [Offer(key_number=0xC3), Offer(12, 1, key_number=7), Offer(12, 1, is_named=False), Offer(13, 1, 9, False)]
)
def test_other_ways_to_offer_it(signer, trust, offer):
    chip = personalise(HOLDER, signer, agreement=offer)
    assert local(read(chip), trust).level is ProofLevel.TERMINAL


@pytest.mark.parametrize(
    "habits",
    [
        Habits(without_protected_status=True),
        Habits(without_short_names=True),
        Habits(longest_answer=0x40),
        Habits(parts_of=0x30),
        Habits(errors_in_the_clear=True),
        Habits(wants_exact_length=True),
        Habits(errors_in_the_clear=True, without_short_names=True),
    ],
)
@pytest.mark.parametrize("cipher", [1, 4])
def test_other_makers_cards_agree_too(signer, trust, habits, cipher):
    chip = personalise(HOLDER, signer, key_kind="ec", pace=(Offer(13, cipher),), agreement=Offer(12, cipher))
    reading = read(chip, habits)
    assert judge(reading, trust, agreed=reading.agreed).proofs == {Proof.ACTIVE, Proof.AGREEMENT}


def test_a_3des_card_that_wants_the_protocol_named_first(signer, trust):
    chip = personalise(HOLDER, signer, agreement=Offer(12, 1))
    assert local(read(chip, Habits(knows_no_key_at_once=True)), trust).level is ProofLevel.TERMINAL


@pytest.mark.parametrize("lost_at", range(8, 34))
def test_a_session_lost_at_any_moment_is_begun_anew(agreeing, trust, lost_at):
    reading = read(agreeing, Habits(loses_session_after=lost_at))
    assert reading.agreed
    assert judge(reading, trust).level is ProofLevel.CHIP


def test_a_copy_has_not_the_key(agreeing):
    copy = replace(agreeing, agreement_key=ec.generate_private_key(ec.BrainpoolP256R1()))
    assert refused(lambda: read(copy)) is Reason.CLONED


@pytest.mark.parametrize("habits", [Habits(will_not_agree=True), Habits(will_not_agree=True, errors_in_the_clear=True)])
def test_a_copy_that_says_it_cannot_is_refused(agreeing, habits):
    assert refused(lambda: read(agreeing, habits)) is Reason.PROOF_MISSING


def test_a_copy_with_a_key_of_its_own_is_not_what_was_signed(agreeing, trust, signer):
    """It agrees with itself; the issuer never signed its DG14."""
    own = personalise(HOLDER, signer, key_kind="none", pace=(Offer(),), agreement=Offer())
    files = {**own.files, 0x011D: agreeing.files[0x011D], 0x010F: agreeing.files[0x010F]}
    reading = read(replace(own, files=files), Habits(cannot_sign=True))
    assert reading.agreed
    assert refused(lambda: local(reading, trust)) is Reason.HASH_MISMATCH


def test_what_a_terminal_says_does_not_stand_in_for_a_signature(agreeing, trust):
    reading = replace(read(agreeing), active_signature=b"")
    assert refused(lambda: judge(reading, trust, agreed=True)) is Reason.PROOF_MISSING
    assert judge(reading, trust, needs_chip=False).level is ProofLevel.DATA


def test_a_terminal_cannot_say_it_of_a_card_that_offers_nothing(chip, trust):
    reading = replace(read(chip), active_signature=b"")
    assert not reading.agreed
    assert refused(lambda: judge(reading, trust, needs_chip=False, agreed=True)) is Reason.PROOF_MISSING


def test_a_signature_is_the_better_proof(agreeing, trust):
    card = judge(read(agreeing), trust, agreed=True)
    assert (card.level, card.proofs) == (ProofLevel.CHIP, {Proof.ACTIVE, Proof.AGREEMENT})


UNKNOWN_CURVE = bytes.fromhex("301306072A8648CE3D020106082A8648CE3D030101")  # P-192
P256 = bytes.fromhex("301306072A8648CE3D020106082A8648CE3D030107")


@pytest.mark.parametrize(
    "infos",
    [
        (),
        (info(AES_128_INFO),),
        (info("04007F00070202030102"), key_info(P256, "00" * 64)),  # agreement without curves
        (info("04007F00070202030205"), key_info(P256, "00" * 64)),  # a cipher nobody knows
        (info(AES_128_INFO, tlv.encode(2, b"\x01")), key_info(P256, "00" * 64, tlv.encode(2, b"\x02"))),
        (info(AES_128_INFO), key_info(UNKNOWN_CURVE, "00" * 48)),
    ],
    ids=["nothing", "no-key", "no-curve", "cipher", "another-key", "small-curve"],
)
def test_what_we_do_not_know_is_not_done(infos):
    assert agreement.choose(security_infos.of_dg14(dg14(*infos))) is None


def point(number: int, scalar: int) -> bytes:
    return CURVES[number].encode(CURVES[number].generated(scalar))[1:]


def moved_generator() -> bytes:
    """P-256 spelt out with another generator, for which its maker knows every secret."""
    return SPECIFIED_P256.replace(point(12, 1), point(12, 2))


HOSTILE_POINTS = {
    "zeros": (P256, "00" * 64),
    "off-the-curve": (P256, (point(12, 5)[:-1] + bytes([point(12, 5)[-1] ^ 1])).hex()),
    "beyond-the-field": (P256, (b"\xff" * 32 + point(12, 5)[32:]).hex()),
    "another-curves": (P256, point(13, 5).hex()),
    "half": (P256, point(12, 5)[:32].hex()),
    "too-long": (P256, point(12, 5).hex() + "00"),
    "empty": (P256, ""),
    "spelt-out": (SPECIFIED_P256, "11" * 64),
}


@pytest.mark.parametrize("name", sorted(HOSTILE_POINTS))
def test_a_hostile_key_is_refused(name):
    data = dg14(info(AES_128_INFO), key_info(*HOSTILE_POINTS[name]))
    assert refused(lambda: agreement.choose(security_infos.of_dg14(data))) is Reason.MALFORMED


def test_a_curve_with_a_generator_of_the_makers_choice_is_no_known_curve():
    data = dg14(info(AES_128_INFO), key_info(moved_generator(), point(12, 5).hex()))
    assert agreement.choose(security_infos.of_dg14(data)) is None


@settings(deadline=None)
@given(st.data())
def test_a_damaged_dg14_is_refused_or_offers_a_point_of_the_curve(data):
    recorded = RECORDED[data.draw(st.sampled_from(sorted(RECORDED)))].dg14
    damaged = bytearray(recorded)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        terms = agreement.choose(security_infos.of_dg14(bytes(damaged)))
    except CardRefused:
        return
    assert terms is None or terms.curve.decode(terms.curve.encode(terms.key)) == terms.key


def test_a_reading_nobody_wants_any_more_ends_before_the_next_command(agreeing):
    card = Application(agreeing)
    with pytest.raises(ReadingCancelled):
        read_card(card, KEY, MODERN, is_cancelled=lambda: card.commands == 9)
    assert card.commands == 9
