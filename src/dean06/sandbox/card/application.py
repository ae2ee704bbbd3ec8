"""The card application: ISO 7816-4 commands, basic access control, secure messaging with 3DES, active authentication.

Written from the card's side and apart from the reader's code, so that each checks the other.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from dean06.sandbox.card.chip import Chip

APPLICATION = bytes.fromhex("A0000002471001")
ATR = bytes.fromhex("3B8880010000000000000000 09".replace(" ", ""))
OK, NO_FILE, NOT_ALLOWED, NO_INSTRUCTION = 0x9000, 0x6A82, 0x6982, 0x6D00
WRONG_DATA, END_OF_FILE, BROKEN = 0x6A80, 0x6282, 0x6988
VECTOR = bytes(8)


class PulledOut(Exception):
    """The card left the field."""


@dataclass
class Habits:
    """How this card differs from the book. ``gone_after``: commands until it is pulled out, 0 for never."""

    without_protected_status: bool = False
    errors_in_the_clear: bool = False
    without_short_names: bool = False
    longest_answer: int = 0xFF
    loses_session_after: int = 0
    gone_after: int = 0
    cannot_sign: bool = False
    replays: bytes = b""
    parts_of: int = 0  # an answer longer than this is fetched in parts


@dataclass
class Application:
    """One card in a reader, powered."""

    chip: Chip
    habits: Habits = field(default_factory=Habits)
    commands: int = 0

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Power off and on."""
        self._selected = False
        self._file = b""
        self._challenge = b""
        self._keys: tuple[bytes, bytes] | None = None
        self._counter = 0
        self._rest = b""

    def transmit(self, command: bytes) -> bytes:
        """One command APDU to its answer."""
        self.commands += 1
        if self.habits.gone_after and self.commands > self.habits.gone_after:
            raise PulledOut
        if self.habits.loses_session_after and self.commands == self.habits.loses_session_after:
            self._keys = None
        if command[1] == 0xC0 and self._rest:
            return self._in_parts(self._rest)
        if command[0] & 0x0C == 0x0C:
            return self._in_parts(self._secured(command))
        data, status = self._plain(command)
        return self._in_parts(data + status.to_bytes(2, "big"))

    def _in_parts(self, answer: bytes) -> bytes:
        """What fits now; 61xx says how much of the rest may be fetched."""
        size = self.habits.parts_of
        if not size or len(answer) - 2 <= size:
            self._rest = b""
            return answer
        self._rest = answer[size:]
        return answer[:size] + bytes([0x61, min(len(self._rest) - 2, 0xFF)])

    def _plain(self, command: bytes) -> tuple[bytes, int]:
        instruction, body = command[1], command[5 : 5 + command[4]] if len(command) > 5 else b""
        if instruction == 0xA4 and command[2] == 0x04:
            self.reset()
            self._selected = body == APPLICATION
            return b"", OK if self._selected else NO_FILE
        if not self._selected:
            return b"", NOT_ALLOWED
        if instruction == 0x84:
            self._challenge = secrets.token_bytes(8)
            return self._challenge, OK
        if instruction == 0x82:
            return self._authenticate(body)
        return b"", NOT_ALLOWED if instruction in (0xA4, 0xB0, 0x88) else NO_INSTRUCTION

    def _authenticate(self, body: bytes) -> tuple[bytes, int]:
        """Mutual authentication (ICAO 9303-11, 4.3)."""
        encryption, mac_key = _derive(self.chip.access_seed, 1), _derive(self.chip.access_seed, 2)
        theirs, self._challenge = self._challenge, b""
        if len(body) != 40 or not theirs or not hmac.compare_digest(_mac(mac_key, _pad(body[:32])), body[32:]):
            return b"", 0x6300
        opened = _cbc(encryption, body[:32], is_encrypting=False)
        if opened[8:16] != theirs:
            return b"", 0x6300
        ours = secrets.token_bytes(16)
        cryptogram = _cbc(encryption, opened[8:16] + opened[:8] + ours, is_encrypting=True)
        shared = bytes(a ^ b for a, b in zip(opened[16:], ours, strict=True))
        self._keys = (_derive(shared, 1), _derive(shared, 2))
        self._counter = int.from_bytes(theirs[4:] + opened[4:8], "big")
        return cryptogram + _mac(mac_key, _pad(cryptogram)), OK

    def _secured(self, command: bytes) -> bytes:
        if self._keys is None:
            return BROKEN.to_bytes(2, "big")
        encryption, mac_key = self._keys
        self._counter += 1
        objects = _objects(_body(command))
        covered = b"".join(_element(tag, value) for tag, value in objects.items() if tag != 0x8E)
        text = (
            _pad(self._counter_bytes() + _pad(command[:4]) + covered)
            if covered
            else _pad(self._counter_bytes() + _pad(command[:4]))
        )
        if not hmac.compare_digest(_mac(mac_key, text), objects.get(0x8E, b"")):
            self._keys = None
            return BROKEN.to_bytes(2, "big")
        body = _unpad(_cbc(encryption, objects[0x87][1:], is_encrypting=False)) if 0x87 in objects else b""
        expected = int.from_bytes(objects[0x97], "big") or 256 ** len(objects[0x97]) if 0x97 in objects else 0
        data, status = self._inside(command[1], command[2], command[3], body, expected)
        self._counter += 1
        if status not in (OK, END_OF_FILE) and self.habits.errors_in_the_clear:
            self._keys = None
            return status.to_bytes(2, "big")
        return self._protect(data, status)

    def _protect(self, data: bytes, status: int) -> bytes:
        assert self._keys is not None  # noqa: S101 - answered inside a session
        encryption, mac_key = self._keys
        answer = b""
        if data:
            answer += _element(0x87, b"\x01" + _cbc(encryption, _pad(data), is_encrypting=True))
        if not self.habits.without_protected_status:
            answer += _element(0x99, status.to_bytes(2, "big"))
        answer += _element(0x8E, _mac(mac_key, _pad(self._counter_bytes() + answer)))
        return answer + status.to_bytes(2, "big")

    def _inside(self, instruction: int, p1: int, p2: int, body: bytes, expected: int) -> tuple[bytes, int]:
        if instruction == 0xA4:
            return self._select(int.from_bytes(body, "big"))
        if instruction == 0xB0:
            return self._read(p1, p2, expected)
        if instruction == 0x88:
            if self.habits.cannot_sign or self.chip.key is None:
                return b"", NO_INSTRUCTION
            return self.habits.replays or self.chip.sign(body), OK
        return b"", NO_INSTRUCTION

    def _select(self, file: int) -> tuple[bytes, int]:
        if file not in self.chip.files:
            return b"", NO_FILE
        self._file = self.chip.files[file]
        return b"", OK

    def _read(self, p1: int, p2: int, expected: int) -> tuple[bytes, int]:
        offset = p1 << 8 | p2
        if p1 & 0x80:
            if self.habits.without_short_names:
                return b"", WRONG_DATA
            status = self._select(0x0100 | p1 & 0x1F)[1]
            if status != OK:
                return b"", status
            offset = p2
        part = self._file[offset : offset + min(expected, self.habits.longest_answer)]
        return part, OK if len(part) == expected else END_OF_FILE

    def _counter_bytes(self) -> bytes:
        return self._counter.to_bytes(8, "big")


def _body(command: bytes) -> bytes:
    """Command data, of a short command or an extended one (ISO 7816-4, 5.1)."""
    if command[4] == 0 and len(command) > 7:
        size = int.from_bytes(command[5:7], "big")
        return command[7 : 7 + size]
    return command[5 : 5 + command[4]]


def _derive(seed: bytes, number: int) -> bytes:
    digest = bytearray(hashlib.sha1(seed + bytes([0, 0, 0, number])).digest()[:16])  # noqa: S324 - the standard's
    for place, byte in enumerate(digest):
        if byte.bit_count() % 2 == 0:
            digest[place] = byte ^ 1
    return bytes(digest)


def _cbc(key: bytes, data: bytes, *, is_encrypting: bool) -> bytes:
    cipher = Cipher(TripleDES(key + key[:8]), modes.CBC(VECTOR))
    worker = cipher.encryptor() if is_encrypting else cipher.decryptor()
    return worker.update(data) + worker.finalize()


def _mac(key: bytes, data: bytes) -> bytes:
    """ISO 9797-1 algorithm 3: DES in a chain, the last block once more with both keys."""
    block = bytes(8)
    for start in range(0, len(data), 8):
        block = _des(key[:8], bytes(a ^ b for a, b in zip(block, data[start : start + 8], strict=True)))
    return _des(key[:8], _des(key[8:], block, is_encrypting=False))


def _des(key: bytes, block: bytes, *, is_encrypting: bool = True) -> bytes:
    cipher = Cipher(TripleDES(key * 3), modes.ECB())  # noqa: S305 - one block
    return (cipher.encryptor() if is_encrypting else cipher.decryptor()).update(block)


def _pad(data: bytes) -> bytes:
    padded = data + b"\x80"
    return padded + bytes((8 - len(padded) % 8) % 8)


def _unpad(data: bytes) -> bytes:
    return data.rstrip(b"\x00")[:-1]


def _objects(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    place = 0
    while place < len(data):
        tag, length, place = data[place], data[place + 1], place + 2
        if length & 0x80:
            count = length & 0x7F
            length, place = int.from_bytes(data[place : place + count], "big"), place + count
        found[tag] = data[place : place + length]
        place += length
    return found


def _element(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        return bytes([tag, size]) + value
    return bytes([tag]) + (bytes([0x81, size]) if size < 0x100 else b"\x82" + size.to_bytes(2, "big")) + value
