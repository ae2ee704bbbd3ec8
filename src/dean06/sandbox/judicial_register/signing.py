"""What it says, signed, and bent as the switches say."""

import time
from typing import Any

from joserfc.jwk import ECKey

from dean06.sandbox import signer
from dean06.sandbox.judicial_register.faults import Fault, Faults

KIND = "judicial-answer+jwt"
OLD_S = 48 * 3600
STRANGER = "000000000000"


def signed(claims: dict[str, Any], key: ECKey, faults: Faults) -> str:
    """A JWS over the claims, bent as the switches say."""
    said = {"iat": int(time.time()) - (OLD_S if Fault.STALE in faults else 0)} | claims
    if Fault.WRONG_PERSON in faults:
        said |= {"personalId": STRANGER, "outcome": "nothing", "entries": []}
    if Fault.WRONG_ORDER in faults:
        said |= {"order": "another-order"}
    if Fault.MALFORMED in faults:
        said["entries"] = "không"
    return signer.signed(said, key, kind=KIND, is_forged=Fault.FORGED in faults)
