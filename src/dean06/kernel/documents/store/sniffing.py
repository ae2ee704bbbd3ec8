"""What a file is by its bytes, never by its name or by what a browser claims."""

import zipfile
from typing import BinaryIO, Final

SNIFF_BYTES: Final = 8 * 1024
PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP: Final = "application/zip"
TEXT: Final = "text/plain"
_SIGNATURES: Final = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"PK\x03\x04", ZIP),
)
_CUT_OFF: Final = ("unexpected end of data", "truncated data")
_OFFICE_FOLDERS: Final = (("word/", DOCX), ("xl/", XLSX))


def type_of_stream(file: BinaryIO) -> str | None:
    """Media type of an open file; office files are told apart by what their archive holds. None when unknown."""
    found = sniff_type(file.read(SNIFF_BYTES))
    if found not in (ZIP, DOCX, XLSX):
        return found
    try:
        names = zipfile.ZipFile(file).namelist()
    except zipfile.BadZipFile:
        return None
    return next((mime for folder, mime in _OFFICE_FOLDERS if any(name.startswith(folder) for name in names)), ZIP)


def sniff_type(head: bytes) -> str | None:
    """Media type by the first bytes of a file (``SNIFF_BYTES`` are plenty), None when unknown."""
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
