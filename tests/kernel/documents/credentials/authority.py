"""Issuers of the tests: a root, an office under it, a unit that signs; and strangers made the same way."""

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.trust import Roots

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ISSUER = "https://hu-cau.gov.example/don-vi/cong-an-tinh"


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def name(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, f"{text} (hư cấu)")]
    )


@dataclass
class Authority:
    """A certificate authority."""

    title: str = "Cơ quan gốc"
    private: ec.EllipticCurvePrivateKey = field(default_factory=new_key)
    certificate: x509.Certificate = field(init=False)

    def __post_init__(self) -> None:
        self.certificate = self.certify(self.private.public_key(), self.title, is_authority=True, days=(-30, 3650))

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def roots(self, *lists: bytes) -> Roots:
        return Roots.load([self.der], lists)

    def certify(
        self,
        public: ec.EllipticCurvePublicKey,
        title: str,
        *,
        is_authority: bool = False,
        days: tuple[int, int] = (-10, 700),
        usage: bool = True,
    ) -> x509.Certificate:
        issuer = name(title) if not hasattr(self, "certificate") else self.certificate.subject
        builder = (
            x509.CertificateBuilder()
            .subject_name(name(title))
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + timedelta(days=days[0]))
            .not_valid_after(NOW + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(ISSUER)]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.private.public_key()), critical=False
            )
            .add_extension(
                x509.KeyUsage(
                    digital_signature=usage and not is_authority,
                    key_cert_sign=is_authority,
                    crl_sign=is_authority,
                    content_commitment=False,
                    key_encipherment=not usage,
                    data_encipherment=False,
                    key_agreement=False,
                    encipher_only=False,
                    decipher_only=False,
                ),
                critical=True,
            )
        )
        return builder.sign(self.private, hashes.SHA256())

    def signer(self, title: str = "Đơn vị cấp", *, days: tuple[int, int] = (-10, 700), usage: bool = True) -> MemoryKey:
        """A unit's key with its certificate."""
        private = new_key()
        certificate = self.certify(private.public_key(), title, days=days, usage=usage)
        return MemoryKey(private=private, chain=(certificate.public_bytes(Encoding.DER),))

    def revocations(self, *serials: int, days: tuple[int, int] = (-1, 6)) -> bytes:
        """A revocation list in force for a while."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(NOW + timedelta(days=days[0]))
            .next_update(NOW + timedelta(days=days[1]))
        )
        for serial in serials:
            revoked = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(NOW).build()
            builder = builder.add_revoked_certificate(revoked)
        return builder.sign(self.private, hashes.SHA256()).public_bytes(Encoding.DER)


def serial_of(key: MemoryKey) -> int:
    return x509.load_der_x509_certificate(key.chain[0]).serial_number


def chain_header(key: MemoryKey) -> dict[str, list[str]]:
    return {"x5c": [base64.b64encode(der).decode("ascii") for der in key.chain]}


def other_signature(signature: bytes) -> bytes:
    """The second valid ECDSA signature (P-256) that anybody can make of one: s replaced by n - s."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    return signature[:32] + (order - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
