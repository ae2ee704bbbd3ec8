"""The key receipts are signed with: made on first use, kept under the state directory, readable by its owner only."""

import base64
import contextlib
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

FILE = "receipt.key"
OWNER_ONLY = 0o600
CONTEXT = b"dean06/receipt/v1\0"


def sign(body: str) -> tuple[str, str]:
    """Signature of a receipt's text and the public key that checks it, both in base64."""
    key = _load(Path(settings.STATE) / "keys")
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    return base64.b64encode(key.sign(CONTEXT + body.encode())).decode(), public


def holds(body: str, signature: str, public: str) -> bool:
    """Whether the receipt's text is what was signed."""
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
    try:
        key.verify(base64.b64decode(signature), CONTEXT + body.encode())
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=4)
def _load(directory: Path) -> Ed25519PrivateKey:
    """Several processes may come here at once: a hard link appears whole or not at all, and the first one wins."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = directory / FILE
    if not file.exists():
        draft = file.with_name(f"{FILE}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as stream:
            stream.write(Ed25519PrivateKey.generate().private_bytes_raw())
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return Ed25519PrivateKey.from_private_bytes(file.read_bytes())
