"""Keys as credentials need them: who signs, and the public half as JWK or certificate.

Signatures are r and s side by side (JOSE and COSE alike), never DER.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from dean06.kernel.base.certificates import taken_apart
from dean06.kernel.documents.credentials.encoding import decode, dump, encode, reading, refuse
from dean06.kernel.documents.credentials.types import Reason

REMEMBERED = 1024  # public keys and certificates already taken apart


@dataclass(frozen=True)
class Scheme:
    """A signature algorithm: JOSE and COSE names, the curve, the hash, the bytes of a coordinate."""

    name: str
    cose: int
    curve_name: str
    cose_curve: int
    curve: ec.EllipticCurve
    algorithm: ec.ECDSA
    size: int


SCHEMES = {
    one.name: one
    for one in (
        Scheme("ES256", -7, "P-256", 1, ec.SECP256R1(), ec.ECDSA(hashes.SHA256()), 32),
        Scheme("ES384", -35, "P-384", 2, ec.SECP384R1(), ec.ECDSA(hashes.SHA384()), 48),
    )
}
_BY_CURVE = {one.curve.name: one for one in SCHEMES.values()}
_BY_JWK = {one.curve_name: one for one in SCHEMES.values()}


class SigningKey(Protocol):
    """A key somebody keeps: in software, on a token, in a wallet.

    ``algorithm``: the JOSE name. ``chain``: certificates (DER), the key's own first, the root left out; empty for a
    holder's key.
    """

    @property
    def algorithm(self) -> str:
        """Name of the signature algorithm, one of ``SCHEMES``."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Certificates that vouch for the key, its own first."""

    def sign(self, message: bytes) -> bytes:
        """The signature, r and s side by side, each of the curve's length."""


@dataclass(frozen=True, kw_only=True)
class MemoryKey:
    """A private key held in this process: wallets of tests, and whoever has no safer place."""

    private: ec.EllipticCurvePrivateKey = field(repr=False)
    chain: tuple[bytes, ...] = ()

    @cached_property
    def scheme(self) -> Scheme:
        """The algorithm that goes with the curve."""
        return scheme_of(self.private.public_key())

    @property
    def algorithm(self) -> str:
        """The JOSE name."""
        return self.scheme.name

    @cached_property
    def public_jwk(self) -> dict[str, str]:
        """The public half."""
        return public_jwk(self.private.public_key())

    def sign(self, message: bytes) -> bytes:
        """r and s side by side."""
        r, s = decode_dss_signature(self.private.sign(message, self.scheme.algorithm))
        return r.to_bytes(self.scheme.size, "big") + s.to_bytes(self.scheme.size, "big")


@dataclass(frozen=True)
class VerifyingKey:
    """A public key with the one algorithm it is used with."""

    key: ec.EllipticCurvePublicKey
    scheme: Scheme

    def verify(self, message: bytes, signature: bytes, *, reason: Reason = Reason.SIGNATURE_INVALID) -> None:
        """Refused with ``reason`` unless the signature is the key's over the message."""
        size = self.scheme.size
        if len(signature) != 2 * size:
            raise refuse(f"a signature of {len(signature)} bytes", reason)
        r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
        try:
            self.key.verify(encode_dss_signature(r, s), message, self.scheme.algorithm)
        except InvalidSignature as error:
            raise refuse("not this key's signature", reason) from error


def scheme_of(key: object) -> Scheme:
    """The algorithm of a public key; refused for a kind nobody here accepts."""
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name not in _BY_CURVE:
        raise refuse("a key of another kind", Reason.ALGORITHM_REFUSED)
    return _BY_CURVE[key.curve.name]


def public_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """The key as JWK, its four required members in the order of the thumbprint (RFC 7638)."""
    scheme, numbers = scheme_of(key), key.public_numbers()
    x, y = (encode(part.to_bytes(scheme.size, "big")) for part in (numbers.x, numbers.y))
    return {"crv": scheme.curve_name, "kty": "EC", "x": x, "y": y}


def thumbprint(jwk: Mapping[str, Any]) -> bytes:
    """The JWK's thumbprint (RFC 7638), whatever the key is for; refused unless it is a public one of ours."""
    members = {name: jwk[name] for name in ("crv", "kty", "x", "y") if name in jwk}
    return hashlib.sha256(dump(public_jwk(from_jwk(members).key))).digest()


def from_jwk(jwk: object) -> VerifyingKey:
    """A public key; refused for another kind, for a private one, for a point that is not on the curve."""
    if not isinstance(jwk, Mapping) or jwk.get("kty") != "EC" or "d" in jwk:
        raise refuse("not a public JWK of an elliptic curve")
    parts = [jwk.get(name) for name in ("crv", "x", "y")]
    if not all(isinstance(part, str) for part in parts):
        raise refuse("an incomplete JWK")
    if jwk.get("alg", algorithm := getattr(_BY_JWK.get(str(parts[0])), "name", "")) != algorithm:
        raise refuse("a JWK for another algorithm", Reason.ALGORITHM_REFUSED)
    return _load_point(str(parts[0]), str(parts[1]), str(parts[2]))


@lru_cache(REMEMBERED)
def _load_point(curve: str, x: str, y: str) -> VerifyingKey:
    scheme = _BY_JWK.get(curve)
    if scheme is None:
        raise refuse("a JWK of another curve", Reason.ALGORITHM_REFUSED)
    return from_point(scheme, decode(x), decode(y))


def from_point(scheme: Scheme, x: bytes, y: bytes) -> VerifyingKey:
    """The key at a point of the scheme's curve."""
    if len(x) != scheme.size or len(y) != scheme.size:
        raise refuse("coordinates of another length")
    with reading("a point of the curve"):
        return VerifyingKey(ec.EllipticCurvePublicKey.from_encoded_point(scheme.curve, b"\x04" + x + y), scheme)


@lru_cache(REMEMBERED)
def certificate(der: bytes) -> x509.Certificate:
    """A certificate taken apart, remembered by its exact bytes."""
    with reading("a certificate"):
        return taken_apart(der)


@lru_cache(REMEMBERED)
def certified_key(der: bytes) -> VerifyingKey:
    """The key in a certificate. Says nothing about who issued it."""
    with reading("the key of a certificate"):
        key: Any = certificate(der).public_key()
    scheme = scheme_of(key)
    return VerifyingKey(key, scheme)
