"""Files people hand in, kept under the state directory by the SHA-256 of their content.

The same content is stored once; a name found here is complete, because it appears only by renaming a finished file.
Names and owners belong to the rows that cite a blob, never to the blob.
"""

import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from dean06.kernel.base.errors import Invalid, NotFound

CHUNK_BYTES = 256 * 1024
SNIFF_BYTES = 8 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
TEXT = "text/plain"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"PK\x03\x04", ZIP),
)
_CUT_OFF = ("unexpected end of data", "truncated data")
_OFFICE_FOLDERS = (("word/", DOCX), ("xl/", XLSX))


class Readable(Protocol):
    """Anything with ``read(n)``: an upload, an open file."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, b"" at the end."""


@dataclass(frozen=True, kw_only=True)
class BlobRef:
    """A stored file: hexadecimal SHA-256 of its content and its size in bytes."""

    sha256: str
    size: int


def put(stream: Readable, *, max_bytes: int, name: str) -> BlobRef:
    """Store the stream; Invalid when it is empty or larger than ``max_bytes``. ``name`` is only for the message.

    Reading stops at the limit, so an endless upload costs at most ``max_bytes`` of disk.
    """
    folder = _root() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            ref = _copy(stream, file, max_bytes=max_bytes, name=name)
            os.fsync(file.fileno())
            _settle(Path(file.name), _path(ref.sha256))
        finally:
            with suppress(FileNotFoundError):  # gone by renaming when all went well
                Path(file.name).unlink()
    return ref


def open_blob(sha256: str) -> BinaryIO:
    """The stored content, open for reading; NotFound when there is none. The caller closes it."""
    try:
        return _path(sha256).open("rb")
    except FileNotFoundError as error:
        raise NotFound("Không tìm thấy tệp đã lưu.", code="blob_not_found") from error


def type_of(sha256: str) -> str | None:
    """Media type of a stored file by its content; office files are told apart by what their archive holds."""
    with open_blob(sha256) as file:
        found = sniff_type(file.read(SNIFF_BYTES))
        if found not in (ZIP, DOCX, XLSX):
            return found
        try:
            names = zipfile.ZipFile(file).namelist()
        except zipfile.BadZipFile:
            return None
    return next((mime for folder, mime in _OFFICE_FOLDERS if any(name.startswith(folder) for name in names)), ZIP)


def sniff_type(head: bytes) -> str | None:
    """Media type by the first bytes of a file (``SNIFF_BYTES`` are plenty), None when unknown.

    Never by its name or by what the browser claims.
    """
    for signature, mime in _SIGNATURES:
        if head.startswith(signature):
            return _office_type(head) if mime == ZIP else mime
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return TEXT if _is_text(head) else None


def _office_type(head: bytes) -> str:
    """Office documents name their folders in the local headers, mostly within the first kilobytes."""
    return next((mime for folder, mime in _OFFICE_FOLDERS if folder.encode() in head), ZIP)


def _is_text(head: bytes) -> bool:
    """UTF-8 (a letter may be cut at the end) or UTF-16 with its mark, and no control characters."""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = head.decode(encoding)
    except UnicodeDecodeError as error:
        if error.reason not in _CUT_OFF:
            return False
        text = head[: error.start].decode(encoding)
    return bool(text) and not any(char < " " and char not in "\t\n\r\f" for char in text)


def _copy(stream: Readable, file: "tempfile._TemporaryFileWrapper[bytes]", *, max_bytes: int, name: str) -> BlobRef:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(stream):
        size += len(chunk)
        if size > max_bytes:
            limit = f"{max_bytes / (1024 * 1024):.3g} MB".replace(".", ",")
            raise Invalid(f"Tệp “{name}” lớn hơn {limit}. Chọn tệp nhỏ hơn hoặc chia tệp ra.", code="file_too_large")
        digest.update(chunk)
        file.write(chunk)
    if size == 0:
        raise Invalid(f"Tệp “{name}” trống. Chọn tệp có nội dung.", code="file_empty")
    file.flush()
    return BlobRef(sha256=digest.hexdigest(), size=size)


def _chunks(stream: Readable) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def _settle(finished: Path, place: Path) -> None:
    """Move a finished file to its place; content already there stays as it is."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.exists():
        return
    finished.replace(place)
    with _directory(place.parent) as directory:
        os.fsync(directory)


@contextmanager
def _directory(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _root() -> Path:
    return Path(settings.STATE) / "blobs"


def _path(sha256: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise NotFound("Không tìm thấy tệp đã lưu.", code="blob_not_found")
    return _root() / sha256[:2] / sha256
