"""Certificates from outside are read whole, or refused with an error everybody expects."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from dean06.kernel.base.certificates import UNREADABLE_CERTIFICATE, taken_apart

NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Đơn vị hư cấu")])
VERSION_3, VERSION_4 = bytes.fromhex("a003020102"), bytes.fromhex("a003020103")
SERIAL, NEGATIVE = b"\x02\x01\x07", b"\x02\x01\xf9"


@pytest.fixture(scope="module")
def der() -> bytes:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime(2026, 3, 2, tzinfo=UTC)
    made = x509.CertificateBuilder(NAME, NAME, key.public_key(), 7, now, now + timedelta(days=1))
    return made.sign(key, SHA256()).public_bytes(Encoding.DER)


def test_a_whole_one_is_read(der: bytes) -> None:
    assert taken_apart(der).subject == NAME


@pytest.mark.parametrize(
    "bend",
    [
        lambda der: der[:-1],
        lambda der: b"",
        lambda der: der.replace(VERSION_3, VERSION_4) if VERSION_3 in der else der[:5] + VERSION_4 + der[5:],
        lambda der: der.replace(SERIAL, NEGATIVE, 1),
    ],
    ids=["cut", "empty", "a version nobody knows", "a negative number"],
)
def test_others_are_refused(der: bytes, bend) -> None:
    assert bend(der) != der
    with pytest.raises(UNREADABLE_CERTIFICATE):
        taken_apart(bend(der))


def test_unused_bits_of_the_signature_do_not_make_two_of_one(der: bytes) -> None:
    size = len(x509.load_der_x509_certificate(der).signature)
    bent = bytearray(der)
    bent[-size - 1] = 1
    with pytest.raises(UNREADABLE_CERTIFICATE):
        taken_apart(bytes(bent))
