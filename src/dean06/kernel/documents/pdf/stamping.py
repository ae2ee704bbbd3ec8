"""Proof of time: a stamp over a signature (PAdES B-T) and a stamp over the whole file (B-LTA)."""

import hashlib
from collections.abc import Callable
from typing import Final

from asn1crypto import cms

from dean06.kernel.documents.pdf import signatures
from dean06.kernel.documents.pdf.field import Prepared, prepared
from dean06.kernel.documents.pdf.reader import Unsignable

# Certificates of the time-stamping authority and of those above it come with every token.
DOCUMENT_STAMP_BYTES: Final = 12 * 1024
Ask = Callable[[bytes], bytes]


def stamp(pdf: bytes, ask: Ask) -> bytes:
    """The file with a time stamp over its last signature, in the room kept beside it; nothing signed changes.

    ``ask`` gives a token over a SHA-256 digest, and asks somebody outside. Unsignable for a file whose last signature
    has one already or was not made by ``signing.sign``.
    """
    found = signatures.held(pdf)
    if not found or found[-1].is_document_stamp or found[-1].stamps:
        raise Unsignable("Tệp không có chữ ký nào đang chờ dấu thời gian.")
    last = found[-1]
    token = cms.ContentInfo.load(ask(hashlib.sha256(last.signer["signature"].native).digest()), strict=True)
    stamped = last.content.copy()
    stamped["content"]["signer_infos"][0]["unsigned_attrs"] = [
        cms.CMSAttribute({"type": signatures.STAMP, "values": [token]})
    ]
    try:
        return Prepared(pdf, last.begin, last.room).filled(stamped.dump(force=False))
    except ValueError as error:
        raise Unsignable("Chữ ký trong tệp không chừa chỗ cho dấu thời gian.") from error


def stamp_document(pdf: bytes, ask: Ask) -> bytes:
    """The file with a time stamp over all of it, in a revision of its own: what it proves from then on, it proves even
    after the certificates and algorithms before it have aged. Unsignable."""
    ready = prepared(pdf, room=DOCUMENT_STAMP_BYTES, words=None)
    return ready.filled(ask(ready.digest))
