"""Proof that a request comes from the holder of a key (DPoP, RFC 9449)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.encoding import encode
from dean06.kernel.documents.credentials.keys import from_jwk, thumbprint
from dean06.kernel.documents.credentials.moments import SKEW, instant
from dean06.kernel.documents.credentials.oauth import ProtocolRefused, place
from dean06.kernel.documents.credentials.replays import Replays
from dean06.kernel.documents.credentials.secrets import kept
from dean06.kernel.documents.credentials.types import CredentialRefused

TYPES = frozenset({"dpop+jwt"})
OLDEST = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request as a server got it: for the proof, and who sent it."""

    method: str
    url: str
    headers: Mapping[str, str]

    def header(self, name: str) -> str:
        """A header's value, whatever its letters; empty without it."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")


def prove(call: Call, replays: Replays, at: datetime, *, token: str = "") -> str:
    """The thumbprint of the key that made the proof, empty without a proof; refused for a bad one."""
    text = call.header("DPoP")
    if not text:
        return ""
    try:
        return _check(text, call, replays, at, token)
    except CredentialRefused as error:
        raise ProtocolRefused("invalid_dpop_proof", error.detail) from error


def _check(text: str, call: Call, replays: Replays, at: datetime, token: str) -> str:
    proof = jose.parse(text, types=TYPES)
    key = proof.header.get("jwk")
    proof.check(from_jwk(key))
    said = proof.payload
    is_ours = said.get("htm") == call.method and place(str(said.get("htu"))) == place(call.url)
    expected = encode(hashlib.sha256(token.encode()).digest()) if token else None
    made_at = instant(said, "iat")
    if not is_ours or said.get("ath") != expected:
        raise ProtocolRefused("invalid_dpop_proof", "for another request")
    if made_at is None or not at - OLDEST <= made_at <= at + SKEW:
        raise ProtocolRefused("invalid_dpop_proof", "too old")
    if not isinstance(said.get("jti"), str) or not replays.is_first(kept("dpop", said["jti"]), until=at + 2 * OLDEST):
        raise ProtocolRefused("invalid_dpop_proof", "used before")
    return encode(thumbprint(key)) if isinstance(key, Mapping) else ""
