"""Files of a card through a channel: by short name where the card knows them, in as few commands as can be."""

from collections.abc import Callable

from dean06.kernel.chipid import tlv
from dean06.kernel.chipid.channel import WRONG_LENGTH, Channel
from dean06.kernel.chipid.secure_messaging import LARGEST_SHORT, OK
from dean06.kernel.chipid.types import FileId, Reason

SELECT_FILE, READ, READ_FAR = (bytes.fromhex(text) for text in ("00A4020C", "00B0", "00B10000"))
SHORT_NAME = 0x80
FARTHEST = 0x7FFF  # beyond, the offset needs an instruction of its own
OFFSET, DATA = 0x54, 0x53
WRAPPED = 3  # bytes around data of up to 255
END_OF_FILE = 0x6282
NO_FILE = 0x6A82
NOT_THERE = (NO_FILE, 0x6A88, 0x6A83, 0x6985, 0x6982)
Progress = Callable[[FileId, int, int], None]


class Files:
    """Reads whole files. ``short_names``: the card has not refused them yet."""

    def __init__(self, channel: Channel, on_progress: Progress | None = None) -> None:
        self.short_names = True
        self._channel = channel
        self._on_progress = on_progress

    def read(self, file: FileId) -> bytes | None:
        """The file, None when the card has none. CardRefused when it ends early or is too long; SessionLost."""
        first = self._begin(file)
        if first is None:
            return None
        _, begin, length = tlv.header(first)
        size = begin + length
        content = bytearray(first[:size])
        while len(content) < size:
            self._report(file, len(content), size)
            part, status = self._read_at(len(content), size - len(content))
            if not part or status not in (OK, END_OF_FILE):
                raise tlv.refuse(f"{file.name} ends at {len(content)} of {size}, status {status:04X}")
            content += part
        self._report(file, size, size)
        return bytes(content[:size])

    def _begin(self, file: FileId) -> bytes | None:
        """The first bytes: by its short name, which saves a command, or selected when the card knows none."""
        if self.short_names:
            command = READ + bytes([SHORT_NAME | file & 0x1F, 0])
            data, status = self._channel.send(command, b"", LARGEST_SHORT)
            if data and status in (OK, END_OF_FILE):
                return data
            if status == NO_FILE:
                return None
            self.short_names = False
        _, status = self._channel.send(SELECT_FILE, file.to_bytes(2, "big"))
        if status in NOT_THERE:
            return None
        if status != OK:
            raise tlv.refuse(f"selecting {file.name}: {status:04X}", Reason.FILE_MISSING)
        data, status = self._read_at(0, LARGEST_SHORT)
        return data or None

    def _read_at(self, offset: int, size: int) -> tuple[bytes, int]:
        if offset > FARTHEST:
            return self._read_far(offset, min(LARGEST_SHORT - WRAPPED, size))
        command, size = READ + offset.to_bytes(2, "big"), min(LARGEST_SHORT, size)
        data, status = self._channel.send(command, b"", size)
        if not data and status >> 8 == WRONG_LENGTH:
            data, status = self._channel.send(command, b"", status & 0xFF)
        return data, status

    def _read_far(self, offset: int, size: int) -> tuple[bytes, int]:
        """Beyond 32 KB, offset and data are elements (ISO 7816-4, 11.2.3)."""
        place = tlv.encode(OFFSET, offset.to_bytes(3, "big"))
        answer, status = self._channel.send(READ_FAR, place, len(tlv.encode(DATA, bytes(size))))
        return (tlv.only(answer, DATA) if answer else b""), status

    def _report(self, file: FileId, done: int, size: int) -> None:
        if self._on_progress:
            self._on_progress(file, done, size)
