"""The card's ciphers: 3DES with the retail MAC, AES with CMAC (ICAO 9303-11, 9.7 and 9.8). The reader has its own."""

import hashlib

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC


class Des:
    """Two-key 3DES."""

    block = 8

    def key(self, secret: bytes, number: int) -> bytes:
        """A derived key with odd bytes."""
        digest = bytearray(hashlib.sha1(_numbered(secret, number)).digest()[:16])  # noqa: S324 - the standard's
        for place, byte in enumerate(digest):
            if byte.bit_count() % 2 == 0:
                digest[place] = byte ^ 1
        return bytes(digest)

    def cbc(self, key: bytes, data: bytes, counter: bytes = b"", *, is_encrypting: bool) -> bytes:
        """CBC from zeros, whatever the counter."""
        del counter
        cipher = Cipher(TripleDES(key + key[:8]), modes.CBC(bytes(8)))
        return (cipher.encryptor() if is_encrypting else cipher.decryptor()).update(data)

    def checksum(self, key: bytes, data: bytes) -> bytes:
        """ISO 9797-1 algorithm 3 over data of any length: DES in a chain, the last block once more with both keys."""
        data, block = pad(data, 8), bytes(8)
        for start in range(0, len(data), 8):
            block = _des(key[:8], bytes(a ^ b for a, b in zip(block, data[start : start + 8], strict=True)))
        return _des(key[:8], _des(key[8:], block, is_encrypting=False))

    message_checksum = checksum


class Aes:
    """AES with keys of ``size`` bytes."""

    block = 16

    def __init__(self, size: int) -> None:
        self.size = size

    def key(self, secret: bytes, number: int) -> bytes:
        """A derived key."""
        text = _numbered(secret, number)
        digest = hashlib.sha1(text) if self.size == 16 else hashlib.sha256(text)  # noqa: S324 - the standard's
        return digest.digest()[: self.size]

    def cbc(self, key: bytes, data: bytes, counter: bytes = b"", *, is_encrypting: bool) -> bytes:
        """CBC from the enciphered counter, from zeros without one."""
        start = Cipher(AES(key), modes.ECB()).encryptor().update(counter) if counter else bytes(16)  # noqa: S305
        cipher = Cipher(AES(key), modes.CBC(start))
        return (cipher.encryptor() if is_encrypting else cipher.decryptor()).update(data)

    def checksum(self, key: bytes, data: bytes) -> bytes:
        """The first half of a CMAC."""
        made = CMAC(AES(key))
        made.update(data)
        return made.finalize()[:8]

    def message_checksum(self, key: bytes, data: bytes) -> bytes:
        """As messages have it: over whole blocks."""
        return self.checksum(key, pad(data, 16))


CIPHERS: dict[int, Des | Aes] = {1: Des(), 2: Aes(16), 3: Aes(24), 4: Aes(32)}


def pad(data: bytes, block: int) -> bytes:
    """A bit, then zeros to the end of the block."""
    padded = data + b"\x80"
    return padded + bytes((block - len(padded) % block) % block)


def _des(key: bytes, block: bytes, *, is_encrypting: bool = True) -> bytes:
    cipher = Cipher(TripleDES(key * 3), modes.ECB())  # noqa: S305 - one block
    return (cipher.encryptor() if is_encrypting else cipher.decryptor()).update(block)


def _numbered(secret: bytes, number: int) -> bytes:
    return secret + bytes([0, 0, 0, number])
