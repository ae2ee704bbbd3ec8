"""The twin's key, and records under it."""

import json
import time
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from dean06.sandbox.social_insurance.faults import Fault, Faults

HEADER = {"alg": "ES256", "typ": "insurance-record+jwt"}
OLD_S = 48 * 3600
STRANGER = "000000000000"


def key_at(directory: Path) -> ECKey:
    """The key kept there, made on first use; its public half lies beside it as ``insurance.pub``."""
    directory.mkdir(parents=True, exist_ok=True)
    private, public = directory / "insurance.key", directory / "insurance.pub"
    if not private.exists():
        made = ECKey.generate_key("P-256")
        private.touch(mode=0o600)
        private.write_bytes(made.as_pem(private=True))
    key = ECKey.import_key(private.read_text(encoding="ascii"))
    public.write_bytes(key.as_pem(private=False))
    return key


def signed(claims: dict[str, Any], key: ECKey, faults: Faults) -> str:
    """A JWS over the claims, bent as the switches say."""
    said = {"iat": int(time.time()) - (OLD_S if Fault.STALE in faults else 0)} | claims
    if Fault.WRONG_PERSON in faults:
        said |= {"personalId": STRANGER}
    if Fault.WRONG_REQUEST in faults:
        said |= {"request": "another-request"}
    if Fault.MALFORMED in faults:
        said["periods"] = "không"
    by = ECKey.generate_key("P-256") if Fault.FORGED in faults else key
    return jws.serialize_compact(HEADER, json.dumps(said, ensure_ascii=False).encode(), by)
