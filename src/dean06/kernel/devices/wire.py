"""The agent's answer: who signed it, and what it holds. Pure; every byte of it comes from a stranger."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from dean06.kernel.chipid.types import FileId, Opening, Reason

# The facts and proofs are about 6 kB; a portrait may add sixty more.
LONGEST_BODY = 256 * 1024
LONGEST_KEY = 120
ED25519_SIZE, P256_POINT_SIZE, SIGNATURE_SIZE = 32, 65, 64


class BadAnswer(ValueError):
    """Not an answer of an agent; the text says what is wrong, without what was sent."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an agent says it read; or ``refused``, why the card or its chip did not pass at the reader, and no files."""

    challenge_id: UUID
    files: Mapping[FileId, bytes]
    active_signature: bytes
    opened_by: Opening
    refused: Reason | None = None


def device_holds(device: str, message: bytes, signature: str) -> bool:
    """Whether the device's key signed the message.

    ``device``: an Ed25519 key (32 bytes), or an uncompressed P-256 point (65 bytes) for hardware that knows nothing
    else; base64. ``signature``: 64 bytes (RFC 8032; r and s), base64.
    """
    try:
        key, value = unpack(device, LONGEST_KEY), unpack(signature, LONGEST_KEY)
        if len(value) != SIGNATURE_SIZE:
            return False
        if len(key) == ED25519_SIZE:
            Ed25519PublicKey.from_public_bytes(key).verify(value, message)
        else:
            point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
            point.verify(_as_der(value), message, ec.ECDSA(hashes.SHA256()))
    except (BadAnswer, InvalidSignature, ValueError):
        return False
    return True


def is_device_key(device: str) -> bool:
    """Whether the text is a key of one of the two kinds, written in the one canonical way."""
    try:
        key = unpack(device, LONGEST_KEY)
        if len(key) != ED25519_SIZE:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except ValueError:
        return False
    is_known_size = len(key) in (ED25519_SIZE, P256_POINT_SIZE)
    return is_known_size and base64.b64encode(key).decode() == device


def parse(body: str) -> Answer:
    """The answer in the text; BadAnswer for anything else."""
    if len(body) > LONGEST_BODY:
        raise BadAnswer("too long")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("no JSON") from error
    if not isinstance(said, dict):
        raise BadAnswer("no object")
    try:
        if "refused" in said:
            return _refusal(said)
        return Answer(
            challenge_id=UUID(_text(said, "challenge_id")),
            files=_files(said.get("files")),
            active_signature=unpack(_text(said, "active_signature"), LONGEST_BODY),
            opened_by=Opening(_text(said, "opened_by")),
        )
    except ValueError as error:
        raise BadAnswer("a value is not what its name says") from error


def _refusal(said: Mapping[str, Any]) -> Answer:
    if said.keys() != {"challenge_id", "refused"}:
        raise BadAnswer("a refusal, and something read")
    return Answer(
        challenge_id=UUID(_text(said, "challenge_id")),
        files={},
        active_signature=b"",
        opened_by=Opening.BASIC,
        refused=Reason(_text(said, "refused")),
    )


def unpack(text: str, longest: int) -> bytes:
    """Base64, strictly; BadAnswer for anything else."""
    if len(text) > longest:
        raise BadAnswer("too long")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadAnswer("no base64") from error


def _files(said: Any) -> dict[FileId, bytes]:
    if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
        raise BadAnswer("no files")
    try:
        return {FileId[name]: unpack(text, LONGEST_BODY) for name, text in said.items()}
    except KeyError as error:
        raise BadAnswer("a file nobody asked for") from error


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str):
        raise BadAnswer(f"no {name}")
    return value


def _as_der(value: bytes) -> bytes:
    half = SIGNATURE_SIZE // 2
    return encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
