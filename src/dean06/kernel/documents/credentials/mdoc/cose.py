"""COSE (RFC 9052) as far as these documents go: one signer, ES256 or ES384, and elliptic curve keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dean06.kernel.documents.credentials.encoding import encode, refuse
from dean06.kernel.documents.credentials.keys import SCHEMES, SigningKey, VerifyingKey, from_point
from dean06.kernel.documents.credentials.mdoc.cbor import dump, load, mapping
from dean06.kernel.documents.credentials.types import Reason

ALGORITHM, KEY_ID, CHAIN = 1, 4, 33
CONTEXT = "Signature1"
PARTS = 4
KEY_KIND, KEY_CURVE, KEY_X, KEY_Y = 1, -1, -2, -3
ELLIPTIC = 2
_BY_CURVE = {one.cose_curve: one for one in SCHEMES.values()}


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A COSE_Sign1 taken apart; nothing of it is proven until ``check`` passed. A detached payload is None."""

    protected: bytes
    headers: Mapping[Any, Any]
    unprotected: Mapping[Any, Any]
    payload: bytes | None
    signature: bytes = field(repr=False)

    def check(
        self, key: VerifyingKey, *, detached: bytes | None = None, reason: Reason = Reason.SIGNATURE_INVALID
    ) -> None:
        """Refused unless the key signed it with its own algorithm. ``detached``: what was signed but not sent."""
        if self.headers.get(ALGORITHM) != key.scheme.cose:
            raise refuse("the key is for another algorithm", Reason.ALGORITHM_REFUSED)
        if (self.payload is None) == (detached is None):
            raise refuse("content that is not where it should be")
        content = self.payload if detached is None else detached
        key.verify(dump([CONTEXT, self.protected, b"", content]), self.signature, reason=reason)


def sign(
    payload: bytes,
    key: SigningKey,
    *,
    protected: Mapping[int, Any] | None = None,
    unprotected: Mapping[int, Any] | None = None,
    is_detached: bool = False,
) -> list[Any]:
    """The COSE_Sign1 array, untagged."""
    headers = dump({ALGORITHM: SCHEMES[key.algorithm].cose, **(protected or {})})
    signature = key.sign(dump([CONTEXT, headers, b"", payload]))
    return [headers, dict(unprotected or {}), None if is_detached else payload, signature]


def certified(key: SigningKey) -> dict[int, Any]:
    """The header with a key's certificates; ValueError for a key nobody vouches for."""
    if not key.chain:
        raise ValueError("an issuer's key has a certificate")
    return {CHAIN: key.chain[0] if len(key.chain) == 1 else list(key.chain)}


def parse(value: object) -> Signed:
    """Taken apart; refused for another algorithm than ours."""
    if not isinstance(value, list) or len(value) != PARTS:
        raise refuse("not a COSE_Sign1")
    protected, unprotected, payload, signature = value
    if not isinstance(protected, bytes) or not isinstance(signature, bytes) or not isinstance(payload, bytes | None):
        raise refuse("not a COSE_Sign1")
    headers = mapping(load(protected)) if protected else {}
    if headers.get(ALGORITHM) not in {one.cose for one in SCHEMES.values()}:
        raise refuse("an algorithm not on the list", Reason.ALGORITHM_REFUSED)
    if 2 in headers:
        raise refuse("a header that must be understood")
    if not set(mapping(unprotected)) <= {KEY_ID, CHAIN}:
        raise refuse("a header nobody knows")
    return Signed(
        protected=protected,
        headers=headers,
        unprotected=unprotected,
        payload=payload,
        signature=signature,
    )


def chain_of(signed: Signed) -> list[bytes]:
    """The certificates it carries, its signer's first."""
    chain = signed.unprotected.get(CHAIN, signed.headers.get(CHAIN))
    certificates = [chain] if isinstance(chain, bytes) else chain
    if (
        not isinstance(certificates, list)
        or not certificates
        or not all(isinstance(one, bytes) for one in certificates)
    ):
        raise refuse("no certificate chain", Reason.ISSUER_UNKNOWN)
    return certificates


def key_map(key: VerifyingKey) -> dict[int, Any]:
    """A public key as COSE_Key."""
    numbers, size = key.key.public_numbers(), key.scheme.size
    return {
        KEY_KIND: ELLIPTIC,
        KEY_CURVE: key.scheme.cose_curve,
        KEY_X: numbers.x.to_bytes(size, "big"),
        KEY_Y: numbers.y.to_bytes(size, "big"),
    }


def from_key_map(value: object) -> VerifyingKey:
    """A COSE_Key; refused for another kind, or a point that is not on its curve."""
    found = mapping(value)
    scheme = _BY_CURVE.get(found.get(KEY_CURVE, 0)) if found.get(KEY_KIND) == ELLIPTIC else None
    if scheme is None:
        raise refuse("a key of another kind", Reason.ALGORITHM_REFUSED)
    x, y = found.get(KEY_X), found.get(KEY_Y)
    if not isinstance(x, bytes) or not isinstance(y, bytes):
        raise refuse("a key without its point")
    return from_point(scheme, x, y)


def jwk_of(key: VerifyingKey) -> dict[str, str]:
    """The same key as JWK."""
    found = key_map(key)
    return {"crv": key.scheme.curve_name, "kty": "EC", "x": encode(found[KEY_X]), "y": encode(found[KEY_Y])}
