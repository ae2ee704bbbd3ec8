"""Secrets handed to others, and how they are kept: by digest, so that whoever reads the store holds none of them."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dean06.kernel.documents.credentials.moments import seconds
from dean06.kernel.documents.credentials.replays import Replays

SECRET_BYTES = 32
NONCE_LIFE = timedelta(minutes=5)
TIME_BYTES, RANDOM_BYTES, SEAL_BYTES = 8, 8, 16
NONCE_BYTES = TIME_BYTES + RANDOM_BYTES + SEAL_BYTES


def new_secret() -> str:
    """A fresh one, 256 bits."""
    return secrets.token_urlsafe(SECRET_BYTES)


def kept(*parts: str) -> str:
    """What is kept of a secret, or of secrets that count only together."""
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Nonces:
    """Nonces under a seal: nothing is kept of those nobody uses, and each counts once."""

    secret: bytes = field(repr=False)
    replays: Replays

    def __post_init__(self) -> None:
        """ValueError for a secret that is none."""
        if len(self.secret) < SECRET_BYTES:
            raise ValueError("nonces need 32 secret bytes")

    def new(self, at: datetime) -> str:
        """A fresh nonce, good for ``NONCE_LIFE``."""
        body = seconds(at).to_bytes(TIME_BYTES, "big") + secrets.token_bytes(RANDOM_BYTES)
        return base64.urlsafe_b64encode(body + self._seal(body)).decode("ascii").rstrip("=")

    def is_good(self, nonce: object, at: datetime) -> bool:
        """True once, in time, for a nonce of ours."""
        if not isinstance(nonce, str) or not nonce.isascii():
            return False
        try:
            data = base64.b64decode(nonce + "=" * (-len(nonce) % 4), altchars=b"-_", validate=True)
        except ValueError:
            return False
        body, seal = data[:-SEAL_BYTES], data[-SEAL_BYTES:]
        if len(data) != NONCE_BYTES or not hmac.compare_digest(self._seal(body), seal):
            return False
        age = seconds(at) - int.from_bytes(body[:TIME_BYTES], "big")
        if not 0 <= age <= NONCE_LIFE.total_seconds():
            return False
        return self.replays.is_first(kept("nonce", data.hex()), until=at + NONCE_LIFE)

    def _seal(self, body: bytes) -> bytes:
        return hmac.digest(self.secret, body, "sha256")[:SEAL_BYTES]
