"""Encoding and decoding of what travels, nothing else: pure functions, no network."""

import base64
import os
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from dean06.kernel.base.certificates import UNREADABLE_CERTIFICATE, taken_apart
from dean06.kernel.ports.ca import CaFailed, Reason

NONCE_BYTES: Final = 16
MOST_CERTIFICATES: Final = 8


def read_bundle(body: bytes) -> tuple[bytes, ...]:
    """Certificates of an EST answer: certs-only PKCS#7, base64."""
    try:
        found = pkcs7.load_der_pkcs7_certificates(base64.b64decode(body))
    except UNREADABLE_CERTIFICATE as error:
        raise CaFailed(Reason.OUT_OF_PROTOCOL, "no certificates") from error
    if not 0 < len(found) <= MOST_CERTIFICATES:
        raise CaFailed(Reason.OUT_OF_PROTOCOL, f"{len(found)} certificates")
    return tuple(one.public_bytes(Encoding.DER) for one in found)


def ocsp_request(certificate: bytes, issuer: bytes) -> bytes:
    """The question about a certificate, with a nonce of its own."""
    own, above = load(certificate), load(issuer)
    made = ocsp.OCSPRequestBuilder().add_certificate(own, above, SHA256())
    return (
        made.add_extension(x509.OCSPNonce(os.urandom(NONCE_BYTES)), critical=False).build().public_bytes(Encoding.DER)
    )


def check_answer(body: bytes, asked: bytes) -> bytes:
    """The OCSP response as it came, when it is one and answers the question. CaFailed."""
    question = ocsp.load_der_ocsp_request(asked)
    try:
        answer = ocsp.load_der_ocsp_response(body)
        if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            is_later = answer.response_status is ocsp.OCSPResponseStatus.TRY_LATER
            raise CaFailed(Reason.BUSY if is_later else Reason.REFUSED, answer.response_status.name)
        serials = {one.serial_number for one in answer.responses}
        nonce = _nonce(answer)
    except UNREADABLE_CERTIFICATE as error:
        raise CaFailed(Reason.OUT_OF_PROTOCOL, "no OCSP response") from error
    if serials != {question.serial_number}:
        raise CaFailed(Reason.OTHER_CERTIFICATE)
    if nonce is not None and nonce != _nonce(question):
        raise CaFailed(Reason.OTHER_CERTIFICATE, "another nonce")
    return body


def check_list(body: bytes) -> bytes:
    """The revocation list as it came, when it is one."""
    try:
        x509.load_der_x509_crl(body)
    except UNREADABLE_CERTIFICATE as error:
        raise CaFailed(Reason.OUT_OF_PROTOCOL, "no revocation list") from error
    return body


def ocsp_address(certificate: bytes) -> str:
    """Where the certificate says its status is told; CaFailed when it names nobody."""
    try:
        access = load(certificate).extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound as error:
        raise CaFailed(Reason.FOREIGN_ADDRESS, "no address of a responder") from error
    for one in access:
        place = one.access_location
        if one.access_method == AuthorityInformationAccessOID.OCSP and isinstance(
            place, x509.UniformResourceIdentifier
        ):
            return str(place.value)
    raise CaFailed(Reason.FOREIGN_ADDRESS, "no address of a responder")


def list_address(certificate: bytes) -> str:
    """Where the certificate says its list lies; CaFailed when it names no place."""
    try:
        points = load(certificate).extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound as error:
        raise CaFailed(Reason.FOREIGN_ADDRESS, "no address of a list") from error
    for point in points:
        for place in point.full_name or ():
            if isinstance(place, x509.UniformResourceIdentifier):
                return str(place.value)
    raise CaFailed(Reason.FOREIGN_ADDRESS, "no address of a list")


def load(certificate: bytes) -> x509.Certificate:
    """A certificate, or CaFailed."""
    try:
        return taken_apart(certificate)
    except UNREADABLE_CERTIFICATE as error:
        raise CaFailed(Reason.OTHER_CERTIFICATE, "no certificate") from error


def _nonce(message: ocsp.OCSPRequest | ocsp.OCSPResponse) -> bytes | None:
    found = [one.value.nonce for one in message.extensions if isinstance(one.value, x509.OCSPNonce)]
    return found[0] if found else None
