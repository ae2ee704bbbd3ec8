"""Signing a PDF file: PAdES baseline B in one step and without a word to anybody outside."""

from datetime import datetime
from typing import Final

from dean06.kernel.documents.keys.signer import Signer
from dean06.kernel.documents.pdf import cms
from dean06.kernel.documents.pdf.field import Words, prepared

# Room kept beside the signature for the time stamp that comes later, certificates of its authority included.
STAMP_BYTES: Final = 8 * 1024


def sign(pdf: bytes, signer: Signer, *, name: str, reason: str, at: datetime) -> bytes:
    """The file, signed (PAdES B-B), with room for a time stamp (``stamping.stamp``). Unsignable.

    ``name`` and ``reason`` are shown by viewers; who signed is said by the certificate alone.
    """
    ready = prepared(pdf, room=cms.template_of(signer).size + STAMP_BYTES, words=Words(name, reason, at))
    return ready.filled(cms.signed(signer, ready.digest))
