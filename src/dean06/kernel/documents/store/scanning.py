"""What comes in is looked through: one thing only, nothing that acts by itself, of a size people can handle."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

import pypdf
from PIL import Image, UnidentifiedImageError
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from dean06.kernel.base.errors import Invalid
from dean06.kernel.documents.store.files import open_file
from dean06.kernel.documents.store.sniffing import DOCX, JPEG, PDF, PNG, XLSX, type_of_stream

MOST_PAGES: Final = 200
MOST_OBJECTS: Final = 200_000
MOST_PIXELS: Final = 60_000_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
HEADER_WITHIN: Final = 1024
# Names of dictionary entries and of kinds of actions by which a PDF file does something on its own.
ACTIVE_KEYS: Final = frozenset(
    {"/JS", "/JavaScript", "/AA", "/Launch", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"}
)
ACTIVE_KINDS: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/EmbeddedFile", "/Rendition", "/Movie"}
)
_BROKEN: Final = "Tệp bị hỏng, không mở được. Quét hoặc lưu lại tệp rồi gửi."
_TWO_FACED: Final = "Tệp chứa nhiều hơn một loại nội dung nên không được nhận. Quét hoặc lưu lại tệp rồi gửi."
_ACTIVE: Final = "Tệp có mã chạy kèm, tệp đính kèm hoặc lệnh tự động nên không được nhận. In lại thành PDF rồi gửi."
_TOO_MANY_PIXELS: Final = "Ảnh quá lớn. Chụp lại với cỡ nhỏ hơn rồi gửi."
UNREADABLE: Final = (PyPdfError, ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)


class Unsafe(Invalid):
    """A file that is not taken; the message says why and what to do instead."""

    default_code = "unsafe_file"


def look_through(sha256: str) -> str | None:
    """The type of a kept file that may be shown to officers; None for a type nobody knows. Unsafe."""
    with open_file(sha256) as file:
        kind = type_of_stream(file)
        _one_thing(file, kind)
        look = {PDF: _pdf, PNG: _image, JPEG: _image, DOCX: _office, XLSX: _office}.get(kind or "")
        if look:
            file.seek(0)
            look(file)
    return kind


def _one_thing(file: BinaryIO, kind: str | None) -> None:
    """A file that is two things at once shows one to us and another to whoever opens it."""
    file.seek(0)
    head = file.read(HEADER_WITHIN)
    is_hidden_pdf = kind != PDF and b"%PDF-" in head
    file.seek(0)
    if is_hidden_pdf or (kind in (PDF, PNG, JPEG) and zipfile.is_zipfile(file)):
        raise Unsafe(_TWO_FACED, code="polyglot")


def _pdf(file: BinaryIO) -> None:
    try:
        reader = pypdf.PdfReader(file)
        if reader.is_encrypted:
            raise Unsafe("Tệp PDF đang đặt mật khẩu. Bỏ mật khẩu rồi gửi lại.", code="pdf_locked")
        if len(reader.pages) > MOST_PAGES:
            raise Unsafe(f"Tệp có hơn {MOST_PAGES} trang. Chia tệp ra rồi gửi.", code="too_many_pages")
        is_active = is_bomb = False
        for one in _objects(reader):
            is_active, is_bomb = is_active or _acts(one), is_bomb or _unfolds(one)
    except UNREADABLE as error:
        raise Unsafe(_BROKEN, code="broken_file") from error
    if is_active:
        raise Unsafe(_ACTIVE, code="active_content")
    if is_bomb:
        raise Unsafe(_TOO_MANY_PIXELS, code="too_many_pixels")


def _objects(reader: pypdf.PdfReader) -> Iterator[PdfObject]:
    """Everything that can be reached from the trailer, each once. ValueError for more than anybody needs."""
    waiting: list[PdfObject] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            found = one.get_object()
            if found is None:
                continue
            one = found
        count += 1
        if count > MOST_OBJECTS:
            raise ValueError("too many objects")
        yield one
        if isinstance(one, DictionaryObject):
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def _acts(one: PdfObject) -> bool:
    if not isinstance(one, DictionaryObject):
        return False
    kinds = {str(one.raw_get(key)) for key in ("/S", "/Subtype", "/Type") if key in one}
    return bool(ACTIVE_KEYS & set(one) or ACTIVE_KINDS & kinds)


def _unfolds(one: PdfObject) -> bool:
    """A picture of a few bytes that would need more memory than any page does once it is drawn."""
    if not isinstance(one, DictionaryObject) or one.get("/Subtype") != "/Image":
        return False
    return int(one.get("/Width", 0)) * int(one.get("/Height", 0)) > MOST_PIXELS


def _image(file: BinaryIO) -> None:
    try:
        with Image.open(file) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise Unsafe(_TOO_MANY_PIXELS, code="too_many_pixels")
            image.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise Unsafe(_BROKEN, code="broken_file") from error


def _office(file: BinaryIO) -> None:
    entries = zipfile.ZipFile(file).infolist()
    if sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise Unsafe("Tệp quá lớn sau khi mở nén. Chia tệp ra rồi gửi.", code="too_large_unpacked")
    if any(one.filename.lower().endswith(("vbaproject.bin", ".exe", ".js")) for one in entries):
        raise Unsafe(_ACTIVE, code="active_content")
