"""Finds single objects of a PDF file through its cross-reference sections, newest first, and reads nothing else."""

import re
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dean06.kernel.documents.pdf import tokens
from dean06.kernel.documents.pdf.tokens import Entries, Unreadable

TAIL_BYTES: Final = 2048
MOST_SECTIONS: Final = 64
MOST_OBJECTS: Final = 1_000_000
MOST_DECODED: Final = 16 * 1024 * 1024
LINE: Final = 20
UP: Final = 2
_START = re.compile(rb"startxref[\x00\t\n\x0c\r ]+(\d{1,12})[\x00\t\n\x0c\r ]+%%EOF")
_HEAD = re.compile(rb"(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+obj")
_SUBSECTION = re.compile(rb"(\d{1,10}) (\d{1,7})[ ]?(?:\r\n|\n|\r)")
_STREAM = re.compile(rb"stream(?:\r\n|\n)")


class Unsignable(ValueError):
    """A file that cannot be signed here; the message is for people (Vietnamese)."""


@dataclass(frozen=True)
class Place:
    """Where an object lies: at an offset, or as the nth of an object stream."""

    offset: int = -1
    stream: int = -1
    index: int = 0


@dataclass(frozen=True)
class Section:
    """One cross-reference section: its trailer and how to look an object up."""

    trailer: Entries
    ranges: tuple[tuple[int, int, int], ...]  # first number, count, where its lines or rows begin
    rows: bytes
    widths: tuple[int, int, int]  # of an xref stream; all 0: a table

    def find(self, wanted: int) -> Place | None:
        """The place of an object, None when the section does not say; a free object lies nowhere."""
        for first, count, begin in self.ranges:
            if first <= wanted < first + count:
                return self._row(begin, wanted - first) if any(self.widths) else self._line(begin, wanted - first)
        return None

    def _line(self, begin: int, index: int) -> Place:
        line = self.rows[begin + index * LINE : begin + (index + 1) * LINE]
        if not line[:10].isdigit() or line[17:18] not in b"nf":
            raise Unreadable("a cross-reference line of another form")
        return Place(offset=int(line[:10]) if line[17:18] == b"n" else -1)

    def _row(self, begin: int, index: int) -> Place:
        kind_width, second_width, third_width = self.widths
        width = kind_width + second_width + third_width
        row = self.rows[begin + index * width : begin + (index + 1) * width]
        kind = int.from_bytes(row[:kind_width]) if kind_width else 1
        second = int.from_bytes(row[kind_width : kind_width + second_width])
        third = int.from_bytes(row[kind_width + second_width :])
        if len(row) != width or kind > UP:
            raise Unreadable("a cross-reference row of another form")
        return Place(stream=second, index=third) if kind == UP else Place(offset=second if kind == 1 else -1)


class PdfFile:
    """A file as its last revision has it. Unsignable when its structure is not plain enough to be extended safely."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        found = list(_START.finditer(data, max(0, len(data) - TAIL_BYTES)))
        if not data.startswith(b"%PDF-") or not found:
            raise Unsignable("Tệp không phải PDF hoặc bị thiếu phần cuối.")
        self.start = int(found[-1][1])
        try:
            self.sections = self._sections(self.start)
        except (Unreadable, zlib.error) as error:
            raise Unsignable("Cấu trúc tệp PDF bị hỏng. Lưu lại tệp bằng chương trình khác rồi thử lại.") from error
        if b"/Encrypt" in self.trailer:
            raise Unsignable("Tệp PDF đang đặt mật khẩu. Bỏ mật khẩu rồi thử lại.")

    @property
    def trailer(self) -> Entries:
        """Of the newest section."""
        return self.sections[0].trailer

    @property
    def has_streams(self) -> bool:
        """Whether the newest section is a stream; an update should be what the file is."""
        return any(self.sections[0].widths)

    @cached_property
    def size(self) -> int:
        """One more than the largest object number."""
        return tokens.number(self.trailer[b"/Size"])

    def root(self) -> tuple[int, Entries]:
        """The catalog and its number."""
        wanted = tokens.reference(self.trailer.get(b"/Root", b""))
        if wanted is None:
            raise Unreadable("no catalog")
        return wanted, tokens.dictionary(self.object(wanted))

    def first_page(self) -> tuple[int, Entries]:
        """The first page and its number."""
        wanted = tokens.reference(self.root()[1].get(b"/Pages", b""))
        for _ in range(tokens.MOST_NESTING):
            if wanted is None:
                break
            node = tokens.dictionary(self.object(wanted))
            kids = tokens.array(self.direct(node[b"/Kids"])) if b"/Kids" in node else None
            if kids is None:
                return wanted, node
            wanted = tokens.reference(kids[0]) if kids else None
        raise Unreadable("no first page")

    def direct(self, value: bytes) -> bytes:
        """The value itself, following a reference."""
        wanted = tokens.reference(value)
        return value if wanted is None else self.object(wanted)

    def object(self, wanted: int) -> bytes:
        """The raw value of an object. Unreadable when there is none."""
        place = next((found for one in self.sections if (found := one.find(wanted)) is not None), None)
        if place is None or (place.offset < 0 and place.stream < 0):
            raise Unreadable(f"no object {wanted}")
        if place.stream >= 0:
            return self._packed(place)
        head = _HEAD.match(self.data, tokens.skip(self.data, place.offset))
        if head is None or int(head[1]) != wanted:
            raise Unreadable(f"object {wanted} is not where it should be")
        begin = tokens.skip(self.data, head.end())
        return self.data[begin : tokens.value_end(self.data, begin)]

    def _packed(self, place: Place) -> bytes:
        entries, body = self._stream(self._offset_of(place.stream))
        first, count = tokens.number(entries[b"/First"]), tokens.number(entries[b"/N"])
        header = body[:first].split()
        if not 0 <= place.index < count or len(header) < 2 * count:
            raise Unreadable("an object stream of another form")
        begin = tokens.skip(body, first + int(header[2 * place.index + 1]))
        return body[begin : tokens.value_end(body, begin)]

    def _offset_of(self, wanted: int) -> int:
        place = next((found for one in self.sections if (found := one.find(wanted)) is not None), None)
        if place is None or place.offset < 0:
            raise Unreadable(f"no object {wanted}")
        return place.offset

    def _stream(self, offset: int) -> tuple[Entries, bytes]:
        """A stream's dictionary and its content, decoded. Unreadable for filters other than Flate."""
        head = _HEAD.match(self.data, tokens.skip(self.data, offset))
        if head is None:
            raise Unreadable(f"no object at {offset}")
        begin = tokens.skip(self.data, head.end())
        end = tokens.value_end(self.data, begin)
        entries = tokens.dictionary(self.data[begin:end])
        found = _STREAM.match(self.data, tokens.skip(self.data, end))
        if found is None:
            raise Unreadable("no stream")
        length = tokens.number(self.direct(entries.get(b"/Length", b"")))
        return entries, _decoded(entries, self.data[found.end() : found.end() + length])

    def _sections(self, start: int) -> tuple[Section, ...]:
        found: list[Section] = []
        waiting, seen = [start], set()
        while waiting:
            offset = waiting.pop(0)
            if offset in seen or len(found) >= MOST_SECTIONS or offset >= len(self.data):
                raise Unreadable("cross-references without end")
            seen.add(offset)
            # Object streams need the sections, cross-reference streams never do: /Length of one is direct.
            self.sections = (*found,)
            section = self._table(offset) if self.data.startswith(b"xref", offset) else self._rows(offset)
            found.append(section)
            waiting += [
                tokens.number(section.trailer[key]) for key in (b"/XRefStm", b"/Prev") if key in section.trailer
            ]
        return tuple(found)

    def _table(self, offset: int) -> Section:
        at, ranges = tokens.skip(self.data, offset + 4), []
        while head := _SUBSECTION.match(self.data, at):
            first, count = int(head[1]), int(head[2])
            ranges.append((first, _checked(count), head.end()))
            at = tokens.skip(self.data, head.end() + count * LINE)
        if not self.data.startswith(b"trailer", at):
            raise Unreadable("no trailer")
        return Section(tokens.dictionary(self.data, at + 7), tuple(ranges), self.data, (0, 0, 0))

    def _rows(self, offset: int) -> Section:
        entries, body = self._stream(offset)
        widths = [tokens.number(one) for one in tokens.array(entries.get(b"/W", b""))]
        size = tokens.number(entries.get(b"/Size", b""))
        index = tokens.array(entries[b"/Index"]) if b"/Index" in entries else [b"0", b"%d" % size]
        if len(widths) != 3 or not 0 < sum(widths) <= LINE or len(index) % 2:
            raise Unreadable("a cross-reference stream of another form")
        ranges, at = [], 0
        for first, count in zip(index[::2], index[1::2], strict=True):
            ranges.append((tokens.number(first), _checked(tokens.number(count)), at))
            at += tokens.number(count) * sum(widths)
        return Section(entries, tuple(ranges), body, (widths[0], widths[1], widths[2]))


def _checked(count: int) -> int:
    if count > MOST_OBJECTS:
        raise Unreadable("too many objects")
    return count


def _decoded(entries: Entries, body: bytes) -> bytes:
    filters = entries.get(b"/Filter", b"")
    if not filters:
        return body
    if filters not in (b"/FlateDecode", b"[/FlateDecode]", b"[ /FlateDecode ]"):
        raise Unreadable("another filter")
    inflate = zlib.decompressobj()
    plain = inflate.decompress(body, MOST_DECODED)
    if inflate.unconsumed_tail:
        raise Unreadable("too large once inflated")
    parameters = entries.get(b"/DecodeParms", b"")
    if not parameters:
        return plain
    given = tokens.dictionary(parameters[1:-1] if parameters.startswith(b"[") else parameters)
    if tokens.number(given.get(b"/Predictor", b"1")) == 1:
        return plain
    return _unpredicted(plain, tokens.number(given.get(b"/Columns", b"1")))


def _unpredicted(plain: bytes, columns: int) -> bytes:
    """PNG rows that say how each differs from the one above; cross-references use no other kind than Up and None."""
    out, above = bytearray(), bytes(columns)
    for begin in range(0, len(plain), columns + 1):
        kind, row = plain[begin], plain[begin + 1 : begin + 1 + columns]
        if len(row) != columns or kind not in (0, UP):
            raise Unreadable("another predictor")
        above = bytes((a + b) & 0xFF for a, b in zip(above, row, strict=True)) if kind == UP else row
        out += above
    return bytes(out)
