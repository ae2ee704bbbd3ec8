"""Passive authentication: the data is what the issuer signed (ICAO 9303-11, 5.1; 9303-12 for certificates). Pure.

The document signer's certificate comes with the card and is believed only through a country certificate (CSCA) that the
operator put on the list. Both must be valid at the moment of checking and neither revoked.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dean06.kernel.chipid import com, signatures, sod, tlv
from dean06.kernel.chipid.certificates import SIGNS_CARDS, Certificate, Name, take_apart
from dean06.kernel.chipid.tlv import refuse
from dean06.kernel.chipid.trust import TrustStore
from dean06.kernel.chipid.types import FileId, Reason


def check(files: Mapping[FileId, bytes], trust: TrustStore, at: datetime) -> str:
    """Check every data group read against EF.SOD, and EF.SOD against the authorities; returns the signer's name.

    Raises CardRefused. ``at`` is aware.
    """
    if FileId.SOD not in files or FileId.DG1 not in files:
        raise refuse("EF.SOD or DG1", Reason.FILE_MISSING)
    document = sod.parse(files[FileId.SOD])
    with tlv.decoding("EF.SOD"):
        certificate = _signer_of(document)
        _check_signature(document, certificate)
        _check_chain(certificate, trust, at.astimezone(UTC))
        _check_groups(files, document)
        return certificate.text


def _signer_of(document: sod.SecurityObject) -> Certificate:
    """The certificate the signer names; others that came along are nobody."""
    wanted = document.signer["sid"]
    for certificate in map(take_apart, document.certificates):
        if wanted.name == "issuer_and_serial_number":
            chosen = wanted.chosen
            is_named = chosen["serial_number"].native == certificate.serial and certificate.issuer.is_same(
                Name(chosen["issuer"].dump())
            )
        else:
            is_named = certificate.key_identifier == wanted.native
        if is_named:
            return certificate
    raise refuse("the signer's certificate is not on the card", Reason.FILE_MISSING)


def _check_signature(document: sod.SecurityObject, certificate: Certificate) -> None:
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
    scheme = signatures.scheme(signer["signature_algorithm"], digest_name)
    signatures.verify(certificate.key, signer["signature"].native, signed, scheme)


def _attribute(attributes: Any, name: str) -> Any:
    found = [attribute["values"] for attribute in attributes if attribute["type"].native == name]
    if len(found) != 1 or len(found[0]) != 1:
        raise refuse(f"attribute {name} is not there exactly once", Reason.SIGNATURE_INVALID)
    return found[0][0].native


def _check_chain(certificate: Certificate, trust: TrustStore, at: datetime) -> None:
    offices = trust.named(certificate.issuer)
    office = next((one for one in offices if one.has_signed(certificate)), None)
    if office is None:
        raise refuse(f"{len(offices)} authorities of that name", Reason.ISSUER_UNKNOWN)
    for one in (certificate, office.certificate):
        if not one.begins <= at <= one.ends:
            raise refuse("outside the validity of a certificate", Reason.ISSUER_EXPIRED)
    if certificate.is_authority or certificate.country != trust.country:
        raise refuse("the signer's certificate is not one of a document signer", Reason.ISSUER_UNKNOWN)
    if certificate.usage is not None and SIGNS_CARDS not in certificate.usage:
        raise refuse("the signer's key is for something else", Reason.ISSUER_UNKNOWN)
    office.check_revoked(certificate.serial, at)


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
