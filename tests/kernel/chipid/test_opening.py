"""Cards opened by PACE where they offer it, the old way where they do not, and never the old way after a refusal."""

from dataclasses import replace

import pytest
from tests.kernel.chipid.conftest import CHALLENGE, EVERYTHING, HOLDER, KEY, judge

from dean06.kernel.chipid.reading import read_card
from dean06.kernel.chipid.types import AccessNumber, CardReading, CardRefused, FileId, Opening, ProofLevel, Reason
from dean06.sandbox.card.application import Application, Habits
from dean06.sandbox.card.chip import Chip, personalise
from dean06.sandbox.card.infos import Offer, card_access

NUMBER = AccessNumber(digits="270626")
MODERN = (*EVERYTHING, FileId.DG14)
GET_CHALLENGE = 0x84


@pytest.fixture(scope="module")
def modern(signer) -> Chip:
    """A card as they are made now: PACE, a number on its front, DG14."""
    return personalise(HOLDER, signer, key_kind="ec", pace=(Offer(),), can=NUMBER.digits)


class Watched:
    """A card whose commands are kept."""

    def __init__(self, chip: Chip, habits: Habits | None = None) -> None:
        self.card = Application(chip, habits or Habits())
        self.commands: list[bytes] = []

    def transmit(self, command: bytes) -> bytes:
        self.commands.append(command)
        return self.card.transmit(command)

    def was_asked_the_old_way(self) -> bool:
        return any(command[1] == GET_CHALLENGE for command in self.commands)


def read(chip: Chip, key=KEY, habits: Habits | None = None, wanted=MODERN) -> CardReading:
    return read_card(Application(chip, habits or Habits()), key, wanted, challenge=CHALLENGE)


def reason_of(card, key=KEY) -> Reason:
    with pytest.raises(CardRefused) as refused:
        read_card(card, key, MODERN)
    assert refused.value.message_vi
    return refused.value.reason


@pytest.mark.parametrize("cipher", [1, 2, 3, 4])
@pytest.mark.parametrize("curve", [12, 13, 15, 16])
def test_every_curve_and_cipher_by_zone_and_number(signer, trust, curve, cipher):
    chip = personalise(HOLDER, signer, key_kind="ec", pace=(Offer(curve, cipher),), can=NUMBER.digits)
    for key, opening in ((KEY, Opening.PACE_ZONE), (NUMBER, Opening.PACE_NUMBER)):
        card = Watched(chip)
        reading = read_card(card, key, MODERN, challenge=CHALLENGE)
        assert reading.opened_by is opening
        assert not card.was_asked_the_old_way()
        assert judge(reading, trust).zone.personal_id == HOLDER.personal_id


def test_an_old_card_is_opened_the_old_way(chip, trust):
    reading = read(chip)
    assert reading.opened_by is Opening.BASIC
    assert FileId.CARD_ACCESS not in reading.files
    assert judge(reading, trust).level is ProofLevel.CHIP


def test_a_card_may_offer_several_ways(signer, trust):
    chip = personalise(HOLDER, signer, key_kind="ec", pace=(Offer(12, 2), Offer(16, 4), Offer(13, 1)))
    assert judge(read(chip), trust)


def test_a_card_that_offers_only_what_nobody_knows_is_opened_the_old_way(chip):
    unknown = bytes.fromhex("31143012060A04007F0007020204040202010202010D")  # integrated mapping
    assert read(replace(chip, access=unknown)).opened_by is Opening.BASIC


def test_a_card_without_dg14_is_opened_all_the_same(signer, trust):
    chip = personalise(HOLDER, signer, key_kind="ec", pace=(Offer(),), with_infos=False)
    reading = read(chip)
    assert FileId.DG14 not in reading.files
    assert judge(reading, trust).level is ProofLevel.CHIP


@pytest.mark.parametrize("habits", [Habits(), Habits(only_pace=True)])
def test_the_wrong_print_is_refused_and_the_old_way_not_tried(modern, habits):
    card = Watched(modern, habits)
    assert reason_of(card, replace(KEY, document_number="000000000")) is Reason.ACCESS_DENIED
    assert not card.was_asked_the_old_way()


def test_the_wrong_number_is_refused_in_its_own_words(modern):
    card = Watched(modern)
    assert reason_of(card, AccessNumber(digits="000000")) is Reason.WRONG_NUMBER
    assert not card.was_asked_the_old_way()


@pytest.mark.parametrize("pace", [(), (Offer(),)])
def test_a_card_without_a_number_asks_for_the_zone(signer, pace):
    assert reason_of(Application(personalise(HOLDER, signer, key_kind="ec", pace=pace)), NUMBER) is Reason.ZONE_NEEDED


def test_a_card_that_only_knows_pace_is_read(modern, trust):
    assert judge(read(modern, habits=Habits(only_pace=True)), trust).level is ProofLevel.CHIP


def test_a_card_that_only_knows_pace_and_hides_it_is_refused(modern):
    assert reason_of(Application(modern, Habits(only_pace=True, hides_access=True))) is Reason.ACCESS_DENIED


def test_an_offer_somebody_took_away_is_noticed(modern, trust):
    reading = read(modern, habits=Habits(hides_access=True))
    assert reading.opened_by is Opening.BASIC
    with pytest.raises(CardRefused) as refused:
        judge(reading, trust)
    assert refused.value.reason is Reason.DOWNGRADED


def test_an_offer_made_weaker_on_the_way_is_noticed(signer, trust):
    chip = personalise(HOLDER, signer, key_kind="ec", pace=(Offer(12, 1), Offer(16, 4)))
    reading = read(replace(chip, access=card_access([Offer(12, 1)])))
    with pytest.raises(CardRefused) as refused:
        judge(reading, trust)
    assert refused.value.reason is Reason.DOWNGRADED


@pytest.mark.parametrize("cut", range(1, 22))
def test_a_cut_offer_is_refused(modern, cut):
    with pytest.raises(CardRefused):
        read(replace(modern, access=modern.access[:cut]))


@pytest.mark.parametrize(
    "habits",
    [
        Habits(without_protected_status=True),
        Habits(without_short_names=True),
        Habits(longest_answer=0x40),
        Habits(parts_of=0x30),
        Habits(errors_in_the_clear=True),
        Habits(loses_session_after=12),
        Habits(wants_exact_length=True),
    ],
)
@pytest.mark.parametrize("cipher", [1, 4])
def test_other_makers_modern_cards_are_read_too(signer, trust, habits, cipher):
    chip = personalise(HOLDER, signer, key_kind="ec", pace=(Offer(13, cipher),))
    assert judge(read(chip, habits=habits), trust).level is ProofLevel.CHIP


def test_a_card_that_insists_on_lengths_is_read_the_old_way_too(chip, trust):
    assert judge(read(chip, habits=Habits(wants_exact_length=True)), trust).level is ProofLevel.CHIP


@pytest.mark.parametrize("pace", [(), (Offer(),)])
def test_files_beyond_32_kb_are_read_whole(signer, trust, pace):
    portrait = b"\xff\xd8\xff" + bytes(range(256)) * 140
    reading = read(personalise(HOLDER, signer, key_kind="ec", portrait=portrait, pace=pace))
    assert judge(reading, trust).face.image == portrait
