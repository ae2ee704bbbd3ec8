"""Attacks on a signed file, as published against PDF viewers (incremental saving, shadow, wrapping, forgery)."""

import io
from collections.abc import Callable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader, PdfWriter
from tests.kernel.documents.conftest import paper

from dean06.kernel.documents.pdf import signatures, tokens
from dean06.kernel.documents.pdf.reader import PdfFile
from dean06.kernel.documents.pdf.update import Update

NAME = generic.pdf_name
OTHER = b"BT /F1 24 Tf 72 700 Td (50.000.000) Tj ET"


def _revised(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    reference, _resources = writer.find_page_for_modification(0)
    writer.mark_update(reference.reference)
    page: generic.DictionaryObject = reference.get_object()
    return page


def replaced_content(pdf: bytes) -> bytes:
    """The page gets another content in a revision of its own (incremental saving)."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        _page(writer)[NAME("/Contents")] = writer.add_object(generic.StreamObject(stream_data=OTHER))

    return _revised(pdf, change)


def added_page(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.insert_page(_page(writer).clone() if hasattr(_page(writer), "clone") else _copy(_page(writer)))

    return _revised(pdf, change)


def _copy(page: generic.DictionaryObject) -> generic.DictionaryObject:
    return generic.DictionaryObject({key: page.raw_get(key) for key in page if key not in ("/Parent", "/Annots")})


def overlaid(pdf: bytes) -> bytes:
    """A note over the amount (evil annotation)."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = _page(writer)
        note = generic.DictionaryObject(
            {
                NAME("/Type"): NAME("/Annot"),
                NAME("/Subtype"): NAME("/FreeText"),
                NAME("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300))),
                NAME("/Contents"): generic.pdf_string("50.000.000"),
            }
        )
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page["/Annots"])

    return _revised(pdf, change)


def scripted(pdf: bytes) -> bytes:
    """A script that runs when the file is opened."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        script = {NAME("/S"): NAME("/JavaScript"), NAME("/JS"): generic.pdf_string("app.alert(1)")}
        writer.root[NAME("/OpenAction")] = writer.add_object(generic.DictionaryObject(script))
        writer.update_root()

    return _revised(pdf, change)


def swapped_pages(pdf: bytes) -> bytes:
    """The catalog points to other pages (shadow, replace)."""
    update = Update(PdfFile(pdf))
    number, catalog = update.file.root()
    content = update.add_stream(OTHER)
    pages = update.add(b"")
    page = update.add(b"<</Type /Page/Parent %d 0 R/MediaBox [0 0 595 842]/Contents %d 0 R>>" % (pages, content))
    update.put(pages, b"<</Type /Pages/Count 1/Kids [%d 0 R]>>" % page)
    update.put(number, tokens.written(catalog | {b"/Pages": b"%d 0 R" % pages}))
    return update.rendered()[0]


def shadowed_font(pdf: bytes) -> bytes:
    """A font that was signed is redefined, so that other letters appear (shadow, hide and replace)."""
    file = PdfFile(pdf)
    update = Update(file)
    for number in range(1, file.size):
        try:
            value = file.object(number)
        except tokens.Unreadable:
            continue
        if b"/Type0" in value:
            update.put(number, value.replace(b"/Type0", b"/Type1"))
            return update.rendered()[0]
    raise AssertionError("no font")


def appended_objects(pdf: bytes) -> bytes:
    """Objects without cross-references, which forgiving viewers find (incremental saving, variant 3)."""
    return pdf + b"\n18 0 obj\n<</Type /Page>>\nendobj\n"


def appended_end(pdf: bytes) -> bytes:
    """The same with the old cross-references named again (variant 4)."""
    start = pdf[pdf.rindex(b"startxref") :]
    return pdf + b"\n18 0 obj\n<</Type /Page>>\nendobj\n" + start


def changed_byte(pdf: bytes) -> bytes:
    out = bytearray(pdf)
    out[pdf.index(b"stream") + 30] ^= 1
    return bytes(out)


def _in_the_room(pdf: bytes, words: bytes) -> bytes:
    """The signature is closed early, and the rest of its room, which nothing covers, says something else."""
    hole = signatures.held(pdf)[-1]
    end = hole.begin + 2 * hole.room
    room = hole.content.dump().hex().encode() + b">" + words + b"/Rest <"
    return pdf[: hole.begin] + room.ljust(2 * hole.room, b"0") + pdf[end:]


def smuggled(pdf: bytes) -> bytes:
    """Words in the room of the signature."""
    return _in_the_room(pdf, b"/Location (50.000.000)")


def wrapped(pdf: bytes) -> bytes:
    """What the second range signs is moved to the end, and a range that finds it there smuggled into the room; in its
    old place stands the attacker's version (signature wrapping)."""
    hole = signatures.held(pdf)[-1]
    end = hole.begin + 2 * hole.room + 1
    tail = pdf[end:]
    evil = tail.replace(b"/Rect [0 0 0 0]", b"/Rect [9 9 9 9]")
    assert evil != tail
    moved = b"/ByteRange [0 %d %d %d]" % (hole.begin - 1, end + len(tail), len(tail))
    return _in_the_room(pdf, moved)[:end] + evil + tail


def _with_range(pdf: bytes, values: bytes) -> bytes:
    at = pdf.rindex(b"/ByteRange [")
    end = pdf.index(b"]", at) + 1
    return pdf[:at] + b"/ByteRange [" + values.ljust(end - at - 13) + b"]" + pdf[end:]


def range_of_nothing(pdf: bytes) -> bytes:
    """The range covers no byte (universal forgery)."""
    return _with_range(pdf, b"0 0 0 0")


def negative_range(pdf: bytes) -> bytes:
    return _with_range(pdf, b"0 -1 -1 -1")


def no_range(pdf: bytes) -> bytes:
    return pdf.replace(b"/ByteRange [", b"/ByteRangX [")


def no_contents(pdf: bytes) -> bytes:
    at = pdf.rindex(b"/Contents <")
    return pdf[:at] + b"/Contentx <" + pdf[at + 11 :]


def empty_contents(pdf: bytes) -> bytes:
    hole = signatures.held(pdf)[-1]
    return pdf[: hole.begin] + b"0" * (2 * hole.room) + pdf[hole.begin + 2 * hole.room :]


def filled_form(sign: Callable[[bytes], bytes]) -> bytes:
    """A field that people read is filled in after signing."""
    out = io.BytesIO()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper())))
    writer.write(out)
    update = Update(PdfFile(out.getvalue()))
    number, catalog = update.file.root()
    page_number, page = update.file.first_page()
    field = update.add(
        b"<</Type /Annot/Subtype /Widget/FT /Tx/T (SoTien)/V (50.000)/Rect [50 50 200 80]/P %d 0 R>>" % page_number
    )
    update.put(page_number, tokens.written(page | {b"/Annots": b"[%d 0 R]" % field}))
    update.put(number, tokens.written(catalog | {b"/AcroForm": b"<</Fields [%d 0 R]>>" % field}))
    pdf = sign(update.rendered()[0])
    after = Update(PdfFile(pdf))
    after.put(field, after.value(field).replace(b"(50.000)", b"(50.000.000)"))
    return after.rendered()[0]
