"""Who signs: a private key with its chain of certificates behind one interface, wherever the key may live.

Implementations SHALL sign exactly the bytes they are given, SHALL be safe to share between threads and SHALL keep the
private key to themselves; nobody else ever sees one.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

RSA_BITS = 2048
PUBLIC_EXPONENT = 65537


class Algorithm(StrEnum):
    """How a key signs, hash included."""

    RSA_2048 = "rsa-2048-sha256"
    P256 = "p256-sha256"


class UnusableKey(ValueError):
    """A key or certificate this platform cannot sign with; the message is for operators (Vietnamese)."""


class Signer(Protocol):
    """A key that signs."""

    @property
    def algorithm(self) -> Algorithm:
        """How it signs."""
        ...

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Certificates as DER: its own first, then each one's issuer, the root left out or last."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Signature over the SHA-256 of the message: PKCS#1 v1.5, or ECDSA as a DER sequence."""
        ...


PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class SoftwareSigner:
    """A key in this process's memory: read and checked once, then only used."""

    def __init__(self, key: PrivateKey, chain: Sequence[bytes]) -> None:
        self._key = key
        self._chain = tuple(chain)
        self._algorithm = algorithm_of(key)
        if self._chain and public_der(self.certificate.public_key()) != public_der(key.public_key()):
            raise UnusableKey("Chứng thư số này không thuộc khoá ký đang chờ.")

    @property
    def algorithm(self) -> Algorithm:
        """See Signer."""
        return self._algorithm

    @property
    def chain(self) -> tuple[bytes, ...]:
        """See Signer."""
        return self._chain

    @cached_property
    def certificate(self) -> x509.Certificate:
        """Its own certificate, read."""
        return x509.load_der_x509_certificate(self._chain[0])

    def sign(self, message: bytes) -> bytes:
        """See Signer."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(message, padding.PKCS1v15(), SHA256())
        return self._key.sign(message, ec.ECDSA(SHA256()))


def new_key(algorithm: Algorithm) -> PrivateKey:
    """A fresh private key."""
    if algorithm is Algorithm.P256:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(PUBLIC_EXPONENT, RSA_BITS)


def algorithm_of(key: object) -> Algorithm:
    """How a private or public key signs here. UnusableKey."""
    if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey) and key.key_size >= RSA_BITS:
        return Algorithm.RSA_2048
    if isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return Algorithm.P256
    raise UnusableKey("Chỉ dùng được khoá RSA từ 2048 bit hoặc khoá P-256.")


def private_der(key: PrivateKey) -> bytes:
    """For sealing, and for nothing else."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def load_private(data: bytes) -> PrivateKey:
    """What ``private_der`` gave."""
    key = load_der_private_key(data, password=None)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise UnusableKey("Chỉ dùng được khoá RSA từ 2048 bit hoặc khoá P-256.")
    return key


def public_der(key: object) -> bytes:
    """A public key as SubjectPublicKeyInfo."""
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise UnusableKey("Chỉ dùng được khoá RSA từ 2048 bit hoặc khoá P-256.")
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
