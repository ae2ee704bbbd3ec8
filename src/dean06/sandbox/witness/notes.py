"""Signed notes and checkpoints, read and signed by the witness's own hand (c2sp.org/signed-note, tlog-cosignature)."""

import base64
import hashlib
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG_KEY = 1
WITNESS_KEY = 4
ID_BYTES = 4


class Malformed(Exception):
    """What came is no note, checkpoint or key."""


@dataclass(frozen=True)
class PublicKey:
    """A named Ed25519 key: of a log (kind 1) or of a witness (kind 4)."""

    name: str
    kind: int
    raw: bytes

    @property
    def id(self) -> bytes:
        """First bytes of SHA-256(name, newline, kind, key)."""
        return hashlib.sha256(self.name.encode() + bytes([0x0A, self.kind]) + self.raw).digest()[:ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.raw).decode()}"


@dataclass(frozen=True)
class Note:
    """A text and the signatures below it: (key name, key id, signature)."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


@dataclass(frozen=True)
class Head:
    """First three lines of a checkpoint."""

    origin: str
    size: int
    root: bytes


def read_key(text: str) -> PublicKey:
    """From ``name+id+base64``; Malformed when the id does not fit."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise Malformed("a key has three parts")
    data = unbase64(parts[2])
    if len(data) != 33:
        raise Malformed("not an Ed25519 key")
    key = PublicKey(parts[0], data[0], data[1:])
    if key.id.hex() != parts[1]:
        raise Malformed("the key's id does not fit")
    return key


def read_note(data: str) -> Note:
    """Split a note; every line below the last empty line must be a signature."""
    end = data.rfind("\n\n")
    below = data[end + 2 :].split("\n")
    if end < 1 or below[-1] != "" or len(below) < 2:
        raise Malformed("not a signed note")
    signatures = []
    for line in below[:-1]:
        words = line.split(" ")
        if len(words) != 3 or words[0] != "\N{EM DASH}" or not words[1]:
            raise Malformed("not a signature line")
        blob = unbase64(words[2])
        if len(blob) <= ID_BYTES:
            raise Malformed("a signature line without a signature")
        signatures.append((words[1], blob[:ID_BYTES], blob[ID_BYTES:]))
    return Note(data[: end + 1], tuple(signatures))


def read_head(text: str) -> Head:
    """Origin, size and root of a checkpoint's text."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or lines[1] != canonical_decimal(lines[1]):
        raise Malformed("not a checkpoint")
    root = unbase64(lines[2])
    if len(root) != hashlib.sha256().digest_size:
        raise Malformed("the root is no SHA-256 hash")
    return Head(lines[0], int(lines[1]), root)


def is_signed_by(note: Note, key: PublicKey) -> bool:
    """True when a signature of this log's key is below the note and holds."""
    for name, key_id, signature in note.signatures:
        if (name, key_id) == (key.name, key.id):
            try:
                Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, note.text.encode())
            except InvalidSignature:
                return False
            return True
    return False


def public_of(name: str, private: Ed25519PrivateKey) -> PublicKey:
    """The witness's public key."""
    return PublicKey(name, WITNESS_KEY, private.public_key().public_bytes_raw())


def cosign(text: str, name: str, private: Ed25519PrivateKey, seconds: int) -> str:
    """The witness's line under a checkpoint's text, as of a POSIX time."""
    signature = private.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
    return line(public_of(name, private), struct.pack(">Q", seconds) + signature)


def line(key: PublicKey, signature: bytes) -> str:
    """A signature line."""
    return f"\N{EM DASH} {key.name} {base64.b64encode(key.id + signature).decode()}\n"


def canonical_decimal(text: str) -> str:
    """The one way to write the number ``text`` stands for; Malformed when it stands for none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        raise Malformed("not a number")
    return str(int(text))


def unbase64(text: str) -> bytes:
    """Standard base64 with padding, nothing else."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Malformed("not base64") from error
