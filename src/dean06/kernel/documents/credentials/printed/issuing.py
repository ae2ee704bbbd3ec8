"""Signing what a printed code says, and writing it as the address the code holds."""

import base64
import hashlib

from dean06.kernel.documents.credentials.keys import SigningKey
from dean06.kernel.documents.credentials.mdoc import cose
from dean06.kernel.documents.credentials.mdoc.cbor import dump
from dean06.kernel.documents.credentials.printed.facts import LONGEST, MOST_FACTS, PrintedFacts

TAGGED = b"\xd2"  # the tag of a COSE_Sign1
KEY_ID_BYTES = 8


def key_id(certificate: bytes) -> bytes:
    """How a code names its signer: the beginning of the certificate's SHA-256."""
    return hashlib.sha256(certificate).digest()[:KEY_ID_BYTES]


def issue(printed: PrintedFacts, *, key: SigningKey, address: str) -> str:
    """The text of the code: ``address`` and what was signed, in letters a QR code packs best.

    ValueError when it says more than a code should, or the address has small letters (they cost a third more room).
    """
    if address != address.upper() or not address.endswith("/"):
        raise ValueError("an address in capital letters, ending with a slash")
    claims = dump(printed.claims)
    if len(claims) > LONGEST or len(printed.facts) > MOST_FACTS:
        raise ValueError("too much for a printed code: show fewer facts")
    if not key.chain:
        raise ValueError("an issuer's key has a certificate")
    signed = cose.sign(claims, key, protected={cose.KEY_ID: key_id(key.chain[0])})
    return address + base64.b32encode(TAGGED + dump(signed)).decode("ascii").rstrip("=")
