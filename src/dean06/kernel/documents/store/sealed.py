"""The form files have at rest: pieces of 64 KB, each sealed for its place, so that any part opens without the rest.

STREAM construction over AES-256-GCM: the number of a piece and whether it is the last are in its nonce, so pieces can
neither be exchanged nor cut off. Every file has a key of its own, derived from the installation's and the file's salt.
"""

import io
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dean06.kernel.documents.keys.sealing import KEY_BYTES, SealBroken, derived

MAGIC: Final = b"DEAN06S1"
SALT_BYTES: Final = 32
PIECE_BYTES: Final = 64 * 1024
TAG_BYTES: Final = 16
HEADER_BYTES: Final = len(MAGIC) + SALT_BYTES
USE: Final = "kept-files"


def sealed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A file as it is kept; ``pieces`` may be of any size."""
    salt = os.urandom(SALT_BYTES)
    yield MAGIC + salt
    cipher, number, waiting = _cipher(salt), 0, bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > PIECE_BYTES:
            yield cipher.encrypt(_nonce(number, is_last=False), bytes(waiting[:PIECE_BYTES]), None)
            number += 1
            del waiting[:PIECE_BYTES]
    yield cipher.encrypt(_nonce(number, is_last=True), bytes(waiting), None)


class Unsealed(io.RawIOBase):
    """A kept file, open for reading from any place. SealBroken for another key or a damaged piece."""

    def __init__(self, kept: BinaryIO) -> None:
        super().__init__()
        header = kept.read(HEADER_BYTES)
        body = kept.seek(0, os.SEEK_END) - HEADER_BYTES
        if not header.startswith(MAGIC) or body < TAG_BYTES:
            raise SealBroken("not a file of this store")
        self._kept, self._cipher = kept, _cipher(header[len(MAGIC) :])
        self._pieces = -(-body // (PIECE_BYTES + TAG_BYTES))
        self.size = body - self._pieces * TAG_BYTES
        self._at, self._number, self._piece = 0, -1, b""
        self._open(self._pieces - 1)  # a file that was cut off has lost its last piece

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As files do."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """As files do."""
        return self._at

    def readinto(self, buffer: "memoryview[int] | bytearray") -> int:  # type: ignore[override]
        """As much of one piece as fits."""
        if self._at >= self.size:
            return 0
        number, within = divmod(self._at, PIECE_BYTES)
        part = self._open(number)[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        """Close the kept file as well."""
        if not self.closed:
            self._kept.close()
        super().close()

    def _open(self, number: int) -> bytes:
        if number != self._number:
            self._kept.seek(HEADER_BYTES + number * (PIECE_BYTES + TAG_BYTES))
            data = self._kept.read(PIECE_BYTES + TAG_BYTES)
            try:
                self._piece = self._cipher.decrypt(_nonce(number, is_last=number == self._pieces - 1), data, None)
            except InvalidTag as error:
                raise SealBroken("a piece of a kept file is damaged or of another installation") from error
            self._number = number
        return self._piece


def _cipher(salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"file").derive(derived(USE)))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + (b"\x01" if is_last else b"\x00")
