"""What the authority keeps on disk: keys, certificates, what it issued and what it took back."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Identity:
    """A key and the certificate that names it."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


class Shelf:
    """A directory. Everything in it survives a restart."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def identity(self, name: str) -> Identity | None:
        """A kept key with its certificate; None when there is none yet."""
        file = self._directory / f"{name}.key"
        if not file.exists():
            return None
        key = load_pem_private_key(file.read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{file} is no RSA key")
        return Identity(key, x509.load_pem_x509_certificate((self._directory / f"{name}.pem").read_bytes()))

    def keep(self, name: str, made: Identity) -> Identity:
        """Put a key and its certificate away."""
        pem = made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(self._directory / f"{name}.pem", made.certificate.public_bytes(Encoding.PEM))
        _write(self._directory / f"{name}.key", pem)
        return made

    def revoked(self) -> dict[int, tuple[datetime, str]]:
        """Serial -> when and why, of everything taken back."""
        file = self._directory / "revoked.json"
        rows = json.loads(file.read_text("utf-8")) if file.exists() else {}
        return {int(serial, 16): (datetime.fromtimestamp(at, UTC), why) for serial, (at, why) in rows.items()}

    def revoke(self, serial: int, reason: str, at: datetime) -> None:
        """Remember that a certificate was taken back."""
        rows = {f"{one:x}": (when.timestamp(), why) for one, (when, why) in self.revoked().items()}
        rows[f"{serial:x}"] = (at.timestamp(), reason)
        _write(self._directory / "revoked.json", json.dumps(rows).encode())

    def issued(self) -> set[int]:
        """Serials of everything certified."""
        file = self._directory / "issued.txt"
        return {int(line, 16) for line in file.read_text("ascii").split()} if file.exists() else set()

    def note_issued(self, serial: int) -> None:
        """Remember a certificate."""
        with (self._directory / "issued.txt").open("a", encoding="ascii") as file:
            file.write(f"{serial:x}\n")


def _write(file: Path, data: bytes) -> None:
    """Whole or not at all."""
    draft = file.with_name(f"{file.name}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "wb") as stream:
        stream.write(data)
    draft.replace(file)
