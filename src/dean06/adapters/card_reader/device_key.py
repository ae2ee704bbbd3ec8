"""The agent's own key, by which the server knows the terminal. Ed25519 (RFC 8032), never leaves the machine."""

import base64
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dean06.kernel.base.keyfile import made_once

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
    """The key kept in ``directory``, made on first use. ValueError for a damaged file."""
    data = made_once(directory / FILE, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
    return DeviceKey(Ed25519PrivateKey.from_private_bytes(data))
