"""Secure messaging with 3DES (ICAO 9303-11, 9.8): every command and answer enciphered and counted.

An answer without its checksum is not an answer: the counters are out of step and the session is over, as with a card
that answers an error in the clear.
"""

import hashlib
import hmac

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from dean06.kernel.chipid import tlv
from dean06.kernel.chipid.types import CardRefused, Reason

BLOCK = 8
OK = 0x9000
SECURE = 0x0C
LARGEST_SHORT = 0xDF  # the largest answer that fits a short one with its wrapping
FOR_ENCRYPTION, FOR_MAC = 1, 2
CRYPTOGRAM, LENGTH_EXPECTED, STATUS, CHECKSUM = 0x87, 0x97, 0x99, 0x8E
PADDING_INDICATOR = b"\x01"
ZERO = bytes(BLOCK)


def derive(seed: bytes, counter: int) -> bytes:
    """A two-key 3DES key from a seed, its parity bits set (ICAO 9303-11, 9.7.1)."""
    digest = hashlib.sha1(seed + counter.to_bytes(4, "big")).digest()[:16]  # noqa: S324 - the standard's derivation
    return bytes(byte & 0xFE | (byte >> 1).bit_count() % 2 ^ 1 for byte in digest)


def encrypt(key: bytes, data: bytes) -> bytes:
    """3DES, CBC, zero vector; the data is whole blocks."""
    cipher = Cipher(TripleDES(key + key[:BLOCK]), modes.CBC(ZERO)).encryptor()
    return cipher.update(data) + cipher.finalize()


def decrypt(key: bytes, data: bytes) -> bytes:
    """The other way."""
    cipher = Cipher(TripleDES(key + key[:BLOCK]), modes.CBC(ZERO)).decryptor()
    return cipher.update(data) + cipher.finalize()


def pad(data: bytes) -> bytes:
    """One 80 and zeros up to a whole block (ISO 9797-1 method 2)."""
    return data + b"\x80" + bytes(-(len(data) + 1) % BLOCK)


def unpad(data: bytes) -> bytes:
    """Data without its padding; CardRefused when there is none."""
    stripped = data.rstrip(b"\x00")
    if not stripped.endswith(b"\x80") or len(data) - len(stripped) >= BLOCK:
        raise tlv.refuse("padding", Reason.SESSION_LOST)
    return stripped[:-1]


def mac(key: bytes, data: bytes) -> bytes:
    """Retail MAC over padded data (ISO 9797-1 algorithm 3)."""
    first, second = key[:BLOCK], key[BLOCK:]
    chain = Cipher(TripleDES(first * 3), modes.CBC(ZERO)).encryptor().update(data)[-BLOCK:]
    middle = Cipher(TripleDES(second * 3), modes.ECB()).decryptor().update(chain)  # noqa: S305 - one block
    return Cipher(TripleDES(first * 3), modes.ECB()).encryptor().update(middle)  # noqa: S305 - one block


class SessionLost(CardRefused):
    """The card answered in the clear, or out of step: a new session is needed. ``status`` is what it said."""

    def __init__(self, status: int) -> None:
        super().__init__(Reason.SESSION_LOST, f"an unprotected answer, status {status:04X}")
        self.status = status


class Session:
    """Keys and the counter of one session; ``wrap`` the command, ``unwrap`` its answer, strictly in turns."""

    def __init__(self, encryption_key: bytes, mac_key: bytes, counter: bytes) -> None:
        self._encryption_key = encryption_key
        self._mac_key = mac_key
        self._counter = int.from_bytes(counter, "big")

    def wrap(self, header: bytes, data: bytes = b"", expected: int | None = None) -> bytes:
        """A protected command: ``header`` is CLA INS P1 P2, ``expected`` the length wanted back.

        An answer too long for a short one with its wrapping is asked for by an extended command (ISO 7816-4, 5.1).
        """
        is_extended = expected is not None and expected > LARGEST_SHORT
        masked = bytes([header[0] | SECURE]) + header[1:]
        body = b""
        if data:
            body += tlv.encode(CRYPTOGRAM, PADDING_INDICATOR + encrypt(self._encryption_key, pad(data)))
        if expected is not None:
            body += tlv.encode(LENGTH_EXPECTED, bytes(2) if is_extended else bytes([expected]))
        covered = pad(self._next() + pad(masked) + body) if body else pad(self._next() + pad(masked))
        body += tlv.encode(CHECKSUM, mac(self._mac_key, covered))
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
        if checksum is None or not hmac.compare_digest(mac(self._mac_key, pad(counter + body)), checksum):
            raise SessionLost(status)
        data = b""
        for tag, value in tlv.elements(body):
            if tag == CRYPTOGRAM:
                if value[:1] != PADDING_INDICATOR or len(value) % BLOCK != 1 or len(value) == 1:
                    raise tlv.refuse("cryptogram", Reason.SESSION_LOST)
                data = unpad(decrypt(self._encryption_key, value[1:]))
            elif tag == STATUS and len(value) == 2:
                status = int.from_bytes(value, "big")
        return data, status

    def _next(self) -> bytes:
        self._counter += 1
        return self._counter.to_bytes(BLOCK, "big")


def _split(answer: bytes) -> tuple[bytes, bytes | None]:
    """What the checksum covers, and the checksum."""
    covered = b""
    for tag, value in tlv.elements(answer):
        if tag == CHECKSUM:
            return covered, value if len(value) == BLOCK else None
        covered += tlv.encode(tag, value)
    return covered, None
