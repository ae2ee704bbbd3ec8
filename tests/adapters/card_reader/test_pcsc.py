"""A card read over a real PC/SC service and driver, by the code that reads real ones."""

import base64
import threading
import time
from dataclasses import replace

import pytest
from tests.kernel.chipid.conftest import CHALLENGE, EVERYTHING, HOLDER, KEY, judge
from tests.sandbox.pcsc import card_in_reader, why_not

from dean06.adapters.card_reader import pcsc
from dean06.adapters.card_reader.reading import CardReader, open_pcsc
from dean06.kernel.base import clock
from dean06.kernel.chipid.api import verify
from dean06.kernel.chipid.passive import TrustStore
from dean06.kernel.chipid.reading import read_card
from dean06.kernel.chipid.types import CardReading, CardRefused, FileId, ProofLevel, Reason
from dean06.kernel.ports.card import CardGone
from dean06.sandbox.card.application import Application, Habits
from dean06.sandbox.card.chip import Chip, personalise
from dean06.sandbox.card.issuer import Authority

from .orders import orders, signed

pytestmark = [
    pytest.mark.xdist_group("pcsc"),
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is a reader"),
]
WAIT_SECONDS = 20.0
AUTHORITY = Authority()
SIGNER = AUTHORITY.signer()


@pytest.fixture(scope="module")
def chip() -> Chip:
    return personalise(HOLDER, SIGNER)


@pytest.fixture
def trust() -> TrustStore:
    return TrustStore.load([AUTHORITY.authority_der()], [AUTHORITY.revocations_der()])


def read_by_pcsc(chip: Chip, tmp_path, habits: Habits | None = None) -> CardReading:
    with card_in_reader(Application(chip, habits or Habits()), tmp_path):
        card = wait_for_card()
        try:
            return read_card(card, KEY, EVERYTHING, challenge=CHALLENGE)
        finally:
            card.close()


def wait_for_card() -> pcsc.PcscCard:
    """As soon as the service has noticed the card."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return pcsc.PcscCard(pcsc.readers()[0])
        except (CardGone, IndexError, pcsc.ReaderUnavailable):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)  # polling another process; bounded by the deadline


def test_a_card_proves_its_holder_over_a_real_reader(chip, trust, tmp_path):
    card = judge(read_by_pcsc(chip, tmp_path), trust)
    assert card.level is ProofLevel.CHIP
    assert card.zone.personal_id == HOLDER.personal_id


def test_a_clone_is_refused_over_a_real_reader(chip, trust, tmp_path):
    stranger = personalise(HOLDER, SIGNER)
    with pytest.raises(CardRefused) as refused:
        judge(read_by_pcsc(replace(chip, key=stranger.key), tmp_path), trust)
    assert refused.value.reason is Reason.CLONED


def test_a_card_pulled_out_half_way_is_told(chip, tmp_path):
    with pytest.raises(CardGone):
        read_by_pcsc(chip, tmp_path, Habits(gone_after=8))


def test_the_agent_answers_an_order_over_a_real_reader(chip, trust, tmp_path):
    files = ["DG1", "DG13", "DG14", "DG15"]
    order = {
        "order": signed({"challenge_id": "c", "challenge": CHALLENGE.hex(), "files": files}),
        "key": {
            "number": HOLDER.document_number,
            "birth": HOLDER.birth_on.isoformat(),
            "expiry": HOLDER.expires_on.isoformat(),
        },
    }
    steps: list[str] = []
    with card_in_reader(Application(chip, Habits()), tmp_path):
        wait_for_card().close()
        answer = CardReader(open_pcsc, orders=orders())(order, steps.append, threading.Event())
    assert steps[0] == "waiting"
    assert "signing" in steps
    files = {FileId[name]: base64.b64decode(text) for name, text in answer["files"].items()}
    signature = base64.b64decode(answer["active_signature"])
    card = verify(files, trust=trust, at=clock.now(), challenge=CHALLENGE, active_signature=signature)
    assert card.level is ProofLevel.CHIP


def test_a_card_another_program_holds_is_told_apart_from_none(chip, tmp_path):
    with card_in_reader(Application(chip, Habits()), tmp_path):
        held = wait_for_card()
        with pytest.raises(pcsc.CardTaken):
            open_pcsc()
        held.close()
        open_pcsc().close()


def test_no_service_is_said_in_words():
    with pytest.raises(pcsc.ReaderUnavailable) as unavailable:
        pcsc.readers()
    assert "pcscd" in unavailable.value.message_vi
    assert unavailable.value.code == "no_service"
