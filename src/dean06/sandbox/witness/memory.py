"""What the witness must never forget: its key, and the largest checkpoint of each log that it signed."""

import fcntl
import hashlib
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dean06.sandbox.witness.notes import Head, Malformed, read_head, read_note

KEY_FILE = "witness.key"
PUBLIC_FILE = "witness.pub"
LOCK_FILE = "lock"
OWNER_ONLY = 0o600


class InUse(Exception):
    """Another process works with this memory; two witnesses on one memory could sign two histories."""


class Damaged(Exception):
    """What was remembered cannot be read any more; then nothing is signed."""


class Memory:
    """A directory. ``hold`` it before signing."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._seen = directory / "seen"
        self._seen.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock: int | None = None

    def hold(self) -> None:
        """Keep every other process away for as long as this one lives; InUse when one is here already."""
        self._lock = os.open(self._directory / LOCK_FILE, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUse(f"another witness works with {self._directory}") from error

    def key(self) -> Ed25519PrivateKey:
        """The witness's key, made on first use."""
        file = self._directory / KEY_FILE
        if not file.exists():
            _write(file, Ed25519PrivateKey.generate().private_bytes_raw())
        return Ed25519PrivateKey.from_private_bytes(file.read_bytes())

    def publish(self, key: str) -> None:
        """Put the public key where people look for it."""
        _write(self._directory / PUBLIC_FILE, f"{key}\n".encode())

    def latest(self, origin: str) -> Head | None:
        """The largest checkpoint signed for this log, None when it never was; Damaged."""
        file = self._file(origin)
        if not file.exists():
            return None
        try:
            head = read_head(read_note(file.read_text(encoding="utf-8")).text)
        except (Malformed, UnicodeDecodeError) as error:
            raise Damaged(f"{file}: {error}") from error
        if head.origin != origin:
            raise Damaged(f"{file} is about another log")
        return head

    def remember(self, origin: str, note: str) -> None:
        """Keep a checkpoint, on disk, before its signature leaves the house."""
        _write(self._file(origin), note.encode())

    def forget(self) -> None:
        """Lose everything but the key; a fresh start between tests."""
        for file in self._seen.iterdir():
            file.unlink()

    def _file(self, origin: str) -> Path:
        return self._seen / hashlib.sha256(origin.encode()).hexdigest()


def _write(file: Path, data: bytes) -> None:
    """Whole or not at all, and on disk when this returns."""
    draft = file.with_name(f"{file.name}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
    directory = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
