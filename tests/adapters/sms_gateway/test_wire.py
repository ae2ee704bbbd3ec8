"""Encoding and decoding, against the files both sides share."""

import json
from pathlib import Path

import jsonschema
import pytest

from dean06.adapters.sms_gateway import wire
from dean06.kernel.ports.handover import Fate, ReceiptRefused, ReceiptState
from dean06.kernel.ports.sms import Sms

FILES = Path(__file__).resolve().parents[3] / "protocols" / "sms"
TRANSCRIPT = json.loads((FILES / "transcript.json").read_text(encoding="utf-8"))
RECEIPT = TRANSCRIPT["receipt"]


def valid(name: str, document: object) -> None:
    jsonschema.validate(document, json.loads((FILES / f"{name}.schema.json").read_text(encoding="utf-8")))


def test_the_transcript_is_in_the_protocol():
    valid("send", TRANSCRIPT["request"]["body"])
    valid("send-answer", TRANSCRIPT["answer"]["body"])
    valid("receipts", json.loads(RECEIPT["body"]))


def test_a_batch_is_encoded_as_in_the_transcript():
    (one,) = TRANSCRIPT["request"]["body"]["messages"]
    sms = Sms(reference=one["reference"], phone=one["to"], text=one["text"], alphabet=one["encoding"])
    assert json.loads(wire.encode([sms], one["sender"])) == TRANSCRIPT["request"]["body"]


def test_the_answer_of_the_transcript_is_read():
    body = json.dumps(TRANSCRIPT["answer"]["body"]).encode()
    assert wire.read_answer(body, ["0192-1"]) == [(Fate.ACCEPTED, "")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        b'{"results": 1}',
        b'{"results": []}',
        b'{"results": [1]}',
        b'{"results": [{"reference": "b", "status": "accepted"}]}',
        b'{"results": [{"reference": "a", "status": "perhaps"}]}',
        b'{"results": [{"reference": "a", "status": ["accepted"]}]}',
        b'{"results": [{"reference": "a", "status": "accepted"}, {"reference": "a", "status": "rejected"}]}',
    ],
)
def test_what_is_no_answer_to_the_question_is_out_of_protocol(body):
    with pytest.raises(wire.OutOfProtocol):
        wire.read_answer(body, ["a"])


def read(body: bytes, *, now: float = RECEIPT["now"], signature: str = RECEIPT["signature"]):
    return wire.read_receipts(RECEIPT["secret"], signature, body, now=now, oldest_s=600)


def test_the_receipt_of_the_transcript_is_believed_for_ten_minutes():
    body = RECEIPT["body"].encode()
    (receipt,) = read(body, now=RECEIPT["now"] + 600)
    assert (receipt.reference, receipt.state) == ("0192-1", ReceiptState.DELIVERED)
    for now in (RECEIPT["now"] + 601, RECEIPT["now"] - 601):
        with pytest.raises(ReceiptRefused, match="too old"):
            read(body, now=now)


@pytest.mark.parametrize("signature", ["", "t=1", "v1=ab", "t=²,v1=ab", "t=1,v1=é", "t=" + "9" * 400 + ",v1=a", "=,="])
def test_a_broken_signature_is_refused(signature):
    with pytest.raises(ReceiptRefused):
        read(RECEIPT["body"].encode(), signature=signature)


@pytest.mark.parametrize(
    "document",
    [
        "[]",
        '{"receipts": [{}]}',
        '{"receipts": [{"reference": "a", "status": "delivered", "at": "hôm qua"}]}',
        '{"receipts": [{"reference": "a", "status": "delivered", "at": "2023-12-05T02:00:05"}]}',
        '{"receipts": [{"reference": 1, "status": "delivered", "at": "2023-12-05T02:00:05+00:00"}]}',
        '{"receipts": [{"reference": "a", "status": "lost", "at": "2023-12-05T02:00:05+00:00"}]}',
    ],
)
def test_a_good_signature_under_something_else_is_refused_too(document):
    import hashlib
    import hmac

    body, now = document.encode(), RECEIPT["now"]
    digest = hmac.new(RECEIPT["secret"].encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    with pytest.raises(ReceiptRefused):
        read(body, signature=f"t={now},v1={digest}")


def test_a_state_is_of_the_message_asked_for():
    row = {"reference": "a", "status": "failed", "at": "2023-12-05T02:00:05+00:00", "code": "x" * 200}
    valid("state", row | {"code": "x"})
    receipt = wire.read_state(json.dumps(row).encode(), "a")
    assert (receipt.state, len(receipt.detail)) == (ReceiptState.FAILED, wire.LONGEST_CODE)
    assert wire.read_state(json.dumps(row | {"status": "accepted"}).encode(), "a") is None
    with pytest.raises(wire.OutOfProtocol):
        wire.read_state(json.dumps(row).encode(), "b")
