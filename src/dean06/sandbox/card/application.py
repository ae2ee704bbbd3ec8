"""The card application: ISO 7816-4 commands, what opens it (basic access control, PACE), its files and its proofs.

Written from the card's side and apart from the reader's code, so that each checks the other.
"""

import hmac
import secrets
from dataclasses import dataclass, field

from dean06.sandbox.card.agreement import Pace, authenticate_chip, begin_pace
from dean06.sandbox.card.channel import Channel, Command
from dean06.sandbox.card.chip import ACCESS_FILE, BY_ZONE, Chip
from dean06.sandbox.card.ciphers import CIPHERS
from dean06.sandbox.card.elements import element, objects

APPLICATION = bytes.fromhex("A0000002471001")
MASTER = bytes.fromhex("3F00")
ATR = bytes.fromhex("3B8880010000000000000000 09".replace(" ", ""))
OK, NO_FILE, NOT_ALLOWED, NO_INSTRUCTION = 0x9000, 0x6A82, 0x6982, 0x6D00
WRONG_DATA, END_OF_FILE, BROKEN, FAILED, NOT_REFERENCED = 0x6A80, 0x6282, 0x6988, 0x6300, 0x6A88
SELECT, READ, READ_FAR, SIGN, CHALLENGE, EXTERNAL = 0xA4, 0xB0, 0xB1, 0x88, 0x84, 0x82
SET_UP, GENERAL, MORE = 0x22, 0x86, 0xC0
TRIPLE_DES = CIPHERS[1]
Answer = tuple[bytes, int]


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
    only_pace: bool = False  # basic access control is switched off
    hides_access: bool = False  # EF.CardAccess is kept back, by the card or by somebody in between
    wants_exact_length: bool = False  # says 6Cxx, in the clear, to whoever asks for any length
    will_not_agree: bool = False  # offers chip authentication and knows no such command
    knows_no_key_at_once: bool = False  # takes 3DES keys only after the protocol has been named


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
        self._channel: Channel | None = None
        self._next_channel: Channel | None = None
        self._pace: Pace | None = None
        self._chip_cipher = 0
        self._rest = b""
        self._held: tuple[bytes, bytes] = (b"", b"")

    def transmit(self, command: bytes) -> bytes:
        """One command APDU to its answer."""
        self.commands += 1
        if self.habits.gone_after and self.commands > self.habits.gone_after:
            raise PulledOut
        if self.habits.loses_session_after and self.commands == self.habits.loses_session_after:
            self._channel = None
        if command[1] == MORE and self._rest:
            return self._in_parts(self._rest)
        asked, answer = self._held
        if asked and command[:-1] == asked:
            self._held = (b"", b"")
            return self._in_parts(answer)
        if command[0] & 0x0C == 0x0C:
            return self._exactly(command, self._secured(command))
        data, status = self._plain(command)
        return self._in_parts(data + status.to_bytes(2, "big"))

    def _exactly(self, command: bytes, answer: bytes) -> bytes:
        """Some hold the answer until it is asked for by its length, as the oldest transport has it (ISO 7816-3)."""
        size = len(answer) - 2
        if not self.habits.wants_exact_length or not 0 < size <= 0xFF:
            return self._in_parts(answer)
        self._held = (command[:-1], answer)
        return bytes([0x6C, size])

    def _in_parts(self, answer: bytes) -> bytes:
        """What fits now; 61xx says how much of the rest may be fetched."""
        size = self.habits.parts_of
        if not size or len(answer) - 2 <= size:
            self._rest = b""
            return answer
        self._rest = answer[size:]
        return answer[:size] + bytes([0x61, min(len(self._rest) - 2, 0xFF)])

    def _plain(self, command: bytes) -> Answer:
        size = command[4] if len(command) > 5 else 0
        said = Command(command[1], command[2], command[3], command[5 : 5 + size], command[-1] or 0x100)
        acts = {SELECT: self._select_plain, CHALLENGE: self._give_challenge, EXTERNAL: self._authenticate}
        acts |= {READ: self._read_access, SET_UP: self._begin_pace, GENERAL: self._go_on_with_pace}
        act = acts.get(said.instruction)
        return act(said) if act else (b"", NOT_ALLOWED)

    def _begin_pace(self, said: Command) -> Answer:
        self._pace, status = begin_pace(self.chip, said.body)
        return b"", status

    def _go_on_with_pace(self, said: Command) -> Answer:
        if self._pace is None:
            return b"", NOT_ALLOWED
        try:
            answer = self._pace.go_on(said.body)
        except (KeyError, IndexError, ValueError):
            self._pace = None
            return b"", FAILED
        self._channel = self._pace.channel
        return answer

    def _give_challenge(self, said: Command) -> Answer:
        if not self._selected or self.habits.only_pace:
            return b"", NOT_ALLOWED
        self._challenge = secrets.token_bytes(said.expected)
        return self._challenge, OK

    def _select_plain(self, said: Command) -> Answer:
        if said.p1 == 0x04:
            self.reset()
            self._selected = said.body == APPLICATION
            return b"", OK if self._selected else NO_FILE
        if said.body == MASTER:
            self.reset()
            return b"", OK
        is_access = not self._selected and int.from_bytes(said.body, "big") == ACCESS_FILE and self._access
        return b"", OK if is_access else NO_FILE

    @property
    def _access(self) -> bytes:
        return b"" if self.habits.hides_access else self.chip.access

    def _read_access(self, said: Command) -> Answer:
        """EF.CardAccess, the one file that is read before anything."""
        if self._selected:
            return b"", NOT_ALLOWED
        if said.p1 & 0x80 and (self.habits.without_short_names or said.p1 & 0x1F != ACCESS_FILE & 0x1F):
            return b"", WRONG_DATA
        part = self._access[said.p2 : said.p2 + min(said.expected, self.habits.longest_answer)]
        return (part, OK if len(part) == said.expected else END_OF_FILE) if part else (b"", NO_FILE)

    def _authenticate(self, said: Command) -> Answer:
        """Mutual authentication (ICAO 9303-11, 4.3)."""
        body, seed = said.body, self.chip.passwords[BY_ZONE][:16]
        encryption, mac_key = TRIPLE_DES.key(seed, 1), TRIPLE_DES.key(seed, 2)
        theirs, self._challenge = self._challenge, b""
        checksum = TRIPLE_DES.checksum(mac_key, body[:32])
        if len(body) != 40 or not theirs or not hmac.compare_digest(checksum, body[32:]):
            return b"", FAILED
        opened = TRIPLE_DES.cbc(encryption, body[:32], is_encrypting=False)
        if opened[8:16] != theirs:
            return b"", FAILED
        ours = secrets.token_bytes(16)
        cryptogram = TRIPLE_DES.cbc(encryption, opened[8:16] + opened[:8] + ours, is_encrypting=True)
        shared = bytes(a ^ b for a, b in zip(opened[16:], ours, strict=True))
        self._channel = Channel(TRIPLE_DES, shared, int.from_bytes(theirs[4:] + opened[4:8], "big"))
        return cryptogram + TRIPLE_DES.checksum(mac_key, cryptogram), OK

    def _secured(self, command: bytes) -> bytes:
        said = self._channel.open(command) if self._channel else None
        if self._channel is None or said is None:
            self._channel = None
            return BROKEN.to_bytes(2, "big")
        data, status = self._inside(said)
        if status not in (OK, END_OF_FILE) and self.habits.errors_in_the_clear:
            self._channel = None
            return status.to_bytes(2, "big")
        with_status = not self.habits.without_protected_status
        answer = self._channel.seal(data, status, is_odd=bool(said.instruction & 1), with_status=with_status)
        self._channel, self._next_channel = self._next_channel or self._channel, None
        return answer

    def _inside(self, said: Command) -> Answer:
        if said.instruction == SELECT and said.p1 == 0x04:
            self._selected = said.body == APPLICATION
            return b"", OK if self._selected else NO_FILE
        if not self._selected:
            return b"", NOT_ALLOWED
        acts = {SELECT: self._select, READ: self._read, READ_FAR: self._read_far, SIGN: self._sign}
        acts |= {SET_UP: self._set_up, GENERAL: self._agree}
        act = acts.get(said.instruction)
        return act(said) if act else (b"", NO_INSTRUCTION)

    def _select(self, said: Command) -> Answer:
        return self._open(int.from_bytes(said.body, "big"))

    def _open(self, file: int) -> Answer:
        if file not in self.chip.files:
            return b"", NO_FILE
        self._file = self.chip.files[file]
        return b"", OK

    def _read(self, said: Command) -> Answer:
        offset = said.p1 << 8 | said.p2
        if said.p1 & 0x80:
            if self.habits.without_short_names:
                return b"", WRONG_DATA
            status = self._open(0x0100 | said.p1 & 0x1F)[1]
            if status != OK:
                return b"", status
            offset = said.p2
        return self._part(offset, said.expected)

    def _read_far(self, said: Command) -> Answer:
        """The odd instruction: the offset is an element, and so is the answer (ISO 7816-4, 11.2.3)."""
        offset = int.from_bytes(objects(said.body)[0x54], "big")
        part, status = self._part(offset, said.expected - 3 if said.expected > 0x81 else said.expected - 2)
        return element(0x53, part), status

    def _part(self, offset: int, size: int) -> Answer:
        part = self._file[offset : offset + min(size, self.habits.longest_answer)]
        return part, OK if len(part) == size else END_OF_FILE

    def _sign(self, said: Command) -> Answer:
        if self.habits.cannot_sign or self.chip.key is None:
            return b"", NO_INSTRUCTION
        return self.habits.replays or self.chip.sign(said.body), OK

    def _set_up(self, said: Command) -> Answer:
        """MSE for chip authentication: Set AT names the protocol, Set KAT brings the key at once."""
        found, offer = objects(said.body), self.chip.agreement
        if offer is None or self.habits.will_not_agree:
            return b"", NO_INSTRUCTION
        if found.get(0x84) != (None if offer.key_number is None else bytes([offer.key_number])):
            return b"", NOT_REFERENCED
        if said.p2 == 0xA6 and offer.cipher == 1 and not self.habits.knows_no_key_at_once:
            return self._agreed(found.get(0x91, b""), offer.cipher)
        if said.p2 != 0xA4 or found.get(0x80) != offer.chip_protocol:
            return b"", WRONG_DATA
        self._chip_cipher = offer.cipher
        return b"", OK

    def _agree(self, said: Command) -> Answer:
        if not self._chip_cipher:
            return b"", NOT_ALLOWED
        theirs = objects(objects(said.body).get(0x7C, b"")).get(0x80, b"")
        data, status = self._agreed(theirs, self._chip_cipher)
        return (element(0x7C, b""), status) if status == OK else (data, status)

    def _agreed(self, theirs: bytes, cipher: int) -> Answer:
        assert self.chip.agreement_key is not None  # noqa: S101 - it goes with the offer
        try:
            self._next_channel = authenticate_chip(self.chip.agreement_key, cipher, theirs)
        except ValueError:
            return b"", WRONG_DATA
        return b"", OK
