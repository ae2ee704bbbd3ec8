"""An incremental update: objects appended to a file whose bytes so far stay as they are."""

import os
from typing import Final

from dean06.kernel.documents.pdf import tokens
from dean06.kernel.documents.pdf.reader import PdfFile
from dean06.kernel.documents.pdf.tokens import Entries

LARGEST_OFFSET: Final = 10**10
CARRIED: Final = (b"/Root", b"/Info", b"/ID")
ID_BYTES: Final = 16


class Update:
    """What is to be appended to a file."""

    def __init__(self, file: PdfFile) -> None:
        self.file = file
        self._objects: dict[int, bytes] = {}
        self._next = file.size

    def value(self, number: int) -> bytes:
        """An object as it will be."""
        return self._objects[number] if number in self._objects else self.file.object(number)

    def put(self, number: int, value: bytes) -> None:
        """Give an object a new value."""
        self._objects[number] = value

    def add(self, value: bytes) -> int:
        """A new object; its number."""
        number, self._next = self._next, self._next + 1
        self._objects[number] = value
        return number

    def add_stream(self, body: bytes) -> int:
        """A new stream of plain bytes; its number."""
        return self.add(b"<</Length %d>>\nstream\n%s\nendstream" % (len(body), body))

    def append_to(self, entries: Entries, key: bytes, values: list[bytes]) -> Entries:
        """Append to the array under a key, wherever it lies; the dictionary as it is to be written, the very same when
        the array is an object of its own."""
        present = entries.get(key, b"[]")
        own = tokens.reference(present)
        items = tokens.array(present if own is None else self.value(own)) + values
        written = b"[" + b" ".join(items) + b"]"
        if own is not None:
            self.put(own, written)
            return entries
        return entries | {key: written}

    def rendered(self) -> tuple[bytes, dict[int, int]]:
        """The whole file, and where each new object's value begins in it."""
        out, offsets, values = [], {}, {}
        at = len(self.file.data)
        if not self.file.data.endswith((b"\n", b"\r")):
            out.append(b"\n")
            at += 1
        for number, value in self._objects.items():
            head = b"%d 0 obj\n" % number
            offsets[number], values[number] = at, at + len(head)
            out += [head, value, b"\nendobj\n"]
            at += len(head) + len(value) + 8
        out.append(self._stream(offsets, at) if self.file.has_streams else self._table(offsets, at))
        return self.file.data + b"".join(out), values

    def _trailer(self, size: int) -> Entries:
        kept = {key: value for key, value in self.file.trailer.items() if key in CARRIED}
        if b"/ID" in kept:
            first = tokens.array(self.file.direct(kept[b"/ID"]))[0]
            kept[b"/ID"] = b"[" + first + b"<" + os.urandom(ID_BYTES).hex().encode() + b">]"
        return kept | {b"/Size": b"%d" % size, b"/Prev": b"%d" % self.file.start}

    def _table(self, offsets: dict[int, int], at: int) -> bytes:
        lines = [b"xref\n"]
        for first, numbers in _runs(offsets):
            lines.append(b"%d %d\n" % (first, len(numbers)))
            lines += [b"%010d 00000 n \n" % offsets[number] for number in numbers]
        trailer = tokens.written(self._trailer(self._next))
        return b"".join(lines) + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % at

    def _stream(self, offsets: dict[int, int], at: int) -> bytes:
        own = self._next
        places = offsets | {own: at}
        rows = b"".join(b"\x01" + places[number].to_bytes(5) + b"\x00" for number in sorted(places))
        index = b" ".join(b"%d %d" % (first, len(numbers)) for first, numbers in _runs(places))
        entries = self._trailer(own + 1) | {
            b"/Type": b"/XRef",
            b"/W": b"[1 5 1]",
            b"/Index": b"[" + index + b"]",
            b"/Length": b"%d" % len(rows),
        }
        return (
            b"%d 0 obj\n" % own
            + tokens.written(entries)
            + b"\nstream\n"
            + rows
            + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at
        )


def _runs(offsets: dict[int, int]) -> list[tuple[int, list[int]]]:
    """Numbers without gaps between them, together."""
    runs: list[tuple[int, list[int]]] = []
    for number in sorted(offsets):
        if runs and runs[-1][1][-1] + 1 == number:
            runs[-1][1].append(number)
        else:
            runs.append((number, [number]))
    return runs
