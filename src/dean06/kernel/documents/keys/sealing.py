"""What keeps secrets at rest: one sealing key in the state directory, another key derived from it for every use.

A dump of the database without that file gives away no signing key; the file without the database is nothing either.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from dean06.kernel.base.keyfile import made_once

FILE: Final = "documents-seal.key"
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
VERSION: Final = b"\x01"


class SealBroken(Exception):
    """Sealed by another key, meant for another use, or damaged: restore the directory of keys from the backup."""


def derived(use: str) -> bytes:
    """The key of one use, 32 bytes."""
    return _derived(Path(settings.STATE) / "keys" / FILE, use)


def seal(data: bytes, *, use: str, label: bytes) -> bytes:
    """Encrypt for one use; only who names the same ``label`` opens it again, so rows cannot be exchanged."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(derived(use)).encrypt(nonce, data, label)


def unseal(sealed: bytes, *, use: str, label: bytes) -> bytes:
    """What was sealed. SealBroken."""
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if not sealed.startswith(VERSION):
        raise SealBroken("not sealed by this version")
    try:
        return AESGCM(derived(use)).decrypt(nonce, body, label)
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"cannot open what was sealed for {use}") from error


@lru_cache(maxsize=32)
def _derived(file: Path, use: str) -> bytes:
    root = made_once(file, lambda: os.urandom(KEY_BYTES))
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"dean06/documents/{use}".encode()).derive(root)
