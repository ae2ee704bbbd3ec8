"""JSON Web Signatures in compact form (RFC 7515), with the algorithms of ``keys`` and no other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from dean06.kernel.documents.credentials.encoding import LONGEST, decode, dump, encode, load_object, refuse
from dean06.kernel.documents.credentials.keys import SCHEMES, SigningKey, VerifyingKey
from dean06.kernel.documents.credentials.types import Reason

PARTS = 3
REMEMBERED = 256  # headers: an issuer's are alike, and a certificate chain makes them long
LONGEST_HEADER = 32 * 1024


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token taken apart; nothing of it is proven until ``check`` passed."""

    header: Mapping[str, Any]
    payload: dict[str, Any]
    signed: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    def check(self, key: VerifyingKey, *, reason: Reason = Reason.SIGNATURE_INVALID) -> None:
        """Refused unless the key signed it with its own algorithm."""
        if self.header.get("alg") != key.scheme.name:
            raise refuse("the key is for another algorithm", Reason.ALGORITHM_REFUSED)
        key.verify(self.signed, self.signature, reason=reason)


def sign(header: Mapping[str, Any], payload: Mapping[str, Any], key: SigningKey) -> str:
    """The compact token; ``alg`` is the key's."""
    return sign_under(encode(dump({"alg": key.algorithm, **header})), payload, key)


def sign_under(header: str, payload: Mapping[str, Any], key: SigningKey) -> str:
    """The same under a header already encoded."""
    signed = f"{header}.{encode(dump(payload))}"
    return f"{signed}.{encode(key.sign(signed.encode('ascii')))}"


def parse(text: str, *, types: frozenset[str], longest: int = LONGEST) -> Token:
    """Taken apart; refused for another ``typ``, an algorithm not on the list, or a header that must be understood."""
    if len(text) > longest:
        raise refuse(f"{len(text)} characters", Reason.OVERSIZED)
    parts = text.split(".")
    if len(parts) != PARTS or not text.isascii():
        raise refuse("not a compact token")
    header = _header(parts[0])
    if header.get("typ") not in types:
        raise refuse("a token of another type", Reason.WRONG_TYPE)
    if header.get("alg") not in SCHEMES:
        raise refuse("an algorithm not on the list", Reason.ALGORITHM_REFUSED)
    if "crit" in header or "b64" in header:
        raise refuse("a header that must be understood")
    payload = load_object(decode(parts[1]))
    signed = text[: -len(parts[2]) - 1].encode("ascii")
    return Token(header=header, payload=payload, signed=signed, signature=decode(parts[2]))


@lru_cache(REMEMBERED)
def _header(text: str) -> Mapping[str, Any]:
    if len(text) > LONGEST_HEADER:
        raise refuse(f"a header of {len(text)} characters", Reason.OVERSIZED)
    return MappingProxyType(load_object(decode(text)))
