"""The key this server signs with for readers and for whoever checks a receipt: made on first use, kept with the state.

One key, two kinds of text; the words in front of each keep a signature of one from passing as the other's.
"""

import base64
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from dean06.kernel.base.keyfile import made_once
from dean06.kernel.ports.card import ORDER

FILE = "receipt.key"
CONTEXT = b"dean06/receipt/v1\0"


def sign(body: str) -> tuple[str, str]:
    """Signature of a receipt's text and the public key that checks it, both in base64."""
    return base64.b64encode(_key().sign(CONTEXT + body.encode())).decode(), public()


def sign_order(body: str) -> str:
    """Signature of an order to a reader, base64."""
    return base64.b64encode(_key().sign(ORDER + body.encode())).decode()


def public() -> str:
    """The public key: what receipts carry and readers pin when they enrol. 32 bytes, base64."""
    return base64.b64encode(_key().public_key().public_bytes_raw()).decode()


def holds(body: str, signature: str, public: str) -> bool:
    """Whether the receipt's text is what was signed."""
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
    try:
        key.verify(base64.b64decode(signature), CONTEXT + body.encode())
    except InvalidSignature:
        return False
    return True


def _key() -> Ed25519PrivateKey:
    return _load(Path(settings.STATE) / "keys")


@lru_cache(maxsize=4)
def _load(directory: Path) -> Ed25519PrivateKey:
    data = made_once(directory / FILE, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(data)
