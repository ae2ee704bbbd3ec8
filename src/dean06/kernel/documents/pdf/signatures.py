"""What the signatures of a file hold: their bytes, certificates and time stamps, read for whoever adds to them."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from dean06.kernel.base.certificates import UNREADABLE_CERTIFICATE
from dean06.kernel.documents.pdf.reader import Unsignable

BROKEN = "Chữ ký trong tệp PDF bị hỏng nên không thêm được dấu thời gian."
# What pyHanko and its parsers raise over bytes that somebody made to confuse them.
UNREADABLE = (
    *UNREADABLE_CERTIFICATE, PdfError, SignatureValidationError, Unsignable, LookupError, AttributeError, OverflowError,
    RecursionError, NotImplementedError, zlib.error,
)  # fmt: skip
STAMP = "signature_time_stamp_token"


@dataclass(frozen=True)
class Held:
    """One signature: its CMS message and the room it lies in."""

    content: cms.ContentInfo
    begin: int
    room: int
    is_document_stamp: bool

    @property
    def signer(self) -> cms.SignerInfo:
        """The one signer PAdES allows."""
        return self.content["content"]["signer_infos"][0]

    @property
    def stamps(self) -> tuple[cms.ContentInfo, ...]:
        """Time-stamp tokens over the signature."""
        attributes = self.signer["unsigned_attrs"]
        found = [one for one in attributes if one["type"].native == STAMP] if attributes else []
        return tuple(value for one in found for value in one["values"])

    def certificates(self) -> Iterator[bytes]:
        """Everything the message and its time stamps brought along (DER)."""
        for message in (self.content, *self.stamps):
            for one in message["content"]["certificates"]:
                yield one.chosen.dump()


def opened(pdf: bytes) -> PdfFileReader:
    """The file for pyHanko. Unsignable when it cannot be read."""
    try:
        return PdfFileReader(BytesIO(pdf))
    except UNREADABLE as error:
        raise Unsignable(BROKEN) from error


def held(pdf: bytes) -> tuple[Held, ...]:
    """The signatures of the file, oldest first. Unsignable."""
    try:
        return tuple(_held(one) for one in opened(pdf).embedded_signatures)
    except UNREADABLE as error:
        raise Unsignable(BROKEN) from error


def _held(one: EmbeddedPdfSignature) -> Held:
    ranges = [int(value) for value in one.byte_range]
    if len(ranges) != 4 or ranges[0] != 0:
        raise Unsignable(BROKEN)
    kind: Any = one.sig_object.get("/Type", "/Sig")
    content = cms.ContentInfo.load(one.pkcs7_content, strict=False)
    return Held(content, ranges[1] + 1, (ranges[2] - ranges[1] - 2) // 2, kind == "/DocTimeStamp")
