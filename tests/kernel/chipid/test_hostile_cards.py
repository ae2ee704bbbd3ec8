"""Cards, and whoever sits between card and reader, that answer what they like: refused with a reason, and in an end."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.chipid.conftest import CHALLENGE, EVERYTHING, HOLDER, KEY, judge

from dean06.kernel.chipid import tlv
from dean06.kernel.chipid.channel import MOST_COMMANDS, MOST_PARTS
from dean06.kernel.chipid.reading import MOST_SESSIONS, read_card
from dean06.kernel.chipid.types import AccessNumber, CardReading, CardRefused, FileId, Reason
from dean06.sandbox.card.application import Application
from dean06.sandbox.card.chip import Chip, personalise
from dean06.sandbox.card.infos import Offer

MODERN = (*EVERYTHING, FileId.DG14)
SECURE = 0x0C
LONGEST_READING = 40  # commands of an undisturbed reading of these cards
Answer = Callable[[int, bytes, bytes], bytes]


@pytest.fixture(scope="module")
def old(signer) -> Chip:
    return personalise(HOLDER, signer, key_kind="ec")


@pytest.fixture(scope="module")
def modern(signer) -> Chip:
    return personalise(HOLDER, signer, key_kind="ec", pace=(Offer(),), agreement=Offer(12, 1), can="270626")


@pytest.fixture(params=["old", "modern"])
def card(request) -> Chip:
    return request.getfixturevalue(request.param)


class Between:
    """Somebody between card and reader: the place in the talk, the command, the true answer, to the one given."""

    def __init__(self, chip: Chip, answer: Answer) -> None:
        self.commands = 0
        self._card = Application(chip)
        self._answer = answer

    def transmit(self, command: bytes) -> bytes:
        self.commands += 1
        return self._answer(self.commands, command, self._card.transmit(command))


def read(card, key=KEY) -> CardReading:
    return read_card(card, key, MODERN, challenge=CHALLENGE)


def refused(card, key=KEY) -> Reason:
    with pytest.raises(CardRefused) as caught:
        read(card, key)
    assert caught.value.message_vi
    return caught.value.reason


def from_secure(answer: bytes | Iterator[bytes]) -> Answer:
    """Answers like that to every protected command."""
    return lambda place, command, true: (
        (answer if isinstance(answer, bytes) else next(answer)) if command[0] & SECURE == SECURE else true
    )


@pytest.mark.parametrize("status", ["6100", "61FF", "6C00", "6C10", "6CFF", "9000", "6700", "6A82", "6982", "6988"])
def test_the_same_status_without_end(card, status):
    """Unprotected in a protected talk, whatever it says: it counts as no answer, and there is an end of trying."""
    between = Between(card, from_secure(bytes.fromhex(status)))
    assert refused(between) in (Reason.SESSION_LOST, Reason.OVERSIZED)
    assert between.commands < (MOST_SESSIONS + 1) * (MOST_PARTS + LONGEST_READING)


@pytest.mark.parametrize("status", ["6100", "61FF", "6C00", "6CFF", "9000", "6A82"])
def test_the_same_status_from_the_first_command_on(card, status):
    between = Between(card, lambda place, command, true: bytes.fromhex(status))
    assert refused(between) in Reason
    assert between.commands <= MOST_PARTS + LONGEST_READING


def test_parts_without_end(card):
    """Each says that there is one more."""
    between = Between(card, lambda place, command, true: true[:-2] + b"\x61\x10")
    assert refused(between) is Reason.OVERSIZED
    assert between.commands <= MOST_PARTS + 2


def test_lengths_that_are_never_the_right_one(card):
    numbers = iter(range(10**6))
    between = Between(card, from_secure(bytes([0x6C, next(numbers) % 256]) for _ in iter(int, 1)))
    assert refused(between) is Reason.SESSION_LOST


@pytest.mark.parametrize("size", [0, 1])
def test_answers_too_short_to_be_one(card, size):
    assert refused(Between(card, lambda place, command, true: true[:size])) is Reason.SESSION_LOST


@pytest.mark.parametrize("place", range(1, 30))
def test_one_answer_without_its_end(card, trust, place):
    """A reading that ends is the true one: the card was asked again in a new session."""
    between = Between(card, lambda now, command, true: true[: len(true) // 2] if now == place else true)
    try:
        reading = read(between)
    except CardRefused:
        return
    assert judge(reading, trust).zone.personal_id == HOLDER.personal_id


def test_a_wrong_checksum_is_never_taken(card):
    """The last byte of the checksum before the status."""

    def spoilt(place: int, command: bytes, true: bytes) -> bytes:
        return true[:-3] + bytes([true[-3] ^ 1]) + true[-2:] if command[0] & SECURE == SECURE else true

    assert refused(Between(card, spoilt)) is Reason.SESSION_LOST


def test_an_answer_given_twice_is_out_of_step(card):
    """The counter of the second command is another one."""
    kept: list[bytes] = []

    def again(place: int, command: bytes, true: bytes) -> bytes:
        if command[0] & SECURE == SECURE:
            kept.append(true)
            return kept[0]
        return true

    assert refused(Between(card, again)) is Reason.SESSION_LOST


def test_answers_of_an_older_session_are_nobodys(card):
    recorded: list[bytes] = []
    read(Between(card, lambda place, command, true: recorded.append(true) or true))
    between = Between(card, lambda place, command, true: recorded[place - 1] if place <= len(recorded) else true)
    assert refused(between) in (Reason.ACCESS_DENIED, Reason.SESSION_LOST)


@pytest.mark.parametrize("header", ["7784FFFFFFFF", "7783FFFFFF", "7783040001", "7784000400FF"])
def test_a_file_that_says_it_is_larger_than_any_is_not_fetched(signer, header):
    chip = personalise(HOLDER, signer, key_kind="none")
    size = len(chip.files[0x011D])
    chip.files[0x011D] = bytes.fromhex(header) + bytes(size)
    card = Application(chip)
    assert refused(card) is Reason.OVERSIZED
    assert card.commands < 10


def test_a_file_that_never_ends_in_answers_of_a_few_bytes(signer):
    """As long as a file may be, six bytes at a time: nobody waits for that."""
    chip = personalise(HOLDER, signer, key_kind="none")
    chip.files[0x011D] = tlv.encode(0x77, bytes(tlv.LONGEST_FILE))
    card = Application(chip)
    card.habits.longest_answer = 6
    assert refused(card) is Reason.OVERSIZED
    assert card.commands <= MOST_COMMANDS


@pytest.mark.parametrize("keep", [0, 1, 3, 100, 300])
def test_a_file_that_ends_before_it_says(signer, keep):
    chip = personalise(HOLDER, signer, key_kind="none")
    chip.files[0x011D] = chip.files[0x011D][:keep]
    if keep:
        assert refused(Application(chip)) is Reason.MALFORMED
    else:
        assert FileId.SOD not in read(Application(chip)).files


noise = st.binary(max_size=40)
bends: st.SearchStrategy[Callable[[bytes], bytes]] = st.one_of(
    noise.map(lambda data: lambda true: data),
    noise.map(lambda data: lambda true: data + true),
    noise.map(lambda data: lambda true: true[:-2] + data + true[-2:]),
    st.integers(0, 300).map(lambda size: lambda true: true[:size]),
    st.integers(0, 300).map(lambda size: lambda true: true[size:]),
    st.tuples(st.integers(0, 300), st.integers(1, 255)).map(
        lambda flip: lambda true: bytes(byte ^ flip[1] if at == flip[0] else byte for at, byte in enumerate(true))
    ),
    st.integers(0, 0xFFFF).map(lambda status: lambda true: true[:-2] + status.to_bytes(2, "big")),
    st.integers(0, 0xFFFF).map(lambda status: lambda true: status.to_bytes(2, "big")),
    st.just(lambda true: true * 3),
)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(bent=st.dictionaries(st.integers(1, 45), bends, min_size=1, max_size=4))
def test_whatever_happens_on_the_way_the_reading_is_true_or_refused(card, trust, bent):
    between = Between(card, lambda place, command, true: bent[place](true) if place in bent else true)
    try:
        verdict = judge(read(between), trust)
    except CardRefused as refusal:
        reason = refusal.reason
    else:
        reason = None
        assert verdict.zone.personal_id == HOLDER.personal_id
    assert reason is None or reason in Reason
    assert between.commands < MOST_SESSIONS * 2 * LONGEST_READING


@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
@given(answers=st.lists(st.binary(max_size=80), max_size=40), last=st.binary(max_size=4))
@pytest.mark.parametrize("key", [KEY, AccessNumber(digits="270626")], ids=["zone", "number"])
def test_noise_is_no_card(key, answers, last):
    class Noise:
        def __init__(self) -> None:
            self.answers = iter(answers)

        def transmit(self, command: bytes) -> bytes:
            return next(self.answers, last)

    assert refused(Noise(), key) in Reason
