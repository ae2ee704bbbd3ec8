"""A twin's signing key, and compact JWS (ES256) under it."""

import json
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

CURVE = "P-256"


def key_at(directory: Path, name: str) -> ECKey:
    """The key kept as ``name``.key, made on first use; its public half lies beside it as ``name``.pub."""
    directory.mkdir(parents=True, exist_ok=True)
    private, public = directory / f"{name}.key", directory / f"{name}.pub"
    if not private.exists():
        made = ECKey.generate_key(CURVE)
        private.touch(mode=0o600)
        private.write_bytes(made.as_pem(private=True))
    key = ECKey.import_key(private.read_text(encoding="ascii"))
    public.write_bytes(key.as_pem(private=False))
    return key


def signed(claims: dict[str, Any], key: ECKey, *, kind: str, is_forged: bool) -> str:
    """A JWS over the claims; a forged one is signed by a key nobody knows."""
    by = ECKey.generate_key(CURVE) if is_forged else key
    return jws.serialize_compact({"alg": "ES256", "typ": kind}, json.dumps(claims, ensure_ascii=False).encode(), by)
