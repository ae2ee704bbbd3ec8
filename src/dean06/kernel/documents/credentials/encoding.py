"""Base64url and JSON for input nobody vouches for: one way to write a thing, no name twice, bounded."""

import base64
import binascii
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dean06.kernel.documents.credentials.types import CredentialRefused, Reason

LONGEST = 256 * 1024  # characters of a credential or a proof; one with a portrait has some 60,000
DEEPEST = 32  # objects and arrays within each other


def refuse(detail: str, reason: Reason = Reason.MALFORMED) -> CredentialRefused:
    """The refusal of data that is not what it should be."""
    return CredentialRefused(reason, detail)


@contextmanager
def reading(what: str) -> Iterator[None]:
    """What a decoder stumbles over becomes a refusal."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        raise refuse(f"{what}: {type(error).__name__}") from error


def encode(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes; refused unless it is exactly how ``encode`` writes them."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise refuse("not base64url") from error
    if encode(data) != text:
        raise refuse("base64url written another way")
    return data


def dump(value: object) -> bytes:
    """JSON without spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


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
