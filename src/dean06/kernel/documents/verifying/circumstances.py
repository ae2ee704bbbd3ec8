"""What all signatures of a file are judged by: roots, a moment, and what is known of certificates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from cryptography.x509 import ocsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import NonexistentAttributeError, find_cms_attribute_iter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from dean06.kernel.documents.pdf import trust
from dean06.kernel.documents.pdf.evidence import Evidence
from dean06.kernel.documents.pdf.signatures import STAMP

MOST_EVIDENCE = 512


@dataclass(frozen=True)
class Circumstances:
    """``fresh``: what the authority says now; ``kept``: what the file brings along."""

    roots: tuple[bytes, ...]
    fresh: Evidence
    kept: Evidence
    at: datetime
    has_document_stamps: bool

    def known(self) -> trust.Known:
        """Fresh answers before those the file brings: the first that fits is believed."""
        return trust.Known(
            roots=self.roots,
            certificates=(*self.fresh.certificates, *self.kept.certificates),
            answers=(*self.fresh.answers, *self.kept.answers),
            lists=(*self.fresh.lists, *self.kept.lists),
        )

    def is_revoked_now(self, serial: int) -> bool:
        """Whether the authority says now that it took the certificate back."""
        said = (ocsp.load_der_ocsp_response(one) for one in self.fresh.answers)
        return any(
            one.serial_number == serial and one.certificate_status is ocsp.OCSPCertStatus.REVOKED
            for answer in said
            for one in answer.responses
        )


def kept_evidence(reader: PdfFileReader) -> Evidence:
    """What the file's security store holds. ValueError when there is more than any honest file needs."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Evidence()
    found = Evidence(
        certificates={one.dump(): None for one in store.load_certs()},
        answers={one.get_object().data: None for one in store.ocsps},
        lists={one.get_object().data: None for one in store.crls},
    )
    if len(found.certificates) + len(found.answers) + len(found.lists) > MOST_EVIDENCE:
        raise ValueError("too much evidence")
    return found


def tokens_of(signature: EmbeddedPdfSignature) -> Iterator[cms.ContentInfo]:
    """Time stamps over a signature."""
    try:
        yield from find_cms_attribute_iter(signature.signer_info["unsigned_attrs"], STAMP)
    except NonexistentAttributeError:
        return


def is_document_stamp(signature: EmbeddedPdfSignature) -> bool:
    """Whether it is a time stamp over the file rather than somebody's signature."""
    return str(signature.sig_object.get("/Type", "/Sig")) == "/DocTimeStamp"
