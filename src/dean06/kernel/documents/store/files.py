"""Files people hand in and files we make, kept by the SHA-256 of their content and sealed.

The same content is stored once. Under which name it lies is told by a key as well, so that nobody who sees the store
can tell whether a paper he holds is in it. Names and owners belong to the rows that cite a file, never to the file.
"""

import hashlib
import hmac
import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol, cast

from dean06.kernel.base.errors import Invalid, NotFound
from dean06.kernel.documents.keys.sealing import derived
from dean06.kernel.documents.store.places import SPOOLED_BYTES, place
from dean06.kernel.documents.store.sealed import Unsealed, sealed
from dean06.kernel.documents.store.sniffing import type_of_stream

CHUNK_BYTES: Final = 256 * 1024
NAMES: Final = "kept-names"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_GONE: Final = "Không tìm thấy tệp đã lưu."


class Readable(Protocol):
    """Anything with ``read(n)``: an upload, an open file."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, b"" at the end."""


@dataclass(frozen=True, kw_only=True)
class FileRef:
    """A kept file: hexadecimal SHA-256 of its content and its size in bytes."""

    sha256: str
    size: int


def put_file(stream: Readable, *, max_bytes: int, name: str) -> FileRef:
    """Keep the stream; Invalid when it is empty or larger than ``max_bytes``. ``name`` is only for the message.

    Reading stops at the limit, so an endless upload costs at most ``max_bytes``. On its way it lies sealed too.
    """
    with tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES) as waiting:
        counted = _Counted(stream, max_bytes, name)
        for piece in sealed(counted):
            waiting.write(piece)
        ref = FileRef(sha256=counted.digest.hexdigest(), size=counted.size)
        waiting.seek(0)
        kept = name_of(ref.sha256)
        if not place().keep(kept):
            place().put(kept, iter(lambda: waiting.read(CHUNK_BYTES), b""))
    return ref


def open_file(sha256: str) -> BinaryIO:
    """The content, open for reading; NotFound when there is none. The caller closes it."""
    try:
        return cast(BinaryIO, io.BufferedReader(Unsealed(place().open(name_of(sha256)))))
    except FileNotFoundError as error:
        raise NotFound(_GONE, code="file_not_found") from error


def type_of_file(sha256: str) -> str | None:
    """Media type of a kept file by its content, None when unknown."""
    with open_file(sha256) as file:
        return type_of_stream(file)


class _Counted:
    """The pieces of a stream, digested on their way and no more of them than allowed."""

    def __init__(self, stream: Readable, max_bytes: int, name: str) -> None:
        self._stream, self._max_bytes, self._name = stream, max_bytes, name
        self.digest, self.size = hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._stream.read(CHUNK_BYTES):
            self.size += len(piece)
            if self.size > self._max_bytes:
                limit = f"{self._max_bytes / (1024 * 1024):.3g} MB".replace(".", ",")
                words = f"Tệp “{self._name}” lớn hơn {limit}. Chọn tệp nhỏ hơn hoặc chia tệp ra."
                raise Invalid(words, code="file_too_large")
            self.digest.update(piece)
            yield piece
        if self.size == 0:
            raise Invalid(f"Tệp “{self._name}” trống. Chọn tệp có nội dung.", code="file_empty")


def name_of(sha256: str) -> str:
    """Under which name a content lies; NotFound for what is no digest."""
    if not _SHA256.fullmatch(sha256):
        raise NotFound(_GONE, code="file_not_found")
    name = hmac.digest(derived(NAMES), bytes.fromhex(sha256), "sha256").hex()
    return f"{name[:2]}/{name}"
