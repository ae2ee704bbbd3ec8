"""Whom an operator trusts to issue cards, prepared once: names, keys, validity, and who was revoked.

A store does not change, so what depends on nothing but the store is decoded and checked when it is first asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Self

from asn1crypto import crl, x509

from dean06.kernel.chipid import signatures, tlv
from dean06.kernel.chipid.certificates import SIGNS_CERTIFICATES, Certificate, Name, take_apart
from dean06.kernel.chipid.types import CardRefused, Reason

COUNTRY, ISSUING_STATE = "VN", "VNM"  # in certificates (ISO 3166 of two letters), and in the zone (of three)


@dataclass(frozen=True, kw_only=True)
class RevocationList:
    """One list that an office signed: serial numbers, and while it is in force."""

    serials: frozenset[int]
    issued_at: datetime
    next_at: datetime | None

    def is_in_force(self, at: datetime) -> bool:
        """Whether it says anything about an instant."""
        return self.next_at is not None and self.issued_at <= at <= self.next_at


@dataclass(frozen=True, kw_only=True)
class Office:
    """One country certificate. ``is_tampered``: there is a list in its name that none of its keys signed."""

    certificate: Certificate
    lists: tuple[RevocationList, ...]
    is_tampered: bool
    _signed: set[bytes] = field(default_factory=set, repr=False, compare=False)

    def has_signed(self, certificate: Certificate) -> bool:
        """Whether a certificate is this office's. A yes is kept, by its hash: it cannot become a no."""
        if certificate.sha256 in self._signed:
            return True
        is_ours = _holds(
            lambda: signatures.verify(self.certificate.key, certificate.signature, certificate.body, certificate.scheme)
        )
        if is_ours:
            self._signed.add(certificate.sha256)
        return is_ours

    def check_revoked(self, serial: int, at: datetime) -> None:
        """Revoked by any list of the office's is revoked; without a list in force nobody knows: nothing is believed.

        An office may have renewed its key under the same name: each list counts for the key that signed it. A list in
        the name that none of its keys signed stops everything: somebody tampers with our lists.
        """
        if self.is_tampered:
            raise tlv.refuse("a revocation list of nobody's", Reason.SIGNATURE_INVALID)
        if any(serial in revoked.serials for revoked in self.lists):
            raise tlv.refuse("the signer's certificate", Reason.SIGNER_REVOKED)
        if not any(revoked.is_in_force(at) for revoked in self.lists):
            raise tlv.refuse("no revocation list in force", Reason.REVOCATION_UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class TrustStore:
    """The country certificates an operator trusts, and the revocation lists they issued (each checked before use)."""

    authorities: tuple[x509.Certificate, ...]
    revocations: tuple[crl.CertificateList, ...] = field(default=())
    country: str = COUNTRY
    issuing_state: str = ISSUING_STATE

    @classmethod
    def load(
        cls,
        authorities: Iterable[bytes],
        revocations: Iterable[bytes] = (),
        *,
        country: str = COUNTRY,
        issuing_state: str = ISSUING_STATE,
    ) -> Self:
        """From DER. ValueError for what is no certificate, no list, or no certificate of an authority."""
        certificates = tuple(x509.Certificate.load(data, strict=True) for data in authorities)
        lists = tuple(crl.CertificateList.load(data, strict=True) for data in revocations)
        store = cls(authorities=certificates, revocations=lists, country=country, issuing_state=issuing_state)
        try:
            are_authorities = all(_is_authority(office.certificate) for office in store.offices)
        except CardRefused as error:
            raise ValueError("not a certificate, or not a list") from error
        if not are_authorities:
            raise ValueError("not a certificate of an authority")
        return store

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        """The authorities with their lists. One with a key of a kind nobody accepts has signed nothing."""
        with tlv.decoding("the list of trusted authorities"):
            known = [take_apart(authority.dump()) for authority in self.authorities]
            relatives = [[other for other in known if other.subject.is_same(one.subject)] for one in known]
            return tuple(map(self._office, known, relatives))

    def named(self, name: Name) -> list[Office]:
        """The offices of a name: one, or more when it renewed its key."""
        return [office for office in self.offices if office.certificate.subject.is_same(name)]

    def _office(self, authority: Certificate, relatives: list[Certificate]) -> Office:
        theirs = [
            found
            for found in self.revocations
            if authority.subject.is_same(Name(found["tbs_cert_list"]["issuer"].dump()))
        ]
        return Office(
            certificate=authority,
            lists=tuple(_list(found) for found in theirs if _is_list_of(found, authority)),
            is_tampered=not all(any(_is_list_of(found, one) for one in relatives) for found in theirs),
        )


def _is_authority(certificate: Certificate) -> bool:
    return certificate.is_authority and certificate.usage is not None and SIGNS_CERTIFICATES in certificate.usage


def _list(found: crl.CertificateList) -> RevocationList:
    body = found["tbs_cert_list"]
    entries = body["revoked_certificates"] or ()
    return RevocationList(
        serials=frozenset(entry["user_certificate"].native for entry in entries),
        issued_at=body["this_update"].native,
        next_at=body["next_update"].native,
    )


def _is_list_of(found: crl.CertificateList, authority: Certificate) -> bool:
    body, algorithm = found["tbs_cert_list"].dump(), found["signature_algorithm"]
    return _holds(
        lambda: signatures.verify(authority.key, found["signature"].native, body, signatures.scheme(algorithm))
    )


def _holds(check: Callable[[], None]) -> bool:
    try:
        check()
    except CardRefused:
        return False
    return True
