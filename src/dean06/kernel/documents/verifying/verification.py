"""Whether a PDF file can be believed: ``verify`` with all it needs given, nothing on the network and no table."""

from datetime import datetime, timedelta

import structlog
from asn1crypto import cms
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from dean06.kernel.documents.keys import certificates
from dean06.kernel.documents.pdf import evidence, signatures, trust
from dean06.kernel.documents.pdf.evidence import Evidence, EvidenceMissing
from dean06.kernel.documents.pdf.signatures import UNREADABLE
from dean06.kernel.documents.verifying.changes import changes, has_loose_end
from dean06.kernel.documents.verifying.circumstances import (
    Circumstances,
    is_document_stamp,
    kept_evidence,
    tokens_of,
)
from dean06.kernel.documents.verifying.judging import Judged, judge_by_chain, judge_now
from dean06.kernel.documents.verifying.stamps import judge_stamp, stamped_at
from dean06.kernel.documents.verifying.verdict import Finding, Level, SignatureVerdict, Verdict

log = structlog.get_logger("dean06.documents")
LARGEST_PDF = 64 * 1024 * 1024
MOST_SIGNATURES = 32
CLOCKS_DIFFER = timedelta(minutes=5)
# Time heals these for a signature that is proved to be older.
AGED = frozenset({Finding.EXPIRED, Finding.STATUS_UNKNOWN, Finding.REVOKED, Finding.CA_REVOKED, Finding.WEAK_ALGORITHM})


def verify(pdf: bytes, *, roots: tuple[bytes, ...], fresh: Evidence, at: datetime) -> Verdict:
    """Judge a file as of a moment by these roots. ``fresh``: what the authority says now, empty when it is away."""
    finding = unfit(pdf)
    own: tuple[SignatureVerdict, ...] = ()
    findings = frozenset({finding} if finding else ())
    try:
        if not finding:
            own, findings = _verified(pdf, roots, fresh, at)
    except UNREADABLE as error:
        log.info("documents.unreadable", error=type(error).__name__)
        findings = frozenset({Finding.BROKEN_SIGNATURE})
    return Verdict(signatures=own, findings=findings, judged_at=at)


def unfit(pdf: bytes) -> Finding | None:
    """Why a file is not looked at any further."""
    if len(pdf) > LARGEST_PDF:
        return Finding.TOO_LARGE
    try:
        reader = signatures.opened(pdf)
        if reader.encrypted:
            return Finding.ENCRYPTED
        return None if reader.root["/Pages"] else Finding.NOT_A_PDF
    except UNREADABLE:
        return Finding.NOT_A_PDF


def _verified(
    pdf: bytes, roots: tuple[bytes, ...], fresh: Evidence, at: datetime
) -> tuple[tuple[SignatureVerdict, ...], frozenset[Finding]]:
    reader = signatures.opened(pdf)
    found = list(reader.embedded_signatures)
    signed = [one for one in found if not is_document_stamp(one)]
    if not signed or len(found) > MOST_SIGNATURES:
        return (), frozenset({Finding.BROKEN_SIGNATURE if signed else Finding.NOT_SIGNED})
    about = Circumstances(roots, fresh, kept_evidence(reader), at, len(found) > len(signed))
    stamps = [one for one in found if is_document_stamp(one)]
    own = tuple(_signature(one, about) for one in signed)
    findings = _document_stamps(pdf, stamps, about)
    return own, findings | ({Finding.ADDED_AFTER} if has_loose_end(pdf) else set())


def _signature(one: EmbeddedPdfSignature, about: Circumstances) -> SignatureVerdict:
    tokens = tuple(tokens_of(one))
    how = trust.specification(about.known())
    findings = set(changes(one))
    stamp_finding = judge_stamp(tokens[0], one.signer_info["signature"].native, how, at=about.at) if tokens else None
    stamp = tokens[0] if tokens and stamp_finding is None else None
    judged = _judged(one, about, stamp)
    named = certificates.named(one.signer_cert.dump())
    if judged.finding:
        findings.add(_refined(judged.finding, one, about))
    elif about.at > named.not_after:
        findings.add(Finding.EXPIRED_LATER)
    if not judged.finding and about.is_revoked_now(one.signer_cert.serial_number):
        findings.add(Finding.REVOKED_LATER)
    if stamp_finding and judged.proved_at is None:
        findings.add(stamp_finding)
    claimed = one.self_reported_timestamp
    findings |= _times(claimed, tokens, about.at, named.not_before)
    proved_at = stamped_at(stamp) if stamp else judged.proved_at
    if proved_at is None:
        findings.add(Finding.TIME_UNPROVEN)
    return SignatureVerdict(
        signer=named.subject,
        organisation=named.organisation,
        issuer=named.issuer,
        serial=named.serial,
        claimed_at=claimed,
        proved_at=proved_at,
        level=_level(about, has_stamp=bool(tokens)),
        certificate_until=named.not_after,
        findings=frozenset(findings),
    )


def _judged(one: EmbeddedPdfSignature, about: Circumstances, stamp: cms.ContentInfo | None) -> Judged:
    """Now; as of its believed time stamp; by the stamps over the file: the first way that holds."""
    how, own = trust.specification(about.known()), one.signer_cert
    judged = judge_now(one, how, at=about.at, has_stamp=stamp is not None)
    if judged.finding is None and about.at > own.not_valid_after:
        # A stamp was there, which says nothing yet of the certificate at its time.
        judged = Judged(Finding.EXPIRED, None)
    if judged.finding in AGED - {Finding.REVOKED, Finding.CA_REVOKED} and stamp is not None:
        then = judge_now(one, how, at=stamped_at(stamp), has_stamp=False)
        if then.finding is None:
            return Judged(None, stamped_at(stamp))
    if judged.finding in AGED and about.has_document_stamps:
        by_chain = judge_by_chain(one, how, at=about.at)
        if by_chain.finding is None:
            return by_chain
    return Judged(judged.finding, None)


def _refined(finding: Finding, one: EmbeddedPdfSignature, about: Circumstances) -> Finding:
    """A chain that does not hold, and a certificate not in its time, in the words of what is really the matter."""
    if finding not in (Finding.EXPIRED, Finding.STATUS_UNKNOWN):
        return finding
    if about.at < one.signer_cert.not_valid_before:
        return Finding.NOT_YET_VALID
    if about.at > one.signer_cert.not_valid_after:
        return Finding.EXPIRED
    pool = {*about.roots, *about.known().certificates, *(each.dump() for each in one.other_embedded_certs)}
    try:
        top = list(evidence.links(one.signer_cert.dump(), pool))[-1][0]
    except EvidenceMissing:
        return Finding.UNKNOWN_CA
    return finding if top in about.roots else Finding.UNKNOWN_CA


def _times(
    claimed: datetime | None, tokens: tuple[cms.ContentInfo, ...], at: datetime, begins: datetime
) -> frozenset[Finding]:
    """Times that cannot be: in the future, after the stamp, before the certificate."""
    stamped = [stamped_at(token) for token in tokens]
    latest = min([at, *stamped]) + CLOCKS_DIFFER
    is_claim_wrong = claimed is not None and not begins - CLOCKS_DIFFER <= claimed <= latest
    is_stamp_wrong = any(one > at + CLOCKS_DIFFER for one in stamped)
    return frozenset({Finding.WRONG_TIME} if is_claim_wrong or is_stamp_wrong else ())


def _document_stamps(pdf: bytes, found: list[EmbeddedPdfSignature], about: Circumstances) -> frozenset[Finding]:
    """What is wrong with the stamps over the file: each must cover what it says, the newest be believed."""
    how, findings = trust.specification(about.known()), set[Finding | None]()
    for one in found:
        findings |= changes(one)
        token = cms.ContentInfo.load(one.pkcs7_content)
        first, length, second, rest = (int(value) for value in one.byte_range)
        covered = pdf[first : first + length] + pdf[second : second + rest]
        at = about.at if one is found[-1] else stamped_at(token)
        # Status unknown is no fault of the file, and of no weight when the signatures hold without this stamp.
        finding = judge_stamp(token, covered, how, at=at)
        findings.add(finding)
    return frozenset(one for one in findings if one not in (None, Finding.STATUS_UNKNOWN))


def _level(about: Circumstances, *, has_stamp: bool) -> Level:
    if not has_stamp:
        return Level.B
    if not (about.kept.answers or about.kept.lists):
        return Level.T
    return Level.LTA if about.has_document_stamps else Level.LT
