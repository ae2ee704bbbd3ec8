"""The ciphers of a card's protocols, 3DES and AES, behind one interface (ICAO 9303-11, 9.7 and 9.8)."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES as Des3
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from dean06.kernel.chipid.tlv import refuse
from dean06.kernel.chipid.types import Reason

FOR_ENCRYPTION, FOR_MAC, FOR_PASSWORD = 1, 2, 3
CHECKSUM_SIZE = 8


class Suite(Protocol):
    """A cipher, its checksum and how keys for both are derived."""

    @property
    def block(self) -> int:
        """Bytes of a block; a session's counter has as many."""
        ...

    def derive(self, secret: bytes, number: int) -> bytes:
        """A key from a shared secret; ``number`` says what for (9.7.1)."""
        ...

    def vector(self, key: bytes, counter: bytes) -> bytes:
        """What the first block of a protected command is mixed with (9.8.6)."""
        ...

    def encrypt(self, key: bytes, data: bytes, vector: bytes | None = None) -> bytes:
        """CBC over whole blocks; without a vector: zeros."""
        ...

    def decrypt(self, key: bytes, data: bytes, vector: bytes | None = None) -> bytes:
        """The other way."""
        ...

    def mac(self, key: bytes, padded: bytes) -> bytes:
        """Eight bytes over whole blocks."""
        ...

    def token(self, key: bytes, data: bytes) -> bytes:
        """Eight bytes over data of any length, as password-authenticated connections prove their keys (4.4.3.4)."""
        ...


class TripleDes:
    """Two-key 3DES with the retail MAC (ISO 9797-1 algorithm 3)."""

    block = 8

    def derive(self, secret: bytes, number: int) -> bytes:
        """See Suite. The parity bits are set, as cards of old expect."""
        digest = hashlib.sha1(_counted(secret, number)).digest()[:16]  # noqa: S324 - the standard's derivation
        return bytes(byte & 0xFE | (byte >> 1).bit_count() % 2 ^ 1 for byte in digest)

    def vector(self, key: bytes, counter: bytes) -> bytes:
        """See Suite: zeros."""
        del key, counter
        return bytes(self.block)

    def encrypt(self, key: bytes, data: bytes, vector: bytes | None = None) -> bytes:
        """See Suite."""
        return Cipher(_des(key), modes.CBC(vector or bytes(self.block))).encryptor().update(data)

    def decrypt(self, key: bytes, data: bytes, vector: bytes | None = None) -> bytes:
        """See Suite."""
        return Cipher(_des(key), modes.CBC(vector or bytes(self.block))).decryptor().update(data)

    def mac(self, key: bytes, padded: bytes) -> bytes:
        """See Suite: single DES in a chain, the last block once more with both halves of the key."""
        first, second = Des3(key[:8] * 3), Des3(key[8:] * 3)
        chain = Cipher(first, modes.CBC(bytes(self.block))).encryptor().update(padded)[-self.block :]
        middle = Cipher(second, modes.ECB()).decryptor().update(chain)  # noqa: S305 - one block
        return Cipher(first, modes.ECB()).encryptor().update(middle)  # noqa: S305 - one block

    def token(self, key: bytes, data: bytes) -> bytes:
        """See Suite."""
        return self.mac(key, pad(data, self.block))


@dataclass(frozen=True)
class Aes:
    """AES with CMAC, cut to eight bytes. ``size`` of the keys: 16, 24 or 32 bytes."""

    size: int
    block = 16

    def derive(self, secret: bytes, number: int) -> bytes:
        """See Suite."""
        hashed = hashlib.sha1 if self.size == 16 else hashlib.sha256  # the standard's choice by size of key
        return hashed(_counted(secret, number)).digest()[: self.size]

    def vector(self, key: bytes, counter: bytes) -> bytes:
        """See Suite: the counter enciphered."""
        return Cipher(AES(key), modes.ECB()).encryptor().update(counter)  # noqa: S305 - one block

    def encrypt(self, key: bytes, data: bytes, vector: bytes | None = None) -> bytes:
        """See Suite."""
        return Cipher(AES(key), modes.CBC(vector or bytes(self.block))).encryptor().update(data)

    def decrypt(self, key: bytes, data: bytes, vector: bytes | None = None) -> bytes:
        """See Suite."""
        return Cipher(AES(key), modes.CBC(vector or bytes(self.block))).decryptor().update(data)

    def mac(self, key: bytes, padded: bytes) -> bytes:
        """See Suite."""
        return self.token(key, padded)

    def token(self, key: bytes, data: bytes) -> bytes:
        """See Suite: CMAC pads by itself."""
        checksum = CMAC(AES(key))
        checksum.update(data)
        return checksum.finalize()[:CHECKSUM_SIZE]


TRIPLE_DES = TripleDes()
# The last byte of a protocol's object identifier names its cipher, the same for PACE and chip authentication (9.2).
SUITES: dict[int, Suite] = {1: TRIPLE_DES, 2: Aes(16), 3: Aes(24), 4: Aes(32)}


def pad(data: bytes, block: int) -> bytes:
    """One 80 and zeros up to a whole block (ISO 9797-1 method 2)."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data: bytes, block: int) -> bytes:
    """Data without its padding; CardRefused when there is none."""
    stripped = data.rstrip(b"\x00")
    if not stripped.endswith(b"\x80") or len(data) - len(stripped) >= block:
        raise refuse("padding", Reason.SESSION_LOST)
    return stripped[:-1]


def _des(key: bytes) -> Des3:
    return Des3(key + key[:8])


def _counted(secret: bytes, number: int) -> bytes:
    return secret + number.to_bytes(4, "big")
