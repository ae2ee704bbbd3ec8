"""Base64url and JSON for input nobody vouches for: one way to write a thing, no name twice, bounded."""

import binascii
import json
import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dean06.kernel.base.certificates import UNREADABLE_CERTIFICATE
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason

STUMBLED = (*UNREADABLE_CERTIFICATE, LookupError, AttributeError, ArithmeticError, RecursionError)
LONGEST = 256 * 1024  # characters of a credential or a proof; one with a portrait has some 60,000
DEEPEST = 32  # objects and arrays within each other
GROUP = 4  # signs of base64 that make three bytes
_UNUSED_BITS = {2: 0b1111, 3: 0b11}  # of the last sign, by how many signs the last group has


def refuse(detail: str, reason: Reason = Reason.MALFORMED) -> CredentialRefused:
    """The refusal of data that is not what it should be."""
    return CredentialRefused(reason, detail)


@contextmanager
def reading(what: str) -> Iterator[None]:
    """What a decoder stumbles over becomes a refusal."""
    try:
        yield
    except STUMBLED as error:
        raise refuse(f"{what}: {type(error).__name__}") from error


def encode(data: bytes) -> str:
    """Base64url without padding."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes; refused unless it is exactly how ``encode`` writes them."""
    rest = len(text) % GROUP
    if not _BASE64URL.fullmatch(text) or rest == 1 or (rest and _UNUSED_BITS[rest] & _VALUES[text[-1]]):
        raise refuse("not base64url, or written another way")
    return binascii.a2b_base64(text.encode("ascii").translate(_FROM_URL) + b"=" * (-len(text) % GROUP))


def dump(value: object) -> bytes:
    """JSON without spaces, letters as they are."""
    return _ENCODER.encode(value).encode("utf-8")


def load(data: bytes) -> Any:
    """JSON; refused when an object names a thing twice, or a number is none."""
    try:
        return _DECODER.decode(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise refuse(f"JSON: {type(error).__name__}") from error


def load_object(data: bytes) -> dict[str, Any]:
    """A JSON object."""
    found = load(data)
    if not isinstance(found, dict):
        raise refuse("not a JSON object")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def _no_constant(text: str) -> Any:
    raise ValueError(f"not a number: {text}")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_TO_URL, _FROM_URL = bytes.maketrans(b"+/", b"-_"), bytes.maketrans(b"-_", b"+/")
_VALUES = {
    sign: value for value, sign in enumerate(f"{string.ascii_uppercase}{string.ascii_lowercase}{string.digits}-_")
}
