"""A unit's signing key, as documents keep it, made fit for credentials: r and s, the chain without its root."""

from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from dean06.kernel.documents.credentials.keys import SCHEMES, Scheme, certificate, certified_key
from dean06.kernel.documents.credentials.types import CredentialRefused


class DerSigner(Protocol):
    """A key that signs the hash of a message, ECDSA as a DER sequence."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Certificates as DER: its own first, the root left out or last."""

    def sign(self, message: bytes) -> bytes:
        """The signature of a message."""


@dataclass(frozen=True)
class UnitKey:
    """``signer`` as a ``SigningKey``. CredentialRefused for a key of another kind than P-256 and P-384."""

    signer: DerSigner

    @property
    def scheme(self) -> Scheme:
        """What goes with the key in the certificate."""
        return certified_key(self.signer.chain[0]).scheme

    @property
    def algorithm(self) -> str:
        """The JOSE name."""
        return self.scheme.name

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Without the root: whoever verifies has it, or does not believe it."""
        last = certificate(self.signer.chain[-1])
        has_root = len(self.signer.chain) > 1 and last.subject == last.issuer
        return self.signer.chain[:-1] if has_root else self.signer.chain

    def sign(self, message: bytes) -> bytes:
        """r and s side by side."""
        size = self.scheme.size
        r, s = decode_dss_signature(self.signer.sign(message))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def is_fit(chain: tuple[bytes, ...]) -> bool:
    """Whether the key of a chain may sign credentials at all (RSA keys sign PDF files only)."""
    try:
        return certified_key(chain[0]).scheme.name in SCHEMES
    except CredentialRefused:
        return False
