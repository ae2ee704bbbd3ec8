"""Basic access control (ICAO 9303-11, 4.3): what is printed on the card opens it and agrees on session keys."""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from dean06.kernel.chipid import mrz, tlv
from dean06.kernel.chipid.ciphers import FOR_ENCRYPTION, FOR_MAC, TRIPLE_DES
from dean06.kernel.chipid.secure_messaging import OK, Session
from dean06.kernel.chipid.types import AccessKey, Reason
from dean06.kernel.ports.card import CardTransport

GET_CHALLENGE = bytes.fromhex("0084000008")
EXTERNAL_AUTHENTICATE = bytes.fromhex("0082000028")
SEED_SIZE = 16
ANSWER_SIZE = 40
BLOCK = TRIPLE_DES.block
Random = Callable[[int], bytes]


def key_seed(key: AccessKey) -> bytes:
    """What the card's access keys are derived from."""
    text = mrz.access_seed(key.document_number, key.birth_on, key.expires_on)
    return hashlib.sha1(text).digest()[:SEED_SIZE]  # noqa: S324 - the standard's derivation


def open_session(card: CardTransport, seed: bytes, random: Random = secrets.token_bytes) -> Session:
    """Prove to the card that its owner showed it, and agree on keys; CardRefused when it does not agree."""
    encryption_key, mac_key = TRIPLE_DES.derive(seed, FOR_ENCRYPTION), TRIPLE_DES.derive(seed, FOR_MAC)
    theirs = _answer(card.transmit(GET_CHALLENGE), BLOCK)
    ours, our_part = random(BLOCK), random(SEED_SIZE)
    cryptogram = TRIPLE_DES.encrypt(encryption_key, ours + theirs + our_part)
    command = EXTERNAL_AUTHENTICATE + cryptogram + TRIPLE_DES.token(mac_key, cryptogram) + bytes([ANSWER_SIZE])
    answer = _answer(card.transmit(command), ANSWER_SIZE)
    if not hmac.compare_digest(TRIPLE_DES.token(mac_key, answer[:-BLOCK]), answer[-BLOCK:]):
        raise tlv.refuse("the card's answer", Reason.ACCESS_DENIED)
    opened = TRIPLE_DES.decrypt(encryption_key, answer[:-BLOCK])
    if opened[:BLOCK] != theirs or opened[BLOCK : 2 * BLOCK] != ours:
        raise tlv.refuse("the card answered somebody else", Reason.ACCESS_DENIED)
    shared = bytes(a ^ b for a, b in zip(our_part, opened[2 * BLOCK :], strict=True))
    return Session.of(TRIPLE_DES, shared, theirs[4:] + ours[4:])


def _answer(answer: bytes, size: int) -> bytes:
    if len(answer) != size + 2 or int.from_bytes(answer[-2:], "big") != OK:
        raise tlv.refuse(f"status {answer[-2:].hex()}", Reason.ACCESS_DENIED)
    return answer[:-2]
