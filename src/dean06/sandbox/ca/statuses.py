"""What the authority says of its certificates: revocation lists and OCSP answers, honest or bent by a fault."""

from collections.abc import Container
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from dean06.sandbox.ca.authority import KEY_BITS, Authority
from dean06.sandbox.ca.faults import Fault
from dean06.sandbox.ca.keeping import Identity

LIST_LIFE = timedelta(days=1)
ANSWER_LIFE = timedelta(hours=1)
STALE_BY = timedelta(days=30)
CLOCKS_DIFFER = timedelta(minutes=1)


def revocation_list(authority: Authority, issuer: Identity, faults: Container[Fault]) -> bytes:
    """The list of what this issuer took back, DER."""
    now = _now(authority, faults)
    made = x509.CertificateRevocationListBuilder(
        issuer_name=issuer.certificate.subject, last_update=now, next_update=now + LIST_LIFE
    )
    made = made.add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
    above = issuer.certificate.public_key()
    if isinstance(above, rsa.RSAPublicKey):
        made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    for serial, (at, why) in authority.shelf.revoked().items():
        if (issuer is authority.root) is not (serial == authority.issuing.certificate.serial_number):
            continue
        row = x509.RevokedCertificateBuilder(serial_number=serial, revocation_date=at)
        row = row.add_extension(x509.CRLReason(x509.ReasonFlags(why)), critical=False)
        made = made.add_revoked_certificate(row.build())
    return made.sign(_key_of(issuer, faults), SHA256()).public_bytes(Encoding.DER)


def answer(authority: Authority, body: bytes, faults: Container[Fault]) -> bytes:
    """The OCSP response to a request, DER."""
    if Fault.TRY_LATER in faults:
        return _error(ocsp.OCSPResponseStatus.TRY_LATER)
    try:
        asked = ocsp.load_der_ocsp_request(body)
    except ValueError:
        return _error(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    digest = asked.hash_algorithm
    if not isinstance(digest, SHA1 | SHA256) or not _is_ours(authority, asked):
        return _error(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    now, serial = _now(authority, faults), asked.serial_number
    revoked = authority.shelf.revoked().get(serial)
    is_known = serial in authority.shelf.issued() and Fault.UNKNOWN_STATUS not in faults
    status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
    made = ocsp.OCSPResponseBuilder().add_response_by_hash(
        issuer_name_hash=asked.issuer_name_hash,
        issuer_key_hash=asked.issuer_key_hash,
        serial_number=serial + 1 if Fault.OTHER_CERTIFICATE in faults else serial,
        algorithm=digest,
        cert_status=status if is_known else ocsp.OCSPCertStatus.UNKNOWN,
        this_update=now,
        next_update=now + ANSWER_LIFE,
        revocation_time=revoked[0] if revoked and is_known else None,
        revocation_reason=x509.ReasonFlags(revoked[1]) if revoked and is_known else None,
    )
    who = authority.responder
    made = made.responder_id(ocsp.OCSPResponderEncoding.HASH, who.certificate).certificates([who.certificate])
    for extension in asked.extensions:
        if isinstance(extension.value, x509.OCSPNonce):
            made = made.add_extension(extension.value, critical=False)
    return made.sign(_key_of(who, faults), SHA256()).public_bytes(Encoding.DER)


def _is_ours(authority: Authority, asked: ocsp.OCSPRequest) -> bool:
    """Whether the question is about a certificate of our issuing authority."""
    issuer, algorithm = authority.issuing.certificate, asked.hash_algorithm
    ours = ocsp.OCSPRequestBuilder().add_certificate(authority.responder.certificate, issuer, algorithm).build()
    return (ours.issuer_name_hash, ours.issuer_key_hash) == (asked.issuer_name_hash, asked.issuer_key_hash)


def _key_of(who: Identity, faults: Container[Fault]) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, KEY_BITS) if Fault.STRANGER in faults else who.key


def _now(authority: Authority, faults: Container[Fault]) -> datetime:
    now = datetime.now(UTC).replace(microsecond=0) - CLOCKS_DIFFER + authority.ahead
    return now - STALE_BY if Fault.STALE in faults else now


def _error(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)
