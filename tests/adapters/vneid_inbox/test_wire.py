"""Encoding and decoding, against the files both sides share."""

import json
from pathlib import Path

import jsonschema
import pytest

from dean06.adapters.vneid_inbox import InboxConfig, wire
from dean06.adapters.vneid_inbox.settings import BadConfiguration
from dean06.kernel.ports.handover import Fate, ReceiptRefused, ReceiptState
from dean06.kernel.ports.vneid_inbox import Push

FILES = Path(__file__).resolve().parents[3] / "protocols" / "vneid_inbox"
TRANSCRIPT = json.loads((FILES / "transcript.json").read_text(encoding="utf-8"))
RECEIPT = TRANSCRIPT["receipt"]


def valid(name: str, document: object) -> None:
    jsonschema.validate(document, json.loads((FILES / f"{name}.schema.json").read_text(encoding="utf-8")))


def test_a_batch_is_encoded_as_in_the_transcript():
    valid("send", TRANSCRIPT["request"]["body"])
    (one,) = TRANSCRIPT["request"]["body"]["notifications"]
    assert json.loads(wire.encode([Push(**one)])) == TRANSCRIPT["request"]["body"]


def test_the_answer_and_the_receipt_of_the_transcript_are_read():
    valid("send-answer", TRANSCRIPT["answer"]["body"])
    valid("receipts", json.loads(RECEIPT["body"]))
    body = json.dumps(TRANSCRIPT["answer"]["body"]).encode()
    assert wire.read_answer(body, ["0192-1"]) == [(Fate.ACCEPTED, "")]
    (receipt,) = wire.read_receipts(
        RECEIPT["secret"], RECEIPT["signature"], RECEIPT["body"].encode(), now=RECEIPT["now"], oldest_s=600
    )
    assert receipt.state is ReceiptState.DELIVERED


def test_another_secret_is_not_believed():
    with pytest.raises(ReceiptRefused):
        wire.read_receipts("khác", RECEIPT["signature"], RECEIPT["body"].encode(), now=RECEIPT["now"], oldest_s=600)


@pytest.mark.parametrize("changes", [{"url": "http://vneid.example/"}, {"key": ""}, {"secret": ""}])
def test_a_configuration_that_cannot_work_is_refused(changes):
    with pytest.raises(BadConfiguration):
        InboxConfig(**({"url": "https://vneid.example/", "key": "a", "secret": "b"} | changes))
