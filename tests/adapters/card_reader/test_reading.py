"""The agent reads a card on a virtual reader as ordered, in its own words when it does not succeed."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from dean06.adapters.card_reader import device_key
from dean06.adapters.card_reader.agent import Agent, Setup
from dean06.adapters.card_reader.pcsc import CardTaken, ReaderUnavailable
from dean06.adapters.card_reader.reading import CardReader
from dean06.adapters.card_reader.vpcd import VirtualReader
from dean06.adapters.card_reader.words import CardFailure
from dean06.kernel.base import clock
from dean06.kernel.chipid.api import TrustStore, verify
from dean06.kernel.chipid.types import FileId, ProofLevel, ReadingCancelled
from dean06.kernel.ports.card import CardGone
from dean06.sandbox.card.application import Application, Habits
from dean06.sandbox.card.chip import Chip, personalise
from dean06.sandbox.card.infos import Offer
from dean06.sandbox.card.issuer import Authority
from dean06.sandbox.card.people import Holder
from dean06.sandbox.card.vpcd import serve

from .orders import orders, signed

HOLDER = Holder(personal_id="000151000201", full_name="Trần Thị Hoa", sex="female", birth_on=date(1951, 4, 12))
CAN = "000201"
CHALLENGE = "0123456789ABCDEF"
ORDER = {
    "challenge_id": "c",
    "challenge": CHALLENGE,
    "files": ["DG1", "DG13", "DG14", "DG15"],
    "key": {"can": CAN},
}


def sent(order: dict[str, Any]) -> dict[str, Any]:
    """As the page sends it: what the server signed, and what is printed on the card beside it."""
    return {"order": signed({name: value for name, value in order.items() if name != "key"}), "key": order["key"]}


AUTHORITY = Authority()


@pytest.fixture(scope="module")
def chip() -> Chip:
    return personalise(HOLDER, AUTHORITY.signer(), key_kind="ec", pace=(Offer(),), can=CAN)


@pytest.fixture
def reader() -> Iterator[VirtualReader]:
    one = VirtualReader()
    yield one
    one.close()


class Steps(list[str]):
    """What the person was told meanwhile."""

    def __call__(self, step: str) -> None:
        if not self or self[-1] != step:
            self.append(step)


def lay(reader: VirtualReader, chip: Chip, habits: Habits | None = None) -> None:
    """Put a card on the reader; it stays until the reader closes or the card is pulled out."""

    def lie() -> None:
        try:
            serve(Application(chip, habits or Habits()), reader.port)
        except ConnectionError:
            return  # the reader was closed under it

    threading.Thread(target=lie, daemon=True).start()


def read(reader: VirtualReader, order=None, steps=None, cancelled=None):
    read_card = CardReader(reader.open, orders=orders())
    return read_card(sent(order or ORDER), Steps() if steps is None else steps, cancelled or threading.Event())


def test_the_answer_holds_what_the_server_judges(reader, chip):
    steps = Steps()
    lay(reader, chip)
    answer = read(reader, steps=steps)
    assert steps == ["waiting", "opening", "reading", "signing"]
    assert (answer["challenge_id"], answer["opened_by"]) == ("c", "pace_can")
    files = {FileId[name]: base64.b64decode(text) for name, text in answer["files"].items()}
    card = verify(
        files,
        trust=TrustStore.load([AUTHORITY.authority_der()], [AUTHORITY.revocations_der()]),
        at=clock.now(),
        challenge=bytes.fromhex(CHALLENGE),
        active_signature=base64.b64decode(answer["active_signature"]),
    )
    assert (card.level, card.zone.personal_id) == (ProofLevel.CHIP, HOLDER.personal_id)
    assert CAN not in json.dumps({name: text for name, text in answer.items() if name != "files"})


def test_by_the_zone_as_well(reader, chip):
    lay(reader, chip)
    key = {"number": HOLDER.document_number, "birth": "1951-04-12", "expiry": "2037-04-01"}
    assert read(reader, ORDER | {"key": key})["opened_by"] == "pace_mrz"


def test_a_card_read_once_is_read_again(reader, chip):
    lay(reader, chip)
    assert read(reader)["files"] == read(reader)["files"]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"key": {"can": "999999"}}, "wrong_can"),
        ({"key": {"number": "1", "birth": "1951-04-12", "expiry": "2037-04-01"}}, "wrong_key"),
        ({"key": {"can": "12"}}, "bad_order"),
        ({"key": {"number": "1", "birth": "hôm qua", "expiry": "2037-04-01"}}, "bad_order"),
        ({"key": {}}, "bad_order"),
        ({"key": None}, "bad_order"),
        ({"files": ["DG99"]}, "bad_order"),
        ({"files": 5}, "bad_order"),
        ({"challenge": "00"}, "bad_order"),
        ({"challenge": "x"}, "bad_order"),
    ],
)
def test_failures_have_their_code(reader, chip, order, code):
    lay(reader, chip)
    with pytest.raises(CardFailure) as failure:
        read(reader, ORDER | order)
    assert failure.value.code == code


def test_an_old_card_wants_its_zone(reader):
    lay(reader, personalise(HOLDER, AUTHORITY.signer()))
    with pytest.raises(CardFailure) as failure:
        read(reader)
    assert failure.value.code == "zone_needed"


def test_pulled_out(reader, chip):
    lay(reader, chip, Habits(gone_after=12))
    with pytest.raises(CardFailure) as failure:
        read(reader)
    assert failure.value.code == "card_removed"


def test_nobody_lays_a_card_down(reader):
    with pytest.raises(CardFailure) as failure:
        CardReader(reader.open, orders=orders(), wait_seconds=0)(sent(ORDER), Steps(), threading.Event())
    assert failure.value.code == "no_card"


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (ReaderUnavailable("none"), "no_reader"),
        (ReaderUnavailable("pyscard", code="no_software"), "no_software"),
        (ReaderUnavailable("pcscd", code="no_service"), "no_service"),
        (CardTaken("by another program"), "reader_busy"),
    ],
)
def test_no_reader(trouble, code):
    def missing():
        raise trouble

    with pytest.raises(CardFailure) as failure:
        CardReader(missing, orders=orders(), wait_seconds=0)(sent(ORDER), Steps(), threading.Event())
    assert failure.value.code == code


def test_an_order_nobody_signed_reads_no_card():
    def touched():
        raise AssertionError("no card may be asked for")

    with pytest.raises(CardFailure) as failure:
        CardReader(touched, orders=orders())(ORDER, Steps(), threading.Event())
    assert failure.value.code == "foreign_order"


def test_a_copy_that_fails_at_the_reader_is_told_to_the_server(reader):
    """It has all files and not the key of chip authentication: the terminal sees that before anybody else could."""
    chip = personalise(HOLDER, AUTHORITY.signer(), key_kind="ec", pace=(Offer(),), can=CAN, agreement=Offer())
    lay(reader, replace(chip, agreement_key=ec.generate_private_key(chip.agreement.on.kind)))
    assert read(reader) == {"challenge_id": "c", "refused": "cloned"}


def test_cancelled_while_waiting_and_while_reading(reader, chip):
    pressed = threading.Event()
    pressed.set()
    with pytest.raises(ReadingCancelled):
        read(reader, cancelled=pressed)
    lay(reader, chip)
    late = threading.Event()

    def press(step: str) -> None:
        if step == "reading":
            late.set()

    with pytest.raises(ReadingCancelled):
        CardReader(reader.open, orders=orders())(sent(ORDER), press, late)


def test_a_card_taken_away_is_noticed_and_another_one_read(reader, chip):
    lay(reader, chip, Habits(gone_after=12))
    with pytest.raises(CardFailure):
        read(reader)
    lay(reader, chip)
    assert read(reader)["opened_by"] == "pace_can"


def test_an_empty_virtual_reader_says_so(reader):
    with pytest.raises(CardGone):
        reader.open()


def test_the_whole_agent_starts_and_stops(reader, tmp_path):
    codes: list[str] = []
    read_card = CardReader(reader.open, orders=orders())
    setup = Setup(origin="https://thu.example", port=0, read=read_card, key=device_key.load(tmp_path))
    agent = Agent(setup, codes.append)
    agent.start()
    assert agent.port
    assert len(codes) == 1
    agent.close()
