"""Requests for certificates and the chains that come back: read, put in order, judged before anybody signs."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtensionOID, NameOID

from dean06.kernel.base.certificates import UNREADABLE_CERTIFICATE, taken_apart
from dean06.kernel.documents.keys.signer import PrivateKey, UnusableKey

MOST_CERTIFICATES = 8
LONGEST_NAME = 64


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a certificate says of itself, for rows and pages."""

    subject: str
    organisation: str
    issuer: str
    serial: str
    sha256: str
    not_before: datetime
    not_after: datetime


def request(key: PrivateKey, *, unit_code: str, unit_name: str) -> bytes:
    """PKCS#10 request as DER, in the unit's name."""
    words = (
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, unit_name),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, unit_code),
        (NameOID.COMMON_NAME, unit_name),
    )
    # X.520 counts characters; the library's own check counts bytes, too few for a Vietnamese name.
    name = x509.Name([x509.NameAttribute(oid, text[:LONGEST_NAME], _validate=False) for oid, text in words])
    csr = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, SHA256())
    return csr.public_bytes(Encoding.DER)


def ordered(certificates: Sequence[bytes], *, public: bytes) -> tuple[bytes, ...]:
    """The chain of the key with this public key: its certificate, then issuer after issuer. UnusableKey."""
    if len(certificates) > MOST_CERTIFICATES:
        raise UnusableKey(f"Chuỗi chứng thư quá dài (hơn {MOST_CERTIFICATES}).")
    left = {der: load(der) for der in certificates}
    own = [der for der, one in left.items() if _public(one) == public]
    if not own:
        raise UnusableKey("Không có chứng thư số nào của khoá ký đang chờ trong tệp này.")
    chain = [max(own, key=lambda der: left[der].not_valid_after_utc)]
    while (above := _issuer(left, chain)) is not None:
        chain.append(above)
    return tuple(chain)


def judge(chain: Sequence[bytes], *, at: datetime) -> None:
    """Refuse (UnusableKey) what would only make signatures that nobody believes."""
    own = load(chain[0])
    if not own.not_valid_before_utc <= at <= own.not_valid_after_utc:
        raise UnusableKey("Chứng thư số chưa đến hạn hoặc đã hết hạn dùng.")
    if not _signs_documents(own):
        raise UnusableKey("Chứng thư số này không được cấp để ký văn bản (thiếu quyền “chữ ký số”).")
    for below, above in itertools.pairwise(chain):
        if not issued(load(below), load(above)):
            raise UnusableKey("Chuỗi chứng thư bị đứt: một chứng thư không do chứng thư sau nó cấp.")


def named(der: bytes) -> Named:
    """What the certificate says."""
    one = load(der)
    return Named(
        subject=common_name(one.subject),
        organisation=_first(one.subject, NameOID.ORGANIZATION_NAME),
        issuer=common_name(one.issuer),
        serial=f"{one.serial_number:x}",
        sha256=one.fingerprint(SHA256()).hex(),
        not_before=one.not_valid_before_utc,
        not_after=one.not_valid_after_utc,
    )


def common_name(name: x509.Name) -> str:
    """The words people know it by."""
    return _first(name, NameOID.COMMON_NAME) or name.rfc4514_string()


def load(der: bytes) -> x509.Certificate:
    """A certificate, or UnusableKey."""
    try:
        return taken_apart(der)
    except UNREADABLE_CERTIFICATE as error:
        raise UnusableKey("Tệp không phải là chứng thư số.") from error


def load_file(data: bytes) -> tuple[bytes, ...]:
    """Certificates of a file as people get it: PEM with one or more, or one DER. UnusableKey."""
    if b"-----BEGIN" not in data:
        return (load(data).public_bytes(Encoding.DER),)
    try:
        return tuple(one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(data))
    except UNREADABLE_CERTIFICATE as error:
        raise UnusableKey("Tệp không phải là chứng thư số.") from error


def issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    """Whether ``above`` issued ``below``: names and signature."""
    try:
        below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def is_root(der: bytes) -> bool:
    """A certificate of an authority, signed by itself."""
    one = load(der)
    try:
        basic = one.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return False
    return basic.ca and issued(one, one)


def _issuer(known: dict[bytes, x509.Certificate], chain: Sequence[bytes]) -> bytes | None:
    last = known[chain[-1]]
    return next((der for der, one in known.items() if der not in chain and issued(last, one)), None)


def _public(one: x509.Certificate) -> bytes:
    return one.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _signs_documents(one: x509.Certificate) -> bool:
    try:
        usage = one.extensions.get_extension_for_oid(ExtensionOID.KEY_USAGE).value
    except x509.ExtensionNotFound:
        return True
    return isinstance(usage, x509.KeyUsage) and (usage.digital_signature or usage.content_commitment)


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
