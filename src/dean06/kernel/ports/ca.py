"""What we ask of a certificate authority, and what both promise.

The provider side (adapter) SHALL hand over certificates, OCSP responses and revocation lists as they came (DER), SHALL
ask only addresses of the configured authority, whatever a certificate says of itself, and SHALL refuse an answer that
is none: not parsed, about another certificate, or larger than its limit. It SHALL NOT judge signatures or freshness:
who believes an answer judges it, with the roots and at the moment that matter.
The calling side SHALL NOT call inside a database transaction.
"""

from enum import StrEnum
from typing import Protocol


class Reason(StrEnum):
    """Why there is no usable answer; stable words for logs, metrics and tests."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    CIRCUIT_OPEN = "circuit_open"
    REFUSED = "refused"
    OUT_OF_PROTOCOL = "out_of_protocol"
    OTHER_CERTIFICATE = "other_certificate"
    FOREIGN_ADDRESS = "foreign_address"


class CaFailed(Exception):
    """No usable answer. ``detail``: for the log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


class CertificateAuthority(Protocol):
    """A certificate authority in three verbs. Safe to share between threads. All raise CaFailed."""

    def enrol(self, request: bytes) -> tuple[bytes, ...]:
        """Certificates for a PKCS#10 request (DER): the new one and those above it, in any order."""
        ...

    def status(self, certificate: bytes, issuer: bytes) -> bytes:
        """The OCSP response (DER) about a certificate, from the address in it."""
        ...

    def revocations(self, certificate: bytes) -> bytes:
        """The revocation list (DER) that would name the certificate, from the address in it."""
        ...
