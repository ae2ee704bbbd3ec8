"""Small papers to hand in: real files of their kind, with invented words."""

import io

from PIL import Image


def photo() -> bytes:
    """A small photograph (JPEG)."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return out.getvalue()


def pdf(words: str = "fictional") -> bytes:
    """One page with a line of plain letters."""
    content = b"BT /F1 12 Tf 72 770 Td (%s) Tj ET" % words.encode("ascii")
    objects = [
        b"<</Type /Catalog/Pages 2 0 R>>",
        b"<</Type /Pages/Count 1/Kids [3 0 R]>>",
        b"<</Type /Page/Parent 2 0 R/MediaBox [0 0 595 842]/Contents 4 0 R/Resources <</Font <</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type /Font/Subtype /Type1/BaseFont /Helvetica>>",
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, value in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
