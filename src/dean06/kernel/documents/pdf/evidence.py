"""What a signature needs to be judged long after: every certificate of its chains and what was said of each.

PAdES keeps it in the file (the DSS). We gather it from the authority once, for the signature and for its time stamps.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from dean06.kernel.documents.keys import certificates
from dean06.kernel.documents.pdf import signatures, tokens
from dean06.kernel.documents.pdf.reader import PdfFile, Unsignable
from dean06.kernel.documents.pdf.tokens import Entries, Unreadable
from dean06.kernel.documents.pdf.update import Update
from dean06.kernel.ports.ca import CaFailed, CertificateAuthority

LONGEST_CHAIN = 8


class EvidenceMissing(Exception):
    """Something about a certificate could not be learned now; ``subject``: whose, ``detail``: for the log."""

    def __init__(self, subject: str, detail: str) -> None:
        super().__init__(f"{subject}: {detail}")
        self.subject, self.detail = subject, detail


@dataclass
class Evidence:
    """DER of certificates, OCSP responses and revocation lists, each once."""

    certificates: dict[bytes, None] = field(default_factory=dict)
    answers: dict[bytes, None] = field(default_factory=dict)
    lists: dict[bytes, None] = field(default_factory=dict)


def gathered(pdf: bytes, roots: Iterable[bytes], authority: CertificateAuthority) -> Evidence:
    """Everything about all signatures and time stamps of a file. Asks outside. EvidenceMissing, Unsignable."""
    pool = {der for one in signatures.held(pdf) for der in one.certificates()} | set(roots)
    found, asked_lists = Evidence(), dict[bytes, bytes]()
    for leaf in _leaves(pdf):
        for own, above in links(leaf, pool):
            found.certificates[own] = None
            if above == own or own in found.answers:
                continue
            found.certificates[above] = None
            _ask(found, own, above, authority, asked_lists)
    return found


def embedded(pdf: bytes, evidence: Evidence) -> bytes:
    """The file with the evidence in its document security store, in a revision of its own. Unsignable."""
    file = PdfFile(pdf)
    try:
        update = Update(file)
        number, catalog = file.root()
        store = tokens.dictionary(file.direct(catalog[b"/DSS"])) if b"/DSS" in catalog else {}
        for key, bodies in (
            (b"/Certs", evidence.certificates),
            (b"/OCSPs", evidence.answers),
            (b"/CRLs", evidence.lists),
        ):
            if bodies:
                store = _kept(update, store, key, list(bodies))
        update.put(number, tokens.written(catalog | {b"/DSS": tokens.written(store)}))
        return update.rendered()[0]
    except (Unreadable, KeyError, IndexError) as error:
        raise Unsignable("Cấu trúc tệp PDF bị hỏng. Lưu lại tệp bằng chương trình khác rồi thử lại.") from error


def _kept(update: Update, store: Entries, key: bytes, bodies: list[bytes]) -> Entries:
    references = [b"%d 0 R" % update.add_stream(body) for body in bodies]
    return update.append_to(store, key, references)


def _leaves(pdf: bytes) -> list[bytes]:
    """Certificates that signed something: the signer's, the time stamps'."""
    return [_signer_of(message) for one in signatures.held(pdf) for message in (one.content, *one.stamps)]


def _signer_of(message: cms.ContentInfo) -> bytes:
    wanted = message["content"]["signer_infos"][0]["sid"].chosen
    for one in message["content"]["certificates"]:
        own = one.chosen
        if own.serial_number == wanted["serial_number"].native and own.issuer == wanted["issuer"]:
            der: bytes = own.dump()
            return der
    raise Unsignable(signatures.BROKEN)


def links(leaf: bytes, pool: set[bytes]) -> Iterable[tuple[bytes, bytes]]:
    """Each certificate from the leaf up, with the one that issued it; a root with itself. EvidenceMissing."""
    known = {der: certificates.load(der) for der in pool}
    own = leaf
    for _ in range(LONGEST_CHAIN):
        one = certificates.load(own)
        above = own if certificates.issued(one, one) else _issuer(one, known)
        yield own, above
        if above == own:
            return
        own = above
    raise EvidenceMissing(certificates.common_name(certificates.load(leaf).subject), "chain too long")


def _issuer(one: x509.Certificate, known: dict[bytes, x509.Certificate]) -> bytes:
    for der, above in known.items():
        if certificates.issued(one, above):
            return der
    raise EvidenceMissing(certificates.common_name(one.subject), "issuer not known")


def _ask(found: Evidence, own: bytes, above: bytes, authority: CertificateAuthority, lists: dict[bytes, bytes]) -> None:
    """The OCSP answer, else the list: an answer is about this one alone and fresher."""
    asks: tuple[Callable[[], None], ...] = (
        lambda: _keep_answer(found, authority.status(own, above)),
        lambda: found.lists.update({lists.setdefault(above, authority.revocations(own)): None}),
    )
    troubles = []
    for ask in asks:
        try:
            ask()
        except CaFailed as failed:
            troubles.append(str(failed))
        else:
            return
    raise EvidenceMissing(certificates.common_name(certificates.load(own).subject), "; ".join(troubles))


def _keep_answer(found: Evidence, answer: bytes) -> None:
    found.answers[answer] = None
    for one in ocsp.load_der_ocsp_response(answer).certificates:
        found.certificates[one.public_bytes(Encoding.DER)] = None
