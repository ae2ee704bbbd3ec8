"""Cards are read whole and with few commands, whatever habits their maker gave them."""

import pytest
from tests.kernel.chipid.conftest import EVERYTHING, HOLDER, KEY, judge, read

from dean06.kernel.chipid.reading import read_card
from dean06.kernel.chipid.secure_messaging import LARGEST_SHORT
from dean06.kernel.chipid.types import CardRefused, FileId, ProofLevel, Reason
from dean06.sandbox.card.application import Application, Habits, PulledOut
from dean06.sandbox.card.chip import personalise

MOST_COMMANDS = 35
MEASURED_CARD = 3300


def test_a_card_is_read_and_proves_who_it_belongs_to(chip, trust):
    card = judge(read(chip), trust)
    assert card.level is ProofLevel.CHIP
    assert card.zone.personal_id == HOLDER.personal_id
    assert (card.zone.birth_on, card.zone.sex, card.zone.name) == (HOLDER.birth_on, "female", "TRAN THI DEP")
    assert card.details[2] == HOLDER.full_name
    assert card.face is None


@pytest.mark.parametrize(
    "habits",
    [
        Habits(without_protected_status=True),
        Habits(without_short_names=True),
        Habits(longest_answer=0x40),
        Habits(longest_answer=0x40, without_short_names=True, without_protected_status=True),
        Habits(parts_of=0x30),
        Habits(errors_in_the_clear=True),
        Habits(errors_in_the_clear=True, without_short_names=True),
    ],
)
def test_other_makers_cards_are_read_too(chip, trust, habits):
    assert judge(read(chip, *EVERYTHING, habits=habits), trust).zone.personal_id == HOLDER.personal_id


def test_a_session_the_card_lost_is_begun_anew(chip, trust):
    assert judge(read(chip, habits=Habits(loses_session_after=6)), trust).level is ProofLevel.CHIP


def test_missing_groups_are_left_out(signer, trust):
    plain = personalise(HOLDER, signer, key_kind="none")
    reading = read(plain)
    assert set(reading.files) == {FileId.SOD, FileId.DG1, FileId.DG13}
    assert judge(reading, trust, needs_chip=False).level is ProofLevel.DATA
    with pytest.raises(CardRefused) as refused:
        judge(reading, trust)
    assert refused.value.reason is Reason.PROOF_MISSING


def test_only_what_the_purpose_needs_is_read(chip):
    assert set(read(chip, FileId.DG1, challenge=None).files) == {FileId.SOD, FileId.DG1}


def test_few_commands_for_a_card_of_usual_size(signer):
    portrait = b"\xff\xd8\xff" + bytes(900)
    reading = read(personalise(HOLDER, signer, portrait=portrait))
    assert reading.bytes_read <= MEASURED_CARD
    assert reading.commands <= MOST_COMMANDS
    least = sum(-(-len(data) // LARGEST_SHORT) for data in reading.files.values())
    assert reading.commands <= least + 6  # selecting, two for access, the signature, and room for one refusal


def test_progress_is_told(chip):
    told = []
    read_card(Application(chip), KEY, EVERYTHING, on_progress=lambda *step: told.append(step))
    assert {file for file, done, size in told if done == size} == {
        FileId.SOD,
        FileId.DG1,
        FileId.DG13,
        FileId.DG15,
    }


def test_the_wrong_print_does_not_open_a_card(chip):
    wrong = type(KEY)(document_number="000000000", birth_on=KEY.birth_on, expires_on=KEY.expires_on)
    with pytest.raises(CardRefused) as refused:
        read_card(Application(chip), wrong, EVERYTHING)
    assert refused.value.reason is Reason.ACCESS_DENIED


@pytest.mark.parametrize("gone_after", range(1, 12))
def test_a_card_pulled_out_at_any_moment_is_an_error_never_a_reading(chip, gone_after):
    with pytest.raises(PulledOut):
        read(chip, habits=Habits(gone_after=gone_after))


def test_another_kind_of_card():
    class Transit:
        def transmit(self, command):
            return b"\x6a\x82"

    with pytest.raises(CardRefused) as refused:
        read_card(Transit(), KEY, EVERYTHING)
    assert refused.value.reason is Reason.NOT_AN_IDENTITY_CARD
    assert "không phải thẻ căn cước" in refused.value.message_vi
