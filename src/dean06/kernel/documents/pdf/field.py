"""A signature field in a file, empty: everything around the signature, and the bytes it will cover."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dean06.kernel.base.clock import local
from dean06.kernel.documents.pdf import tokens
from dean06.kernel.documents.pdf.reader import PdfFile, Unsignable
from dean06.kernel.documents.pdf.tokens import Unreadable
from dean06.kernel.documents.pdf.update import Update

RANGE: Final = b"/ByteRange [0 %010d %010d %010d]"
BLANK: Final = RANGE % (0, 0, 0)
CONTENTS: Final = b"/Contents <"
CADES: Final = b"/ETSI.CAdES.detached"
RFC3161: Final = b"/ETSI.RFC3161"
# Invisible, printed with the page, not to be moved: what a signature looks like is drawn by the page itself.
HIDDEN_PRINTED_LOCKED: Final = 132
EXTENSION: Final = b"<</ESIC <</BaseVersion /1.7/ExtensionLevel 1>>>>"
ALREADY_CERTIFIED: Final = "Tệp đã được ký với điều kiện không cho ký thêm."


@dataclass(frozen=True)
class Words:
    """What a signature says of itself in the file, beside what its certificate says."""

    name: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class Prepared:
    """A file with room for a signature: from ``begin`` on, ``room`` bytes, written as hexadecimal."""

    data: bytes
    begin: int
    room: int

    @property
    def digest(self) -> bytes:
        """SHA-256 of all bytes but the room."""
        view = memoryview(self.data)
        digest = hashlib.sha256(view[: self.begin - 1])
        digest.update(view[self.begin + 2 * self.room + 1 :])
        return digest.digest()

    def filled(self, content: bytes) -> bytes:
        """The file with a signature in its place; ValueError when it is larger than the room."""
        if len(content) > self.room:
            raise ValueError(f"a signature of {len(content)} bytes, room for {self.room}")
        written = content.hex().encode().ljust(2 * self.room, b"0")
        return self.data[: self.begin] + written + self.data[self.begin + 2 * self.room :]


def prepared(pdf: bytes, *, room: int, words: Words | None) -> Prepared:
    """Append an empty field; without ``words`` it is one for a time stamp of the whole file. Unsignable."""
    file = PdfFile(pdf)
    try:
        return _prepared(file, room, words)
    except (Unreadable, KeyError, IndexError) as error:
        raise Unsignable("Cấu trúc tệp PDF bị hỏng. Lưu lại tệp bằng chương trình khác rồi thử lại.") from error


def _prepared(file: PdfFile, room: int, words: Words | None) -> Prepared:
    update = Update(file)
    value = update.add(_signature(room, words))
    page_number, page = file.first_page()
    widget = update.add(
        b"<</Type /Annot/Subtype /Widget/FT /Sig/T (ChuKy%d)/V %d 0 R/F %d/Rect [0 0 0 0]/P %d 0 R>>"
        % (value, value, HIDDEN_PRINTED_LOCKED, page_number)
    )
    reference = b"%d 0 R" % widget
    changed = update.append_to(page, b"/Annots", [reference])
    if changed is not page:
        update.put(page_number, tokens.written(changed))
    _enter(update, reference)
    data, places = update.rendered()
    begin = data.index(CONTENTS, places[value]) + len(CONTENTS)
    hole_end = begin + 2 * room + 1
    ranges = RANGE % (begin - 1, hole_end, len(data) - hole_end)
    at = data.index(BLANK, places[value])
    return Prepared(data[:at] + ranges + data[at + len(BLANK) :], begin, room)


def _enter(update: Update, reference: bytes) -> None:
    """Put the field into the form of the document, making the form when there is none."""
    number, catalog = update.file.root()
    if b"/Perms" in catalog:
        raise Unsignable(ALREADY_CERTIFIED)
    form = catalog.get(b"/AcroForm", b"<</Fields []>>")
    own = tokens.reference(form)
    entries = tokens.dictionary(form if own is None else update.value(own))
    before = entries
    entries = update.append_to(entries, b"/Fields", [reference])
    if b"/SigFlags" not in entries:
        entries = entries | {b"/SigFlags": b"3"}
    if own is not None:
        if entries is not before:
            update.put(own, tokens.written(entries))
    else:
        catalog = catalog | {b"/AcroForm": tokens.written(entries)}
    if b"/Extensions" not in catalog:
        catalog = catalog | {b"/Extensions": EXTENSION}
    update.put(number, tokens.written(catalog))


def _signature(room: int, words: Words | None) -> bytes:
    contents = CONTENTS + b"0" * (2 * room) + b">"
    if words is None:
        head = b"<</Type /DocTimeStamp/Filter /Adobe.PPKLite/SubFilter " + RFC3161
        return head + BLANK + contents + b">>"
    said = b"/Name " + _text(words.name) + b"/Reason " + _text(words.reason) + b"/M " + _moment(words.at)
    return b"<</Type /Sig/Filter /Adobe.PPKLite/SubFilter " + CADES + said + BLANK + contents + b">>"


def _text(words: str) -> bytes:
    return b"<FEFF" + words.encode("utf-16-be").hex().upper().encode() + b">"


def _moment(at: datetime) -> bytes:
    return local(at).strftime("(D:%Y%m%d%H%M%S+07'00')").encode("ascii")
