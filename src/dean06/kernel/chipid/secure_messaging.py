"""Secure messaging (ICAO 9303-11, 9.8), with 3DES or AES: every command and answer enciphered and counted.

An answer without its checksum is not an answer: the counters are out of step and the session is over, as with a card
that answers an error in the clear.
"""

import hmac
from typing import Self

from dean06.kernel.chipid import tlv
from dean06.kernel.chipid.ciphers import CHECKSUM_SIZE, FOR_ENCRYPTION, FOR_MAC, Suite, pad, unpad
from dean06.kernel.chipid.types import CardRefused, Reason

OK = 0x9000
SECURE = 0x0C
LARGEST_SHORT = 0xDF  # the largest answer that fits a short one with its wrapping, whatever the cipher
CRYPTOGRAM, LENGTH_EXPECTED, STATUS, CHECKSUM = 0x87, 0x97, 0x99, 0x8E
CRYPTOGRAM_OF_ELEMENTS = 0x85  # of an instruction with an odd number, whose data is elements: no padding indicator
PADDING_INDICATOR = b"\x01"


class SessionLost(CardRefused):
    """The card answered in the clear, or out of step: a new session is needed. ``status`` is what it said."""

    def __init__(self, status: int) -> None:
        super().__init__(Reason.SESSION_LOST, f"an unprotected answer, status {status:04X}")
        self.status = status


class Session:
    """Keys and the counter of one session; ``wrap`` the command, ``unwrap`` its answer, strictly in turns."""

    def __init__(self, suite: Suite, encryption_key: bytes, mac_key: bytes, counter: bytes = b"") -> None:
        """``counter``: where basic access control begins; the other protocols begin at zero."""
        self._suite = suite
        self._encryption_key = encryption_key
        self._mac_key = mac_key
        self._counter = int.from_bytes(counter, "big")

    @classmethod
    def of(cls, suite: Suite, secret: bytes, counter: bytes = b"") -> Self:
        """A session whose keys come from a secret both sides share."""
        return cls(suite, suite.derive(secret, FOR_ENCRYPTION), suite.derive(secret, FOR_MAC), counter)

    def wrap(self, header: bytes, data: bytes = b"", expected: int | None = None) -> bytes:
        """A protected command: ``header`` is CLA INS P1 P2, ``expected`` the length wanted back, 0 for any.

        An answer too long for a short one with its wrapping is asked for by an extended command (ISO 7816-4, 5.1).
        """
        is_extended = expected is not None and expected > LARGEST_SHORT
        masked = bytes([header[0] | SECURE]) + header[1:]
        counter, block = self._next(), self._suite.block
        body = b""
        if data:
            vector = self._suite.vector(self._encryption_key, counter)
            sealed = self._suite.encrypt(self._encryption_key, pad(data, block), vector)
            is_odd = header[1] & 1
            body += tlv.encode(CRYPTOGRAM_OF_ELEMENTS, sealed) if is_odd else _indicated(sealed)
        if expected is not None:
            body += tlv.encode(LENGTH_EXPECTED, bytes(2) if is_extended else bytes([expected]))
        covered = counter + pad(masked, block) + body
        body += tlv.encode(CHECKSUM, self._suite.mac(self._mac_key, pad(covered, block)))
        if is_extended:
            return masked + b"\x00" + len(body).to_bytes(2, "big") + body + bytes(2)
        return masked + bytes([len(body)]) + body + b"\x00"

    def unwrap(self, answer: bytes) -> tuple[bytes, int]:
        """(data, status) of an answer; SessionLost when it is not protected or the checksum is wrong.

        Some cards leave the protected status out: then the one that came in the clear counts, since the checksum covers
        the rest.
        """
        status = int.from_bytes(answer[-2:], "big")
        counter = self._next()
        body, checksum = _split(answer[:-2])
        covered = pad(counter + body, self._suite.block)
        if checksum is None or not hmac.compare_digest(self._suite.mac(self._mac_key, covered), checksum):
            raise SessionLost(status)
        data = b""
        for tag, value in tlv.elements(body):
            if tag in (CRYPTOGRAM, CRYPTOGRAM_OF_ELEMENTS):
                data = self._opened(tag, value, counter)
            elif tag == STATUS and len(value) == 2:
                status = int.from_bytes(value, "big")
        return data, status

    def _opened(self, tag: int, value: bytes, counter: bytes) -> bytes:
        """What an answer's cryptogram holds."""
        sealed = value if tag == CRYPTOGRAM_OF_ELEMENTS else value.removeprefix(PADDING_INDICATOR)
        is_marked = tag == CRYPTOGRAM_OF_ELEMENTS or value.startswith(PADDING_INDICATOR)
        if not is_marked or not sealed or len(sealed) % self._suite.block:
            raise tlv.refuse("cryptogram", Reason.SESSION_LOST)
        vector = self._suite.vector(self._encryption_key, counter)
        return unpad(self._suite.decrypt(self._encryption_key, sealed, vector), self._suite.block)

    def _next(self) -> bytes:
        size = self._suite.block
        self._counter = (self._counter + 1) % 256**size
        return self._counter.to_bytes(size, "big")


def _indicated(sealed: bytes) -> bytes:
    return tlv.encode(CRYPTOGRAM, PADDING_INDICATOR + sealed)


def _split(answer: bytes) -> tuple[bytes, bytes | None]:
    """What the checksum covers, and the checksum."""
    covered = b""
    for tag, value in tlv.elements(answer):
        if tag == CHECKSUM:
            return covered, value if len(value) == CHECKSUM_SIZE else None
        covered += tlv.encode(tag, value)
    return covered, None
