"""Signed notes and checkpoints as C2SP writes them (signed-note, tlog-checkpoint), with Ed25519. Pure.

A note is text, an empty line, then one line per signature: ``— <key name> <base64(key id || signature)>``. Anyone may
add a line (a witness does), and a reader ignores lines of keys it does not know. Keys travel in the two encodings of
Go's sumdb: ``<name>+<hex id>+<base64(0x01 || public)>`` and ``PRIVATE+KEY+<name>+<hex id>+<base64(0x01 || seed)>``.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
COSIGNATURE_HEADER = "cosignature/v1"
TIME_SIZE = 8
INDEX_START = "dean06-index/1 "
KEY_ID_SIZE = 4
SIGNATURE_START = "— "
PRIVATE_START = "PRIVATE+KEY+"
MAX_NOTE_BYTES = 64 * 1024
MAX_SIGNATURES = 100


class NoteError(Exception):
    """The note or key is malformed, or no known key signed it."""


@dataclass(frozen=True)
class Verifier:
    """A public key with the name it signs under; ``kind`` tells a log's key from a witness's (tlog-cosignature)."""

    name: str
    public: bytes
    kind: bytes = ED25519

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:KEY_ID_SIZE]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_encode(self.kind + self.public)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the public encoding; NoteError when it is not one or its id does not fit its key."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        data = _decode(encoded)
        if not _is_name(name) or data[:1] not in {ED25519, COSIGNATURE} or len(data) != 33:
            raise NoteError("not an Ed25519 verifier key")
        verifier = cls(name, data[1:], data[:1])
        if verifier.key_id.hex() != key_id:
            raise NoteError("the verifier key's id does not fit the key")
        return verifier

    def accepts(self, text: str, signature: bytes) -> bool:
        """True when ``signature`` over ``text`` is this key's; a witness's begins with the time it signed."""
        message = text
        if self.kind == COSIGNATURE:
            message = f"{COSIGNATURE_HEADER}\ntime {int.from_bytes(signature[:TIME_SIZE])}\n{text}"
            signature = signature[TIME_SIZE:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A private key with the name it signs under. Its ``repr`` never shows the seed."""

    name: str
    private: Ed25519PrivateKey

    @classmethod
    def generate(cls, name: str) -> Self:
        """A fresh key under ``name`` (no spaces, no plus sign)."""
        if not _is_name(name):
            raise NoteError(f"{name!r} cannot name a key")
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the private encoding."""
        if not text.startswith(PRIVATE_START):
            raise NoteError("not a private signing key")
        name, _, rest = text.strip().removeprefix(PRIVATE_START).partition("+")
        key_id, _, encoded = rest.partition("+")
        data = _decode(encoded)
        if not _is_name(name) or data[:1] != ED25519 or len(data) != 33:
            raise NoteError("not an Ed25519 signing key")
        signer = cls(name, Ed25519PrivateKey.from_private_bytes(data[1:]))
        if signer.verifier.key_id.hex() != key_id:
            raise NoteError("the signing key's id does not fit the key")
        return signer

    def export(self) -> str:
        """The private encoding, for a file only its owner may read."""
        seed = self.private.private_bytes_raw()
        return f"{PRIVATE_START}{self.name}+{self.verifier.key_id.hex()}+{_encode(ED25519 + seed)}\n"

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """A note: ``text`` (ending in a newline) with this key's signature line."""
        if not text.endswith("\n") or "\n\n" in text:
            raise NoteError("a note's text ends in a newline and holds no empty line")
        line = _encode(self.verifier.key_id + self.private.sign(text.encode()))
        return f"{text}\n{SIGNATURE_START}{self.name} {line}\n"


@dataclass(frozen=True)
class Checkpoint:
    """The state of a log: its name, its number of entries, the root over them.

    ``index`` is the root of the map of persons, carried as an extension line; None in checkpoints made before it.
    """

    origin: str
    size: int
    root: bytes
    index: bytes | None = None

    @property
    def text(self) -> str:
        """The text that is signed."""
        index = "" if self.index is None else f"{INDEX_START}{_encode(self.index)}\n"
        return f"{self.origin}\n{self.size}\n{_encode(self.root)}\n{index}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a checkpoint; extension lines other than ours are allowed and not kept."""
        lines = text.split("\n")
        if len(lines) < 4 or not lines[0] or not _is_decimal(lines[1]):
            raise NoteError("not a checkpoint")
        root = _decode(lines[2])
        if len(root) != 32:
            raise NoteError("the checkpoint's root is not a SHA-256 hash")
        named = [_decode(line.removeprefix(INDEX_START)) for line in lines[3:] if line.startswith(INDEX_START)]
        if len(named) > 1 or any(len(index) != 32 for index in named):
            raise NoteError("the checkpoint's index is not one SHA-256 hash")
        return cls(lines[0], int(lines[1]), root, named[0] if named else None)


def open_note(note: str, verifiers: Iterable[Verifier]) -> tuple[str, list[Verifier]]:
    """Text of a note and the known keys that signed it; NoteError when none did or a known key's line is false."""
    if len(note.encode()) > MAX_NOTE_BYTES:
        raise NoteError("the note is too long")
    text, _, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if not text or lines.pop() or not lines or len(lines) > MAX_SIGNATURES:
        raise NoteError("not a signed note")
    text += "\n"
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    signed: list[Verifier] = []
    for line in lines:
        name, key_id, signature = _signature(line)
        verifier = known.get((name, key_id))
        if verifier and not verifier.accepts(text, signature):
            raise NoteError(f"the signature of {name} is false")
        if verifier and verifier not in signed:
            signed.append(verifier)
    if not signed:
        raise NoteError("no known key signed the note")
    return text, signed


def signer_of(line: str) -> tuple[str, bytes]:
    """Name and id of the key a signature line names; NoteError when it is none."""
    return _signature(line)[:2]


def witnessed_at(line: str) -> int:
    """Time (POSIX seconds) in a cosignature line; NoteError when it is not one."""
    signature = _signature(line)[2]
    if len(signature) != TIME_SIZE + 64:
        raise NoteError("not a cosignature")
    return int.from_bytes(signature[:TIME_SIZE])


def cosignature(note: str, lines: Iterable[str], witness: Verifier) -> tuple[str, int]:
    """The witness's line among ``lines`` and its time, once it holds for the note; NoteError when absent or false."""
    text = note.rpartition("\n\n")[0] + "\n"
    for line in (one.removesuffix("\n") for one in lines):
        name, key_id, signature = _signature(line)
        if (name, key_id) == (witness.name, witness.key_id):
            if not witness.accepts(text, signature):
                raise NoteError(f"the signature of {name} is false")
            return f"{line}\n", witnessed_at(line)
    raise NoteError(f"{witness.name} has not signed")


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(SIGNATURE_START).partition(" ")
    data = _decode(encoded)
    if not line.startswith(SIGNATURE_START) or not _is_name(name) or len(data) <= KEY_ID_SIZE:
        raise NoteError("malformed signature line")
    return name, data[:KEY_ID_SIZE], data[KEY_ID_SIZE:]


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)


def _is_decimal(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error
