"""The agent's own key, by which the server knows the terminal. Ed25519 (RFC 8032), never leaves the machine."""

import base64
import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FILE = "reader-device-key"


@dataclass(frozen=True)
class DeviceKey:
    """The key and what the operator registers: ``public``, 32 bytes in base64."""

    _key: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """Public key, base64."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, message: bytes) -> str:
        """Signature of the message, base64 of 64 bytes."""
        return base64.b64encode(self._key.sign(message)).decode()


def load(directory: Path) -> DeviceKey:
    """The key kept in ``directory``, made on first use, readable by its owner only. ValueError for a damaged file.

    Two agents may start at once: a hard link appears whole or not at all, and the first one wins.
    """
    file = directory / FILE
    if not file.exists():
        draft = file.with_name(f"{FILE}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return DeviceKey(Ed25519PrivateKey.from_private_bytes(file.read_bytes()))
