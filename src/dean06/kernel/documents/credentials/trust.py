"""Whom a verifier trusts to issue: roots, and what they revoked.

A chain that held is remembered; its dates and revocations are judged anew each time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from typing import Self

from cryptography import x509
from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder, Store, VerificationError

from dean06.kernel.documents.credentials.encoding import reading, refuse
from dean06.kernel.documents.credentials.keys import VerifyingKey, certificate, certified_key
from dean06.kernel.documents.credentials.types import Reason

LONGEST_CHAIN = 4
REMEMBERED = 1024


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """A certificate a trusted root vouches for."""

    certificate: x509.Certificate
    der: bytes
    key: VerifyingKey

    @cached_property
    def name(self) -> str:
        """Its subject, in the order of RFC 4514."""
        return self.certificate.subject.rfc4514_string()

    def vouches_for(self, issuer: str) -> bool:
        """Whether the certificate carries an ``iss`` as its address, or the host of one as its name."""
        host = issuer.removeprefix("https://").split("/")[0]
        return issuer in self._uris or (issuer.startswith("https://") and host in self._hosts)

    @cached_property
    def _names(self) -> x509.SubjectAlternativeName | None:
        try:
            return self.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        except x509.ExtensionNotFound:
            return None

    @cached_property
    def _uris(self) -> list[str]:
        return self._names.get_values_for_type(x509.UniformResourceIdentifier) if self._names else []

    @cached_property
    def _hosts(self) -> list[str]:
        return self._names.get_values_for_type(x509.DNSName) if self._names else []


@dataclass(frozen=True, kw_only=True)
class _Chain:
    """A chain that leads to a root, while all of it is in force, and the lists its links may be revoked in."""

    watched: tuple[tuple[x509.Certificate, tuple[x509.CertificateRevocationList, ...]], ...]
    begins_at: datetime
    ends_at: datetime
    issuer: Issuer


@dataclass(frozen=True, kw_only=True)
class Roots:
    """Trusted roots and revocation lists. An authority with a list here is believed only while one is in force."""

    authorities: tuple[x509.Certificate, ...]
    revocations: tuple[x509.CertificateRevocationList, ...] = ()
    _held: dict[tuple[bytes, ...], _Chain] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """A verifier without roots would believe nobody, or everybody: neither is meant."""
        if not self.authorities:
            raise ValueError("no trusted roots")

    @classmethod
    def load(cls, authorities: Iterable[bytes], revocations: Iterable[bytes] = ()) -> Self:
        """From DER. ValueError for what is no certificate, no list, or none at all."""
        return cls(
            authorities=tuple(map(x509.load_der_x509_certificate, authorities)),
            revocations=tuple(map(x509.load_der_x509_crl, revocations)),
        )

    def issuer(self, chain: Sequence[bytes], at: datetime) -> Issuer:
        """Who signed, the first of the chain; refused unless it leads to a root, in force and not revoked."""
        if not 0 < len(chain) <= LONGEST_CHAIN:
            raise refuse(f"a chain of {len(chain)} certificates", Reason.ISSUER_UNKNOWN)
        held = self._hold(tuple(chain), at)
        if not held.begins_at <= at <= held.ends_at:
            raise refuse("a certificate of the chain", Reason.ISSUER_EXPIRED)
        for link, lists in held.watched:
            _check_revoked(link, lists, at)
        return held.issuer

    def _hold(self, chain: tuple[bytes, ...], at: datetime) -> _Chain:
        """The whole chain up to its root. That it holds cannot become untrue, so it is remembered by its bytes."""
        if (held := self._held.get(chain)) is not None:
            return held
        certificates = [certificate(der) for der in chain]
        check_at = min(max(at, certificates[0].not_valid_before_utc), certificates[0].not_valid_after_utc)
        with reading("a chain of certificates"):
            try:
                verified = self._policy(check_at).verify(certificates[0], certificates[1:])
            except VerificationError as error:
                raise refuse("no way to a trusted root", Reason.ISSUER_UNKNOWN) from error
        if len(self._held) >= REMEMBERED:
            self._held.clear()
        held = _Chain(
            watched=tuple(self._watched(verified.chain)),
            begins_at=max(link.not_valid_before_utc for link in verified.chain),
            ends_at=min(link.not_valid_after_utc for link in verified.chain),
            issuer=Issuer(certificate=certificates[0], der=chain[0], key=certified_key(chain[0])),
        )
        self._held[chain] = held
        return held

    def _policy(self, at: datetime) -> x509.verification.ClientVerifier:
        authority = ExtensionPolicy.permit_all().require_present(
            x509.BasicConstraints, Criticality.AGNOSTIC, lambda _policy, _certificate, found: _need(found.ca)
        )
        authority = authority.may_be_present(
            x509.KeyUsage, Criticality.AGNOSTIC, lambda _p, _c, usage: _need(usage is None or usage.key_cert_sign)
        )
        own = ExtensionPolicy.permit_all().may_be_present(
            x509.KeyUsage, Criticality.AGNOSTIC, lambda _p, _c, usage: _need(usage is None or _signs(usage))
        )
        builder = PolicyBuilder().store(self._store).time(at.astimezone(UTC)).max_chain_depth(LONGEST_CHAIN)
        return builder.extension_policies(ca_policy=authority, ee_policy=own).build_client_verifier()

    @cached_property
    def _store(self) -> Store:
        return Store(list(self.authorities))

    def _watched(
        self, links: Sequence[x509.Certificate]
    ) -> Iterator[tuple[x509.Certificate, tuple[x509.CertificateRevocationList, ...]]]:
        for link, above in pairwise(links):
            theirs = tuple(one for one in self.revocations if one.issuer == above.subject)
            if not all(one.is_signature_valid(above.public_key()) for one in theirs):  # type: ignore[arg-type]
                raise refuse("a revocation list of nobody's", Reason.ISSUER_REVOKED)
            if theirs:
                yield link, theirs


def _check_revoked(link: x509.Certificate, lists: Sequence[x509.CertificateRevocationList], at: datetime) -> None:
    if any(one.get_revoked_certificate_by_serial_number(link.serial_number) for one in lists):
        raise refuse("the signer's certificate", Reason.ISSUER_REVOKED)
    if not any(one.last_update_utc <= at <= (one.next_update_utc or at) for one in lists):
        raise refuse("no revocation list in force", Reason.STATUS_STALE)


def _need(truth: object) -> None:
    if not truth:
        raise ValueError("an extension forbids this use")


def _signs(usage: x509.KeyUsage) -> bool:
    return usage.digital_signature or usage.content_commitment
