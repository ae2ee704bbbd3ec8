"""Secure messaging from the card's side (ICAO 9303-11, 9.8): open a command, seal its answer."""

import hmac
from dataclasses import dataclass

from dean06.sandbox.card.ciphers import Aes, Des, pad
from dean06.sandbox.card.elements import element, objects


@dataclass(frozen=True)
class Command:
    """A command without its protection. ``expected``: bytes wanted back, 0 for none."""

    instruction: int
    p1: int
    p2: int
    body: bytes
    expected: int


class Channel:
    """One session: keys from a shared secret, and the counter."""

    def __init__(self, cipher: Des | Aes, secret: bytes, counter: int = 0) -> None:
        self._cipher = cipher
        self._encryption, self._mac = cipher.key(secret, 1), cipher.key(secret, 2)
        self._counter = counter

    def open(self, command: bytes) -> Command | None:
        """What the command says; None when its checksum is wrong."""
        counter, block = self._step(), self._cipher.block
        found = objects(_body(command))
        covered = b"".join(element(tag, value) for tag, value in found.items() if tag != 0x8E)
        text = counter + pad(command[:4], block) + covered
        if not hmac.compare_digest(self._cipher.message_checksum(self._mac, text), found.get(0x8E, b"")):
            return None
        sealed = found.get(0x85) or found.get(0x87, b"")[1:]
        plain = self._cipher.cbc(self._encryption, sealed, counter, is_encrypting=False) if sealed else b""
        expected = int.from_bytes(found[0x97], "big") or 256 ** len(found[0x97]) if 0x97 in found else 0
        return Command(command[1], command[2], command[3], plain.rstrip(b"\x00")[:-1], expected)

    def seal(self, data: bytes, status: int, *, is_odd: bool, with_status: bool) -> bytes:
        """An answer. ``is_odd``: to an instruction with an odd number, whose data carries no padding indicator."""
        counter, block = self._step(), self._cipher.block
        answer = b""
        if data:
            sealed = self._cipher.cbc(self._encryption, pad(data, block), counter, is_encrypting=True)
            answer += element(0x85, sealed) if is_odd else element(0x87, b"\x01" + sealed)
        if with_status:
            answer += element(0x99, status.to_bytes(2, "big"))
        checksum = self._cipher.message_checksum(self._mac, counter + answer)
        return answer + element(0x8E, checksum) + status.to_bytes(2, "big")

    def _step(self) -> bytes:
        self._counter += 1
        return self._counter.to_bytes(self._cipher.block, "big")


def _body(command: bytes) -> bytes:
    """Command data, of a short command or an extended one (ISO 7816-4, 5.1)."""
    if command[4] == 0 and len(command) > 7:
        size = int.from_bytes(command[5:7], "big")
        return command[7 : 7 + size]
    return command[5 : 5 + command[4]]
