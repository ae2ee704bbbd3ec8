"""Certificates taken apart, nothing believed. Signers are few and sign many cards, so what was decoded is kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from asn1crypto import algos, keys, x509

from dean06.kernel.chipid import signatures, tlv

KEPT = 64
SIGNS_CARDS, SIGNS_CERTIFICATES = "digital_signature", "key_cert_sign"


@dataclass(frozen=True)
class Name:
    """A distinguished name, in DER."""

    der: bytes

    @cached_property
    def prepared(self) -> str:
        """As it compares (RFC 5280, 7.1)."""
        return str(x509.Name.load(self.der).hashable)

    def is_same(self, other: "Name") -> bool:
        """Byte by byte, as most are, or by the rules."""
        return self.der == other.der or self.prepared == other.prepared


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What a certificate says. ``usage``: None when it does not say what its key is for.

    What is decoded when first asked starts from bytes: a decoder's objects are not to be shared between threads.
    """

    sha256: bytes
    subject: Name
    issuer: Name
    serial: int
    key_identifier: bytes | None
    body: bytes
    signature: bytes
    algorithm_der: bytes
    begins: datetime
    ends: datetime
    is_authority: bool
    usage: frozenset[str] | None
    country: str
    text: str
    key_der: bytes

    @cached_property
    def key(self) -> signatures.Key:
        """Its key. CardRefused for one of a kind nobody accepts."""
        return signatures.load_key(keys.PublicKeyInfo.load(self.key_der))

    @cached_property
    def scheme(self) -> signatures.Scheme:
        """How its issuer signed it. CardRefused for a way nobody accepts."""
        return signatures.scheme(algos.SignedDigestAlgorithm.load(self.algorithm_der))


@lru_cache(maxsize=KEPT)
def take_apart(der: bytes) -> Certificate:
    """A certificate from DER; CardRefused for anything else."""
    with tlv.decoding("a certificate"):
        found = x509.Certificate.load(der, strict=True)
        usage = found.key_usage_value
        return Certificate(
            sha256=hashlib.sha256(der).digest(),
            subject=Name(found.subject.dump()),
            issuer=Name(found.issuer.dump()),
            serial=found.serial_number,
            key_identifier=found.key_identifier,
            body=found["tbs_certificate"].dump(),
            signature=found.signature,
            algorithm_der=found["signature_algorithm"].dump(),
            begins=found.not_valid_before,
            ends=found.not_valid_after,
            is_authority=bool(found.ca),
            usage=None if usage is None else frozenset(usage.native),
            country=found.subject.native.get("country_name", "").upper(),
            text=found.subject.human_friendly,
            key_der=found.public_key.dump(),
        )
