"""The sandbox's country certificate, document signers and revocation list: real cryptography, a fictional office."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from asn1crypto import cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

LDS_OID = "2.23.136.1.1.1"
OFFICE = "HƯ CẤU - SANDBOX"
AUTHORITY_YEARS, SIGNER_YEARS = 15, 12
PSS = "rsassa_pss"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class GroupHash(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    """Number and hash of one data group."""

    _fields = [("number", core.Integer), ("value", core.OctetString)]


class GroupHashes(core.SequenceOf):  # type: ignore[misc]
    """Hashes of all of them."""

    _child_spec = GroupHash


class SecurityObject(core.Sequence):  # type: ignore[misc]
    """What a document signer signs."""

    _fields = [("version", core.Integer), ("algorithm", cms.DigestAlgorithm), ("hashes", GroupHashes)]


@dataclass(frozen=True)
class Signer:
    """A document signer."""

    key: Key
    certificate: x509.Certificate


class Authority:
    """A country signing authority. ``kept``: its key and certificate of an earlier day, else a new one is founded."""

    def __init__(self, name: str = "CSCA", *, now: datetime | None = None, kept: Signer | None = None) -> None:
        self._now = now or datetime.now(UTC)
        self.key = kept.key if kept else ec.generate_private_key(ec.SECP384R1())
        self._revoked: list[int] = []
        self.certificate = (
            kept.certificate
            if kept
            else self._certificate(_name(name), _name(name), self.key.public_key(), AUTHORITY_YEARS, is_authority=True)
        )

    def signer(self, kind: str = "ec", *, years: int = SIGNER_YEARS) -> Signer:
        """A new document signer: ``ec`` (P-256), ``brainpool`` or ``rsa``. Negative years: one that has expired."""
        key: Key
        if kind == "ec":
            key = ec.generate_private_key(ec.SECP256R1())
        elif kind == "brainpool":
            key = ec.generate_private_key(ec.BrainpoolP256R1())
        else:
            key = rsa.generate_private_key(65537, 2048)
        subject, issuer = _name("Document signer"), self.certificate.subject
        return Signer(key, self._certificate(subject, issuer, key.public_key(), years, is_authority=False))

    def revoke(self, signer: Signer) -> None:
        """Put a signer on the list."""
        self._revoked.append(signer.certificate.serial_number)

    def authority_der(self) -> bytes:
        """The country certificate."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def revocations_der(self, at: datetime | None = None) -> bytes:
        """The signed list of revoked signers as issued at an instant; in force for ninety days."""
        issued = at or self._now
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        builder = builder.last_update(issued).next_update(issued + timedelta(days=90))
        for serial in self._revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(self._now).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA384()).public_bytes(serialization.Encoding.DER)

    def _certificate(
        self, subject: x509.Name, issuer: x509.Name, key: object, years: int, *, is_authority: bool
    ) -> x509.Certificate:
        usage = {"key_cert_sign": is_authority, "crl_sign": is_authority, "digital_signature": not is_authority}
        others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only")
        begin = self._now - timedelta(days=1 if years > 0 else 1000)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key)  # type: ignore[arg-type]  # one of the two kinds above
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(begin + timedelta(days=365 * years if years > 0 else 100))
            .add_extension(x509.BasicConstraints(is_authority, path_length=0 if is_authority else None), critical=True)
            .add_extension(x509.KeyUsage(**usage, **dict.fromkeys(others, False), decipher_only=False), critical=True)
        )
        return builder.sign(self.key, hashes.SHA384())


def security_object(groups: dict[int, bytes], signer: Signer, *, pss: bool = False) -> bytes:
    """EF.SOD over data groups by number: CMS signed data in tag 77, hashes SHA-256."""
    algorithm = {"algorithm": "sha256"}
    content = SecurityObject(
        {
            "version": 0,
            "algorithm": algorithm,
            "hashes": [{"number": n, "value": sha256(data).digest()} for n, data in sorted(groups.items())],
        }
    ).dump()
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [LDS_OID]},
            {"type": "message_digest", "values": [sha256(content).digest()]},
        ]
    )
    certificate = asn1_x509.Certificate.load(signer.certificate.public_bytes(serialization.Encoding.DER))
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [algorithm],
            "encap_content_info": {"content_type": LDS_OID, "content": content},
            "certificates": [certificate],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": {
                        "issuer_and_serial_number": {
                            "issuer": certificate.issuer,
                            "serial_number": certificate.serial_number,
                        }
                    },
                    "digest_algorithm": algorithm,
                    "signed_attrs": attributes,
                    "signature_algorithm": _algorithm(signer.key, pss=pss),
                    "signature": _sign(signer.key, attributes.dump(), pss=pss),
                }
            ],
        }
    )
    body = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return b"\x77" + _length(len(body)) + bytes(body)


def _algorithm(key: Key, *, pss: bool) -> dict[str, object]:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return {"algorithm": "sha256_ecdsa"}
    if not pss:
        return {"algorithm": "sha256_rsa"}
    mask = {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}}
    parameters = {"hash_algorithm": {"algorithm": "sha256"}, "mask_gen_algorithm": mask, "salt_length": 32}
    return {"algorithm": PSS, "parameters": parameters}


def _sign(key: Key, data: bytes, *, pss: bool) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(hashes.SHA256()))
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if pss else padding.PKCS1v15()
    return key.sign(data, scheme, hashes.SHA256())


def _name(common: str) -> x509.Name:
    parts = ((NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, OFFICE), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts])


def _length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    body = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(body)]) + body
