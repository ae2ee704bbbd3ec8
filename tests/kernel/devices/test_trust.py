"""The directory of trusted issuers: DER and PEM, seen by operators, read anew when it changes."""

import base64

import pytest

from dean06.kernel.base.errors import Unavailable
from dean06.kernel.devices import api, trust
from dean06.sandbox.card.issuer import Authority

from .conftest import OPERATOR


def pem(name: str, data: bytes) -> bytes:
    return f"-----BEGIN {name}-----\n{base64.encodebytes(data).decode()}-----END {name}-----\n".encode()


@pytest.fixture
def directory(settings, tmp_path):
    settings.CSCA_DIR = tmp_path / "csca"
    settings.CSCA_DIR.mkdir()
    return settings.CSCA_DIR


def test_der_and_pem_are_read(directory, authority):
    (directory / "a.pem").write_bytes(pem("CERTIFICATE", authority.authority_der()))
    (directory / "b.CRL").write_bytes(pem("X509 CRL", authority.revocations_der()))
    (directory / "doc.txt").write_text("not looked at")
    store = trust.store()
    assert (len(store.authorities), len(store.revocations)) == (1, 1)
    shown = api.trusted_files(OPERATOR)
    assert [(one.name, one.is_list) for one in shown] == [("a.pem", False), ("b.CRL", True)]
    assert all("HƯ CẤU" in one.subject and one.ends_at for one in shown)


def test_every_block_of_a_file_counts(directory, authority):
    """As offices publish them: a chain of renewed certificates in one file, the list beside them."""
    both = [pem("CERTIFICATE", one.authority_der()) for one in (authority, Authority("Another"))]
    (directory / "a.pem").write_bytes(b"# subject\n".join([*both, pem("X509 CRL", authority.revocations_der())]))
    store = trust.store()
    assert (len(store.authorities), len(store.revocations)) == (2, 1)
    assert [one.name for one in api.trusted_files(OPERATOR)] == ["a.pem (1)", "a.pem (2)", "a.pem (3)"]


@pytest.mark.parametrize("second", [b"-----BEGIN CERTIFICATE-----\nMIIB", pem("PRIVATE KEY", b"key")])
def test_a_block_that_cannot_be_used_is_not_left_out(directory, authority, second):
    (directory / "a.pem").write_bytes(pem("CERTIFICATE", authority.authority_der()) + second)
    with pytest.raises(Unavailable) as unavailable:
        trust.store()
    assert "a.pem" in unavailable.value.message


def test_too_many_files_are_told_and_none_is_left_out(directory, authority, monkeypatch):
    monkeypatch.setattr(trust, "MOST_FILES", 1)
    (directory / "a.cer").write_bytes(authority.authority_der())
    trust.store()
    (directory / "b.crl").write_bytes(authority.revocations_der())
    with pytest.raises(Unavailable) as unavailable:
        trust.store()
    assert unavailable.value.code == "trust_store_too_large"


def test_a_new_file_counts_at_once(directory, authority):
    (directory / "a.cer").write_bytes(authority.authority_der())
    assert len(trust.store().authorities) == 1
    (directory / "b.cer").write_bytes(Authority("Another").authority_der())
    assert len(trust.store().authorities) == 2


def test_nothing_there_trusts_nobody(settings, tmp_path):
    settings.CSCA_DIR = tmp_path / "nowhere"
    assert trust.store().authorities == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.cer", b""), ("a.cer", b"rubbish"), ("a.crl", b"\x30\x00"), ("a.pem", b"-----BEGIN CERTIFICATE-----\n?")],
)
def test_what_cannot_be_used_is_named(directory, name, content):
    (directory / name).write_bytes(content)
    with pytest.raises(Unavailable) as unavailable:
        trust.store()
    assert name in unavailable.value.message


def test_a_signers_certificate_is_no_authority(directory, authority):
    from cryptography.hazmat.primitives.serialization import Encoding

    (directory / "signer.cer").write_bytes(authority.signer().certificate.public_bytes(Encoding.DER))
    with pytest.raises(Unavailable):
        trust.store()


def test_too_large(directory, monkeypatch, authority):
    monkeypatch.setattr(trust, "LARGEST_FILE", 10)
    (directory / "a.cer").write_bytes(authority.authority_der())
    with pytest.raises(Unavailable):
        trust.store()
