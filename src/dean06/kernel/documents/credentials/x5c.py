"""The certificate chain in a token's header (RFC 7515, 4.1.6): ordinary base64, the signer's own first."""

import base64
import binascii
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dean06.kernel.documents.credentials.encoding import dump, encode, refuse
from dean06.kernel.documents.credentials.jose import REMEMBERED, Token, sign_under
from dean06.kernel.documents.credentials.keys import SigningKey
from dean06.kernel.documents.credentials.types import Reason


def sign_certified(typ: str, payload: Mapping[str, Any], key: SigningKey) -> str:
    """A token with the chain that vouches for its key in the header."""
    if not key.chain:
        raise ValueError("an issuer's key has a certificate")
    return sign_under(_header(key.algorithm, typ, key.chain), payload, key)


@lru_cache(REMEMBERED)
def _header(algorithm: str, typ: str, chain: tuple[bytes, ...]) -> str:
    return encode(dump({"alg": algorithm, "typ": typ, "x5c": [base64.b64encode(der).decode("ascii") for der in chain]}))


def chain_of(token: Token) -> list[bytes]:
    """The certificates a token carries, its signer's first."""
    chain = token.header.get("x5c")
    if not isinstance(chain, list) or not chain or not all(isinstance(one, str) for one in chain):
        raise refuse("no certificate chain", Reason.ISSUER_UNKNOWN)
    try:
        return [base64.b64decode(one, validate=True) for one in chain]
    except binascii.Error as error:
        raise refuse("a chain that is not base64") from error
