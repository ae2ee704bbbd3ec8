"""Issuing: every item salted and hashed, the hashes signed with the device's key and the dates (ISO 18013-5, 9.1.2)."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dean06.kernel.documents.credentials.keys import SigningKey, from_jwk
from dean06.kernel.documents.credentials.mdoc import cose
from dean06.kernel.documents.credentials.mdoc.cbor import dump, embed, plain, written
from dean06.kernel.documents.credentials.types import StatusReference

VERSION = "1.0"
USUAL_HASH = "SHA-256"
SALT_BYTES = 32


def issue(
    namespaces: Mapping[str, Mapping[str, Any]],
    *,
    doc_type: str,
    key: SigningKey,
    device_key: Mapping[str, Any],
    signed_at: datetime,
    valid_until: datetime,
    status: StatusReference | None = None,
) -> bytes:
    """The IssuerSigned structure as the holder keeps it. ``device_key``: the holder's public JWK.

    ValueError for a document without items, or one that ends before it begins.
    """
    if not namespaces or not all(namespaces.values()) or valid_until <= signed_at:
        raise ValueError("a document has items, and ends after it begins")
    items = {name: _items(members) for name, members in namespaces.items()}
    signed: dict[str, Any] = {
        "version": VERSION,
        "digestAlgorithm": USUAL_HASH,
        "valueDigests": {
            name: {one: _digest(tag) for one, tag in numbered.items()} for name, numbered in items.items()
        },
        "deviceKeyInfo": {"deviceKey": cose.key_map(from_jwk(device_key))},
        "docType": doc_type,
        "validityInfo": {
            "signed": written(signed_at),
            "validFrom": written(signed_at),
            "validUntil": written(valid_until),
        },
    }
    if status is not None:
        signed["status"] = {"status_list": {"idx": status.index, "uri": status.uri}}
    proof = cose.sign(dump(embed(signed)), key, unprotected=cose.certified(key))
    return dump(
        {"nameSpaces": {name: list(numbered.values()) for name, numbered in items.items()}, "issuerAuth": proof}
    )


def _items(members: Mapping[str, Any]) -> dict[int, Any]:
    """The items by number. Numbers are drawn blindly, so that they say nothing of what was left out."""
    numbers = list(range(len(members)))
    secrets.SystemRandom().shuffle(numbers)
    return {
        number: embed(
            {
                "digestID": number,
                "random": secrets.token_bytes(SALT_BYTES),
                "elementIdentifier": name,
                "elementValue": plain(value),
            }
        )
        for number, (name, value) in zip(numbers, members.items(), strict=True)
    }


def _digest(tag: object) -> bytes:
    return hashlib.sha256(dump(tag)).digest()
