"""Whose certificates are believed: what authorities may do, what units may do, and who was revoked."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from tests.kernel.documents.credentials.authority import ISSUER, NOW, Authority, name, new_key, serial_of

from dean06.kernel.documents.credentials.trust import LONGEST_CHAIN, Roots
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason

AUTHORITY, UNIT, DOCUMENTS = {"key_cert_sign"}, {"digital_signature"}, {"content_commitment"}
USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
MOBILE_SIGNER = "1.0.18013.5.1.2"


def certificate(
    title: str, public, by: tuple[str, object], *, usage: set[str], purpose: str = "", is_authority: bool = False
) -> bytes:
    issuer, private = by
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(title))
        .issuer_name(name(issuer))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=3))
        .not_valid_after(NOW + timedelta(days=300))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{one: one in usage for one in USAGES}), critical=True)
    )
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(purpose)]), critical=True)
    return builder.sign(private, hashes.SHA256()).public_bytes(Encoding.DER)


def chain(root_key, *, between: int = 0, usage: set[str] = UNIT, above: set[str] = AUTHORITY, **leaf) -> list[bytes]:
    """A unit's certificate, those between, and the root at the end."""
    by, made = ("Gốc", root_key), []
    made.append(certificate("Gốc", root_key.public_key(), by, usage=AUTHORITY, is_authority=True))
    for step in range(between):
        key = new_key()
        made.append(certificate(f"Giữa {step}", key.public_key(), by, usage=above, is_authority=True))
        by = (f"Giữa {step}", key)
    made.append(certificate("Đơn vị", new_key().public_key(), by, usage=usage, **leaf))
    return made[::-1]


def believed(links: Sequence[bytes]) -> str:
    return Roots.load([links[-1]]).issuer(links[:-1], NOW).name


def refused(act) -> Reason:
    with pytest.raises(CredentialRefused) as caught:
        act()
    return caught.value.reason


@pytest.mark.parametrize("root", ["p256", "p384", "rsa"])
@pytest.mark.parametrize("between", [0, 1, 2])
@pytest.mark.parametrize("leaf", [{}, {"usage": DOCUMENTS}, {"purpose": MOBILE_SIGNER}])
def test_chains_as_authorities_make_them(root, between, leaf) -> None:
    makers = {
        "p256": new_key,
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "rsa": lambda: rsa.generate_private_key(65537, 2048),
    }
    assert "Đơn vị" in believed(chain(makers[root](), between=between, **leaf))


@pytest.mark.parametrize(
    "links",
    [
        lambda: chain(new_key(), usage={"key_encipherment"}),
        lambda: chain(new_key(), between=1, above={"digital_signature"}),
        lambda: [chain(new_key(), between=1)[0], chain(new_key())[-1]],
        lambda: chain(new_key(), between=1)[:1] + chain(new_key(), between=1)[1:],
        lambda: chain(new_key(), between=LONGEST_CHAIN),
        lambda: chain(new_key())[-1:],
    ],
    ids=["not for signing", "no authority between", "another root", "another one between", "too long", "no chain"],
)
def test_chains_nobody_should_believe(links) -> None:
    assert refused(lambda: believed(links())) == Reason.ISSUER_UNKNOWN


def test_what_is_no_certificate(roots) -> None:
    assert refused(lambda: roots.issuer([b"x"], NOW)) == Reason.MALFORMED
    with pytest.raises(ValueError, match=r"\w"):
        Roots.load([b"x"])


def test_a_certificate_vouches_for_its_names(authority: Authority, roots) -> None:
    issuer = roots.issuer(authority.signer().chain, NOW)
    assert issuer.vouches_for(ISSUER)
    assert not issuer.vouches_for(f"{ISSUER}/khac")
    assert not issuer.vouches_for("https://hu-cau.gov.example")
    nameless = chain(new_key())
    assert not Roots.load([nameless[-1]]).issuer(nameless[:-1], NOW).vouches_for(ISSUER)


def test_revocation_is_judged_each_time_though_the_chain_is_remembered(authority: Authority) -> None:
    signer = authority.signer()
    roots = authority.roots(authority.revocations(4711))
    assert roots.issuer(signer.chain, NOW)
    assert refused(lambda: roots.issuer(signer.chain, NOW + timedelta(days=7))) == Reason.STATUS_STALE
    assert roots.issuer(signer.chain, NOW + timedelta(days=5))
    revoked = authority.roots(authority.revocations(serial_of(signer)), authority.revocations(4711))
    assert refused(lambda: revoked.issuer(signer.chain, NOW)) == Reason.ISSUER_REVOKED
