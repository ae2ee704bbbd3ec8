"""The authority itself: a root, an issuing authority under it, certificates for offices and for the time stamps."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from dean06.sandbox.ca.keeping import Identity, Shelf

MARK = "thử nghiệm"
ROOT_LIFE = timedelta(days=3650)
ISSUING_LIFE = timedelta(days=1825)
LEAF_LIFE = timedelta(days=730)
BACKDATED = timedelta(minutes=5)
KEY_BITS = 2048


@dataclass(frozen=True, kw_only=True)
class Period:
    """From when to when a certificate holds."""

    begins: datetime
    ends: datetime

    @classmethod
    def lasting(cls, life: timedelta) -> "Period":
        """From just now on: clocks differ by minutes."""
        begins = datetime.now(UTC) - BACKDATED
        return cls(begins=begins, ends=begins + life)


class Authority:
    """Founded on first use; ``url`` goes into every certificate, so it must stay. ``ahead``: how far its clock for
    lists and answers has been set forward, to see what years do to a document."""

    def __init__(self, shelf: Shelf, url: str) -> None:
        self.shelf = shelf
        self.ahead = timedelta()
        self._url = url.rstrip("/")
        self.root = shelf.identity("root") or self._found_root()
        self.issuing = shelf.identity("issuing") or self._found_issuing()
        self.responder = shelf.identity("responder") or self._found_responder()
        self.time_stamps = shelf.identity("tsa") or self._found_time_stamps()

    def certify(self, request: x509.CertificateSigningRequest, period: Period | None = None) -> x509.Certificate:
        """A certificate for signing documents; ValueError for a request that does not prove its key."""
        key = request.public_key()
        if not request.is_signature_valid or not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
            raise ValueError("the request does not prove possession of a usable key")
        made = self._leaf(request.subject, key, period or Period.lasting(LEAF_LIFE))
        usage = _usage(digital_signature=True, content_commitment=True)
        signed = made.add_extension(usage, critical=True).sign(self.issuing.key, SHA256())
        self.shelf.note_issued(signed.serial_number)
        return signed

    def _found_root(self) -> Identity:
        key, name = _key(), _name(f"Gốc chứng thực ({MARK})")
        made = _begin(name, key.public_key(), name, key.public_key(), Period.lasting(ROOT_LIFE))
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        made = made.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        return self.shelf.keep("root", Identity(key, made.sign(key, SHA256())))

    def _found_issuing(self) -> Identity:
        key, above = _key(), self.root
        made = _begin(
            _name(f"Chứng thực cơ quan nhà nước ({MARK})"), key.public_key(), above.certificate.subject,
            above.key.public_key(), Period.lasting(ISSUING_LIFE),
        )  # fmt: skip
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        made = made.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        made = made.add_extension(_list_at(f"{self._url}/crl/root.crl"), critical=False)
        return self.shelf.keep("issuing", Identity(key, made.sign(above.key, SHA256())))

    def _found_responder(self) -> Identity:
        key = _key()
        made = self._leaf(_name(f"Trả lời trạng thái chứng thư ({MARK})"), key.public_key(), Period.lasting(LEAF_LIFE))
        made = made.add_extension(_usage(digital_signature=True), critical=True)
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
        made = made.add_extension(x509.OCSPNoCheck(), critical=False)
        return self.shelf.keep("responder", Identity(key, made.sign(self.issuing.key, SHA256())))

    def _found_time_stamps(self) -> Identity:
        """The time-stamping twin works with this one, as an authority of the same root would."""
        key = _key()
        made = self._leaf(_name(f"Cấp dấu thời gian ({MARK})"), key.public_key(), Period.lasting(ISSUING_LIFE))
        made = made.add_extension(_usage(digital_signature=True), critical=True)
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        signed = made.sign(self.issuing.key, SHA256())
        self.shelf.note_issued(signed.serial_number)
        return self.shelf.keep("tsa", Identity(key, signed))

    def _leaf(
        self, name: x509.Name, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, period: Period
    ) -> x509.CertificateBuilder:
        made = _begin(name, key, self.issuing.certificate.subject, self.issuing.key.public_key(), period)
        made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        made = made.add_extension(_list_at(f"{self._url}/crl/issuing.crl"), critical=False)
        ocsp = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{self._url}/ocsp")
        )
        return made.add_extension(x509.AuthorityInformationAccess([ocsp]), critical=False)


def _begin(
    name: x509.Name, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, issuer: x509.Name,
    issuer_key: rsa.RSAPublicKey, period: Period,
) -> x509.CertificateBuilder:  # fmt: skip
    made = x509.CertificateBuilder(issuer_name=issuer, subject_name=name, public_key=key)
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(period.begins).not_valid_after(period.ends)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    return made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, KEY_BITS)


def _list_at(url: str) -> x509.CRLDistributionPoints:
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    return x509.CRLDistributionPoints([point])


def _usage(**wanted: bool) -> x509.KeyUsage:
    names = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})
