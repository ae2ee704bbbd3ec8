"""From a file of a scanner or a phone to pages: what it may be, how much of it, and each page as a picture."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import BinaryIO, Final

import pypdfium2
from PIL import Image, ImageOps

from dean06.kernel.base.errors import Invalid
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import JPEG, PDF, PNG, Readable
from dean06.pilots.p02_certified_documents import imaging
from dean06.pilots.p02_certified_documents.rules import MOST_PAGES

LARGEST_SCAN: Final = 20 * 1024 * 1024
LARGEST_PAGE: Final = 4 * 1024 * 1024
DOTS_AN_INCH, POINTS_AN_INCH = 200, 72
LONGEST_SIDE: Final = 2400  # A4 at 200 dots an inch: what a printer shows and a phone loads
JPEG_QUALITY: Final = 80
TAKEN: Final = (PDF, PNG, JPEG)
TOO_MANY: Final = f"Một bản chính nhiều nhất {MOST_PAGES} trang. Chia ra thành nhiều lần chứng thực."
# PDFium is not made for several threads at once.
_PDFIUM: Final = Lock()


@dataclass(frozen=True, kw_only=True)
class MadePage:
    """A page kept in the store."""

    sha256: str
    angle: float
    findings: tuple[str, ...]


def keep_scan(stream: Readable, *, file_name: str, room: int) -> tuple[str, list[MadePage]]:
    """Keep a file as it came and its pages straightened: its SHA-256, the pages. Invalid (field "file").

    ``room``: how many pages may still be added. Reading a page costs a fifth of a second: never in a transaction.
    """
    try:
        ref = documents.put_file(stream, max_bytes=LARGEST_SCAN, name=file_name)
        kind = documents.type_of_file(ref.sha256)
        if kind not in TAKEN:
            raise Invalid("Chỉ nhận tệp PDF, JPG hoặc PNG, xét theo nội dung tệp.", code="wrong_file")
        documents.look_through(ref.sha256)
        with documents.open_file(ref.sha256) as file:
            return ref.sha256, [_kept(image) for image in _pictures(file, kind, room)]
    except Invalid as refused:
        raise Invalid(refused.message, code=refused.code, field="file") from refused


def turned(sha256: str) -> str:
    """A page turned a quarter to the right; the SHA-256 of the new picture."""
    with documents.open_file(sha256) as file, Image.open(file) as image:
        return _put(image.transpose(Image.Transpose.ROTATE_270))


def _pictures(file: BinaryIO, kind: str, room: int) -> Iterator[Image.Image]:
    if kind == PDF:
        yield from _of_pdf(file, room)
        return
    if room < 1:
        raise Invalid(TOO_MANY, code="too_many_pages")
    try:
        with Image.open(file) as image:
            yield _fitting(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError) as error:
        raise Invalid("Ảnh bị hỏng, không mở được. Chụp hoặc quét lại.", code="broken_file") from error


def _of_pdf(file: BinaryIO, room: int) -> Iterator[Image.Image]:
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(file.read())
        except pypdfium2.PdfiumError as error:
            raise Invalid("Tệp PDF bị hỏng, không mở được. Quét lại.", code="broken_file") from error
        try:
            if len(document) > room:
                raise Invalid(TOO_MANY, code="too_many_pages")
            for number in range(len(document)):
                page = document[number]
                longest = max(page.get_size())
                scale = min(DOTS_AN_INCH / POINTS_AN_INCH, LONGEST_SIDE / max(longest, 1))
                yield page.render(scale=scale).to_pil()
        finally:
            document.close()


def _fitting(image: Image.Image) -> Image.Image:
    """On white where it was transparent, no larger than a page needs."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        coloured = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured)
    image = image.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return image


def _kept(image: Image.Image) -> MadePage:
    judged = imaging.prepare(image)
    return MadePage(sha256=_put(judged.image), angle=judged.angle, findings=tuple(one.value for one in judged.findings))


def _put(image: Image.Image) -> str:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY, dpi=(DOTS_AN_INCH, DOTS_AN_INCH))
    out.seek(0)
    return documents.put_file(out, max_bytes=LARGEST_PAGE, name="trang.jpg").sha256
