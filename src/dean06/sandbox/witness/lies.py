"""Answers of a wrong or malicious witness, made from the honest one."""

import dataclasses
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dean06.sandbox.witness.faults import Fault, Faults
from dean06.sandbox.witness.judge import SIZE_TYPE, Answer, Judge, read
from dean06.sandbox.witness.notes import cosign, line

DAY_SECONDS = 24 * 3600
FAR_AHEAD = 1_000_000
SIGNED_BYTES = 8 + 64


def bend(honest: Answer, body: bytes, judge: Judge, faults: Faults) -> Answer:
    """The honest answer, or what the active fault makes of it."""
    if Fault.AHEAD in faults:
        return Answer(409, f"{FAR_AHEAD}\n", SIZE_TYPE)
    if Fault.PLAIN_CONFLICT in faults:
        return Answer(409, "no\n")
    if honest.status != 200 or not faults.active:
        return honest
    text, seconds = read(body).note.text, int(time.time())
    stranger = cosign(text, judge.name, Ed25519PrivateKey.generate(), seconds)
    bent = {
        Fault.NO_LINE: "",
        Fault.STRANGERS: stranger + line(dataclasses.replace(judge.public, name="la"), bytes(64)) + honest.body,
        Fault.WRONG_KEY: stranger,
        Fault.FALSE_SIGNATURE: line(judge.public, bytes(SIGNED_BYTES)),
        Fault.OTHER_TEXT: cosign(text.replace("\n", "\n1", 1), judge.name, judge.private, seconds),
        Fault.FUTURE: cosign(text, judge.name, judge.private, seconds + DAY_SECONDS),
        Fault.PAST: cosign(text, judge.name, judge.private, seconds - DAY_SECONDS),
    }
    return next((Answer(200, bent[fault]) for fault in bent if fault in faults), honest)
