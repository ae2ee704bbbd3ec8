"""PDF files an importer cannot read: a scan without a text layer, and one locked by a password."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pypdfium2
from PIL.Image import Image

SCAN_DPI = 100
POINTS_PER_INCH = 72


def scan_of(pdf: bytes, *, pages: int = 2) -> bytes:
    """The first `pages` pages as photographs: the same look, and nothing to read but pixels."""
    source = pypdfium2.PdfDocument(pdf)
    try:
        count = min(pages, len(source))
        scale = SCAN_DPI / POINTS_PER_INCH
        photos: list[Image] = [source[i].render(scale=scale).to_pil().convert("L") for i in range(count)]
    finally:
        source.close()
    out = BytesIO()
    photos[0].save(out, "PDF", save_all=True, append_images=photos[1:], resolution=SCAN_DPI)
    return out.getvalue()


def locked(pdf: bytes, password: str) -> bytes:
    """The same document, encrypted (AES-256) so that nobody opens it without `password`."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    writer.encrypt(password, algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
