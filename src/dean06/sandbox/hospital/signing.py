"""The hospital's key, what is public of it, and the assertions it proves itself with (RFC 7523)."""

import contextlib
import json
import time
import uuid
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

LASTS_S = 120


def key_at(directory: Path) -> ECKey:
    """The key kept there, made on first use; its public half lies beside it as ``jwks.json``."""
    directory.mkdir(parents=True, exist_ok=True)
    private = directory / "hospital.key"
    if not private.exists():
        made = _beside(private, ECKey.generate_key("P-256").as_pem(private=True))
        # Whoever comes second keeps the first one's key: a link, unlike a rename, puts nothing in its place.
        with contextlib.suppress(FileExistsError):
            private.hardlink_to(made)
        made.unlink()
    key = ECKey.import_key(private.read_text(encoding="ascii"))
    public = directory / "jwks.json"
    _beside(public, json.dumps(jwks(key)).encode() + b"\n").replace(public)
    return key


def _beside(file: Path, content: bytes) -> Path:
    """A whole file of the content, for its owner alone, to be put in the place of ``file`` in one go."""
    new = file.with_name(f"{file.name}.{uuid.uuid4().hex}")
    new.touch(mode=0o600)
    new.write_bytes(content)
    return new


def jwks(key: ECKey) -> dict[str, Any]:
    """The key set anybody may read (RFC 7517)."""
    return {"keys": [{**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": "ES256"}]}


def assertion(key: ECKey, *, client_id: str, audience: str, kid: str) -> str:
    """A signed word that this is the client, for one use at ``audience`` within ``LASTS_S`` seconds."""
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "exp": int(time.time()) + LASTS_S,
        "jti": uuid.uuid4().hex,
    }
    return jwt.encode({"alg": "ES256", "typ": "JWT", "kid": kid}, claims, key, algorithms=["ES256"])
