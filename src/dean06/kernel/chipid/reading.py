"""Reads the files of a card: opens it, asks for as few commands as can be, survives what other makers' cards do."""

from collections.abc import Callable, Iterable

from dean06.kernel.chipid import bac, groups, tlv
from dean06.kernel.chipid.active import signature_size
from dean06.kernel.chipid.secure_messaging import LARGEST_SHORT, OK, Session, SessionLost
from dean06.kernel.chipid.types import AccessKey, CardReading, FileId, Reason
from dean06.kernel.ports.card import CardTransport

APPLICATION = bytes.fromhex("A0000002471001")
SELECT_APPLICATION = bytes.fromhex("00A4040C07") + APPLICATION
SELECT_FILE, READ, READ_SHORT, SIGN = "00A4020C", "00B0", "00B0", "00880000"
SHORT_EF = 0x80
END_OF_FILE = 0x6282
NOT_THERE = (0x6A82, 0x6A88, 0x6A83, 0x6985, 0x6982)
WRONG_LENGTH = 0x6C
MORE = 0x61
GET_RESPONSE = bytes.fromhex("00C00000")
MOST_PARTS = 16
MOST_SESSIONS = 6
Progress = Callable[[FileId, int, int], None]


def read_card(
    card: CardTransport,
    key: AccessKey,
    wanted: Iterable[FileId],
    *,
    challenge: bytes | None = None,
    on_progress: Progress | None = None,
) -> CardReading:
    """Read EF.SOD and the files wanted, and let the chip sign the challenge.

    Files the card does not have are left out, so is the signature of a chip without one. Raises CardGone, CardRefused.
    A session the card lost is begun anew, ``MOST_SESSIONS`` at most.
    """
    files = dict.fromkeys([FileId.SOD, *wanted, *([FileId.DG15] if challenge is not None else [])])
    reader = _Reader(card, key, on_progress)
    reader.open()
    for file in files:
        reader.read(file)
    signature = reader.sign(challenge) if challenge is not None and FileId.DG15 in reader.files else b""
    total = sum(map(len, reader.files.values()))
    return CardReading(files=reader.files, active_signature=signature, commands=reader.commands, bytes_read=total)


class _Reader:
    def __init__(self, card: CardTransport, key: AccessKey, on_progress: Progress | None) -> None:
        self.card = card
        self.key = key
        self.files: dict[FileId, bytes] = {}
        self.commands = 0
        self._on_progress = on_progress
        self._session: Session | None = None
        self._sessions = 0
        self._short_names = True

    def transmit(self, command: bytes) -> bytes:
        """The whole answer, also of cards that give it in parts (ISO 7816-4, 5.3.4). The handshake too comes here."""
        answer = self._once(command)
        for _ in range(MOST_PARTS):
            if answer[-2] != MORE:
                return answer
            answer = answer[:-2] + self._once(GET_RESPONSE + answer[-1:])
        raise tlv.refuse("an answer in too many parts", Reason.OVERSIZED)

    def _once(self, command: bytes) -> bytes:
        self.commands += 1
        answer = self.card.transmit(command)
        if len(answer) < 2:
            raise tlv.refuse("an answer without a status", Reason.SESSION_LOST)
        return answer

    def open(self) -> None:
        """Select the application and agree on keys."""
        self._sessions += 1
        if self.transmit(SELECT_APPLICATION)[-2:] != OK.to_bytes(2, "big"):
            raise tlv.refuse("no such application", Reason.NOT_AN_IDENTITY_CARD)
        self._session = bac.open_session(self, bac.key_seed(self.key))

    def read(self, file: FileId) -> None:
        """Read one file into ``files``; a file that is not there stays out."""
        while True:
            try:
                content = self._whole(file)
            except SessionLost as lost:
                if self._sessions >= MOST_SESSIONS:
                    raise
                self.open()
                if lost.status in NOT_THERE and not self._short_names:
                    return
                self._short_names = False  # a card may answer what it does not know in the clear
            else:
                break
        if content is not None:
            self.files[file] = content

    def sign(self, challenge: bytes) -> bytes:
        """The chip's signature; empty when it says it cannot."""
        size = signature_size(groups.chip_key(self.files[FileId.DG15]))
        data, status = self._send(bytes.fromhex(SIGN), challenge, size)
        return data if status == OK else b""

    def _whole(self, file: FileId) -> bytes | None:
        first = self._begin(file)
        if first is None:
            return None
        _, begin, length = tlv.header(first)
        size = begin + length
        content = bytearray(first[:size])
        while len(content) < size:
            self._report(file, len(content), size)
            part, status = self._read_at(len(content), min(LARGEST_SHORT, size - len(content)))
            if not part or status not in (OK, END_OF_FILE):
                raise tlv.refuse(f"{file.name} ends at {len(content)} of {size}, status {status:04X}")
            content += part
        self._report(file, size, size)
        return bytes(content[:size])

    def _begin(self, file: FileId) -> bytes | None:
        """The file's first bytes: by its short name, which saves a command, or selected when the card knows none."""
        if self._short_names:
            command = bytes.fromhex(READ_SHORT) + bytes([SHORT_EF | file & 0x1F, 0])
            data, status = self._send(command, b"", LARGEST_SHORT)
            if data and status in (OK, END_OF_FILE):
                return data
            if status == 0x6A82:
                return None
            self._short_names = False
        _, status = self._send(bytes.fromhex(SELECT_FILE), file.to_bytes(2, "big"))
        if status in NOT_THERE:
            return None
        if status != OK:
            raise tlv.refuse(f"selecting {file.name}: {status:04X}", Reason.FILE_MISSING)
        data, status = self._read_at(0, LARGEST_SHORT)
        return data or None

    def _read_at(self, offset: int, size: int) -> tuple[bytes, int]:
        if offset > 0x7FFF:
            raise tlv.refuse(f"a file beyond {offset} bytes", Reason.OVERSIZED)
        data, status = self._send(bytes.fromhex(READ) + offset.to_bytes(2, "big"), b"", size)
        if not data and status >> 8 == WRONG_LENGTH:
            data, status = self._send(bytes.fromhex(READ) + offset.to_bytes(2, "big"), b"", status & 0xFF)
        return data, status

    def _send(self, header: bytes, data: bytes = b"", expected: int | None = None) -> tuple[bytes, int]:
        assert self._session is not None  # noqa: S101 - opened before anything is sent
        return self._session.unwrap(self.transmit(self._session.wrap(header, data, expected)))

    def _report(self, file: FileId, done: int, size: int) -> None:
        if self._on_progress:
            self._on_progress(file, done, size)
