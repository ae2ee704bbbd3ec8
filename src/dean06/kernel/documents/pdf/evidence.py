"""What a signature needs to be judged long after: every certificate of its chains and what was said of each.

PAdES keeps it in the file (the DSS). We gather it from the authority once, for the signature and for its time stamps.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
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
MOST_LEAVES = 16
log = structlog.get_logger("dean06.documents")


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
    gathering = _Gathering(pdf, tuple(roots), authority)
    for leaf in gathering.leaves:
        gathering.ask_about(leaf)
    return gathering.found


def learned(pdf: bytes, roots: Iterable[bytes], authority: CertificateAuthority) -> Evidence:
    """What can be learned now, for judging a file that anybody brought: nothing about chains that lead to no root of
    ours, and less than all while the authority is away. Asks outside. Unsignable."""
    gathering = _Gathering(pdf, tuple(roots), authority)
    for leaf in gathering.leaves[:MOST_LEAVES]:
        try:
            if gathering.leads_to_a_root(leaf):
                gathering.ask_about(leaf)
        except EvidenceMissing as missing:
            log.info("documents.evidence_missing", detail=missing.detail)
    return gathering.found


def stamps_hold_until(pdf: bytes) -> datetime:
    """When the newest time stamp of the file runs out with the certificate it was made with. Unsignable."""
    last = signatures.held(pdf)[-1]
    stamp = last.content if last.is_document_stamp else (*last.stamps, last.content)[0]
    return certificates.load(_signer_of(stamp)).not_valid_after_utc


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


class _Gathering:
    """One file's questions; what was asked once is not asked again."""

    def __init__(self, pdf: bytes, roots: tuple[bytes, ...], authority: CertificateAuthority) -> None:
        held = signatures.held(pdf)
        self.found = Evidence()
        # Certificates that signed something: the signers', the time stamps'.
        self.leaves = [_signer_of(message) for one in held for message in (one.content, *one.stamps)]
        self._pool = {der for one in held for der in one.certificates()} | set(roots)
        self._roots, self._authority, self._asked = frozenset(roots), authority, set[bytes]()

    def leads_to_a_root(self, leaf: bytes) -> bool:
        """Whether the chain ends where somebody is believed. EvidenceMissing when it does not end at all."""
        return list(links(leaf, self._pool))[-1][0] in self._roots

    def ask_about(self, leaf: bytes) -> None:
        """Keep the chain of a certificate and what is said of each in it. EvidenceMissing."""
        for own, above in links(leaf, self._pool):
            self.found.certificates[own] = None
            if above != own and own not in self._asked:
                self._ask(own, above)
                self._asked.add(own)

    def _ask(self, own: bytes, above: bytes) -> None:
        """The OCSP answer, else the list: an answer is about this one alone and fresher."""
        troubles = []
        for ask in (self._ask_responder, self._ask_list):
            try:
                ask(own, above)
            except CaFailed as failed:
                troubles.append(str(failed))
            else:
                return
        raise EvidenceMissing(certificates.common_name(certificates.load(own).subject), "; ".join(troubles))

    def _ask_responder(self, own: bytes, above: bytes) -> None:
        answer = self._authority.status(own, above)
        self.found.answers[answer] = None
        for one in ocsp.load_der_ocsp_response(answer).certificates:
            self.found.certificates[one.public_bytes(Encoding.DER)] = None

    def _ask_list(self, own: bytes, _above: bytes) -> None:
        self.found.lists[self._authority.revocations(own)] = None
