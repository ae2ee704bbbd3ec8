"""Passive authentication: the data is what the issuer signed (ICAO 9303-11, 5.1; 9303-12 for certificates). Pure.

The document signer's certificate comes with the card and is believed only through a country certificate (CSCA) that the
operator put on the list. Both must be valid at the moment of checking and neither revoked.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from asn1crypto import crl, x509

from dean06.kernel.chipid import com, signatures, sod, tlv
from dean06.kernel.chipid.tlv import refuse
from dean06.kernel.chipid.types import CardRefused, FileId, Reason

COUNTRY = "VN"


@dataclass(frozen=True, kw_only=True)
class TrustStore:
    """The country certificates an operator trusts, and the revocation lists they issued (each checked before use)."""

    authorities: tuple[x509.Certificate, ...]
    revocations: tuple[crl.CertificateList, ...] = field(default=())
    country: str = COUNTRY

    @classmethod
    def load(
        cls, authorities: Iterable[bytes], revocations: Iterable[bytes] = (), *, country: str = COUNTRY
    ) -> "TrustStore":
        """From DER. ValueError for what is no certificate, no list, or no certificate of an authority."""
        certificates = tuple(x509.Certificate.load(data, strict=True) for data in authorities)
        if not all(_is_authority(certificate) for certificate in certificates):
            raise ValueError("not a certificate of an authority")
        lists = tuple(crl.CertificateList.load(data, strict=True) for data in revocations)
        return cls(authorities=certificates, revocations=lists, country=country)


def _is_authority(certificate: x509.Certificate) -> bool:
    usage = certificate.key_usage_value
    return bool(certificate.ca) and usage is not None and "key_cert_sign" in usage.native


def check(files: Mapping[FileId, bytes], trust: TrustStore, at: datetime) -> x509.Certificate:
    """Check every data group read against EF.SOD, and EF.SOD against the authorities; returns the signer's certificate.

    Raises CardRefused. ``at`` is aware.
    """
    if FileId.SOD not in files or FileId.DG1 not in files:
        raise refuse("EF.SOD or DG1", Reason.FILE_MISSING)
    document = sod.parse(files[FileId.SOD])
    with tlv.decoding("EF.SOD"):
        certificate = _signer_of(document)
        _check_signature(document, certificate)
        _check_chain(certificate, trust, at)
        _check_groups(files, document)
        certificate.native  # noqa: B018 - decodes everything now
    return certificate


def _signer_of(document: sod.SecurityObject) -> x509.Certificate:
    """The certificate the signer names; others that came along are nobody."""
    wanted = document.signer["sid"]
    for certificate in document.certificates:
        if wanted.name == "issuer_and_serial_number":
            chosen = wanted.chosen
            is_named = chosen["issuer"] == certificate.issuer and (
                chosen["serial_number"].native == certificate.serial_number
            )
        else:
            is_named = certificate.key_identifier == wanted.native
        if is_named:
            return certificate
    raise refuse("the signer's certificate is not on the card", Reason.FILE_MISSING)


def _check_signature(document: sod.SecurityObject, certificate: x509.Certificate) -> None:
    """The signature covers the attributes, the attributes cover the content (RFC 5652, 5.4). None of it is optional."""
    signer = document.signer
    digest_name = signer["digest_algorithm"]["algorithm"].native
    if digest_name not in sod.HASHES:
        raise refuse(f"hash {digest_name}", Reason.ALGORITHM_REFUSED)
    attributes = signer["signed_attrs"]
    if not attributes:
        raise refuse("no signed attributes", Reason.SIGNATURE_INVALID)
    if _attribute(attributes, "content_type") != sod.LDS_OID:
        raise refuse("the attributes are about another content", Reason.SIGNATURE_INVALID)
    digest = hashlib.new(digest_name, document.content).digest()
    if not hmac.compare_digest(_attribute(attributes, "message_digest"), digest):
        raise refuse("message digest", Reason.SIGNATURE_INVALID)
    signed = attributes.untag().dump()
    algorithm = signer["signature_algorithm"]
    signatures.verify(certificate.public_key, signer["signature"].native, signed, algorithm, digest_name)


def _attribute(attributes: Any, name: str) -> Any:
    found = [attribute["values"] for attribute in attributes if attribute["type"].native == name]
    if len(found) != 1 or len(found[0]) != 1:
        raise refuse(f"attribute {name} is not there exactly once", Reason.SIGNATURE_INVALID)
    return found[0][0].native


def _check_chain(certificate: x509.Certificate, trust: TrustStore, at: datetime) -> None:
    issuers = [authority for authority in trust.authorities if authority.subject == certificate.issuer]
    issuer = next((authority for authority in issuers if _is_signed_by(certificate, authority)), None)
    if issuer is None:
        raise refuse(f"{len(issuers)} authorities of that name", Reason.ISSUER_UNKNOWN)
    for one in (certificate, issuer):
        if not _begins(one) <= at.astimezone(UTC) <= _ends(one):
            raise refuse("outside the validity of a certificate", Reason.ISSUER_EXPIRED)
    if certificate.ca or certificate.subject.native.get("country_name", "").upper() != trust.country:
        raise refuse("the signer's certificate is not one of a document signer", Reason.ISSUER_UNKNOWN)
    usage = certificate.key_usage_value
    if usage is not None and "digital_signature" not in usage.native:
        raise refuse("the signer's key is for something else", Reason.ISSUER_UNKNOWN)
    _check_revoked(certificate, issuer, trust, at)


def _is_signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    body, algorithm = certificate["tbs_certificate"], certificate["signature_algorithm"]
    return _is_signature_of(authority, certificate.signature, body.dump(), algorithm)


def _is_signature_of(authority: x509.Certificate, signature: bytes, data: bytes, algorithm: Any) -> bool:
    try:
        signatures.verify(authority.public_key, signature, data, algorithm)
    except CardRefused:
        return False
    return True


def _check_revoked(certificate: x509.Certificate, issuer: x509.Certificate, trust: TrustStore, at: datetime) -> None:
    """Revoked by any list of the issuer's is revoked; without a list in force nobody knows: nothing is believed.

    An authority may have renewed its key under the same name: each list counts for the key that signed it. A list in
    the name that none of its keys signed stops everything: somebody tampers with our lists.
    """
    has_current = False
    for revocations in trust.revocations:
        body = revocations["tbs_cert_list"]
        if body["issuer"] != issuer.subject:
            continue
        if not _is_list_of(revocations, issuer):
            if not any(_is_list_of(revocations, other) for other in trust.authorities):
                raise refuse("a revocation list of nobody's", Reason.SIGNATURE_INVALID)
            continue
        entries = body["revoked_certificates"] or ()
        if any(entry["user_certificate"].native == certificate.serial_number for entry in entries):
            raise refuse("the signer's certificate", Reason.SIGNER_REVOKED)
        until = body["next_update"].native
        has_current |= until is not None and body["this_update"].native <= at.astimezone(UTC) <= until
    if not has_current:
        raise refuse("no revocation list in force", Reason.REVOCATION_UNKNOWN)


def _is_list_of(revocations: crl.CertificateList, authority: x509.Certificate) -> bool:
    body, algorithm = revocations["tbs_cert_list"], revocations["signature_algorithm"]
    return _is_signature_of(authority, revocations["signature"].native, body.dump(), algorithm)


def _check_groups(files: Mapping[FileId, bytes], document: sod.SecurityObject) -> None:
    for file, data in files.items():
        if not file.group:
            continue
        expected = document.hashes.get(file.group)
        if expected is None:
            raise refuse(f"{file.name} is not signed", Reason.HASH_MISMATCH)
        if not hmac.compare_digest(hashlib.new(document.hash_name, data).digest(), expected):
            raise refuse(file.name, Reason.HASH_MISMATCH)
    if FileId.COM in files and not com.groups(files[FileId.COM]) <= document.hashes.keys():
        raise refuse("EF.COM lists a group that is not signed", Reason.HASH_MISMATCH)


def _begins(certificate: x509.Certificate) -> datetime:
    begin: datetime = certificate.not_valid_before
    return begin


def _ends(certificate: x509.Certificate) -> datetime:
    end: datetime = certificate.not_valid_after
    return end
