"""Disclosures (RFC 9901, 4.2): the salted piece of JSON that turns a digest back into a claim."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dean06.kernel.documents.credentials.encoding import decode, dump, encode, load, refuse
from dean06.kernel.documents.credentials.types import Reason

DIGESTS, ELEMENT, HASH_NAME = "_sd", "...", "_sd_alg"
RESERVED = frozenset({DIGESTS, ELEMENT, HASH_NAME})
SALT_BYTES = 16
HASHES: dict[str, Callable[[bytes], Any]] = {
    "sha-256": hashlib.sha256,
    "sha-384": hashlib.sha384,
    "sha-512": hashlib.sha512,
}
USUAL_HASH = "sha-256"
OF_ELEMENT, OF_MEMBER = 2, 3


@dataclass(frozen=True)
class Disclosure:
    """One disclosure as it travels, and what it says. ``name`` is None for an element of an array."""

    encoded: str
    name: str | None
    value: Any


def make(value: Any, name: str | None = None) -> Disclosure:
    """A fresh one with a salt of its own."""
    salt = encode(secrets.token_bytes(SALT_BYTES))
    content = [salt, value] if name is None else [salt, name, value]
    return Disclosure(encode(dump(content)), name, value)


def parse(encoded: str) -> Disclosure:
    """As received; refused when it is not what RFC 9901 calls a disclosure."""
    content = load(decode(encoded))
    if not isinstance(content, list) or len(content) not in {OF_ELEMENT, OF_MEMBER} or not isinstance(content[0], str):
        raise refuse("not a disclosure")
    if len(content) == OF_ELEMENT:
        return Disclosure(encoded, None, content[1])
    name = content[1]
    if not isinstance(name, str):
        raise refuse("a disclosure without a name")
    if name in RESERVED:
        raise refuse("a disclosure of a reserved name", Reason.NAME_RESERVED)
    return Disclosure(encoded, name, content[2])


def digest(text: str, hash_name: str = USUAL_HASH) -> str:
    """The digest that stands for a disclosure, or for a presentation."""
    hashed: bytes = HASHES[hash_name](text.encode("ascii")).digest()
    return encode(hashed)


def decoy() -> str:
    """A digest of nothing: hides how many claims there are."""
    return encode(hashlib.sha256(secrets.token_bytes(32)).digest())
