"""What every certificate authority behind the port owes, run against the twin over real sockets; openssl agrees."""

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests.sandbox.pki import CREDENTIALS, UNIT, Pki, pki, shared_pki
from tests.sandbox.twin import ADMIN_TOKEN

from dean06.adapters.ca import CaClient, CaConfig, Limits
from dean06.kernel.documents.keys.certificates import ordered, request
from dean06.kernel.documents.keys.signer import Algorithm, new_key, public_der
from dean06.kernel.ports.ca import CaFailed, Reason

__all__ = ["pki", "shared_pki"]
FAILURES = {
    "down": (Reason.BUSY, Reason.BUSY),
    "garbled": (Reason.OUT_OF_PROTOCOL, Reason.OUT_OF_PROTOCOL),
    "oversized": (Reason.OUT_OF_PROTOCOL, Reason.OUT_OF_PROTOCOL),
    "redirect": (Reason.REFUSED, Reason.REFUSED),
    "slow": (Reason.TIMED_OUT, Reason.TIMED_OUT),
    "later": (Reason.BUSY, None),
    "other_certificate": (None, Reason.OTHER_CERTIFICATE),
    "try_later": (None, Reason.BUSY),
}
# The adapter hands these answers over; whoever believes them judges (tests/kernel/documents).
UNBELIEVED = {"unknown_status", "stale", "stranger"}


def pem(der: bytes) -> str:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode()


def openssl(*words: str) -> str:
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def written(directory: Path, chain: Sequence[bytes]) -> tuple[str, str, str]:
    """Files of the certificate, its issuer and the root."""
    names = ("own.pem", "issuing.pem", "root.pem")
    for name, der in zip(names, chain, strict=True):
        (directory / name).write_text(pem(der))
    own, issuing, root = (str(directory / name) for name in names)
    return own, issuing, root


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_request_becomes_a_chain_that_openssl_verifies(pki: Pki, algorithm: Algorithm, tmp_path: Path) -> None:
    key = new_key(algorithm)
    found = pki.client.enrol(request(key, unit_code=UNIT[0], unit_name=UNIT[1]))
    chain = ordered(found, public=public_der(key.public_key()))
    assert len(chain) == 3
    own, issuing, root = written(tmp_path, chain)
    assert openssl("verify", "-CAfile", root, "-untrusted", issuing, "-x509_strict", own).strip() == f"{own}: OK"


def test_openssl_reads_the_status_of_a_certificate_and_of_a_revoked_one(pki: Pki, tmp_path: Path) -> None:
    signer = pki.signer()
    own, issuing, root = written(tmp_path, signer.chain)
    ask = ("ocsp", "-issuer", issuing, "-cert", own, "-url", f"{pki.ca.issuer}/ocsp", "-CAfile", root)
    assert f"{own}: good" in (said := openssl(*ask, "-verify_other", issuing))
    assert "Response verify OK" in said
    pki.revoke(signer)
    said = openssl(*ask, "-verify_other", issuing)
    assert "Response verify OK" in said
    assert f"{own}: revoked" in said
    assert "keyCompromise" in said


def test_openssl_reads_the_lists_and_refuses_what_they_name(pki: Pki, tmp_path: Path) -> None:
    signer = pki.signer()
    own, issuing, root = written(tmp_path, signer.chain)
    pki.revoke(signer)
    lists = [pki.client.revocations(one) for one in signer.chain[:2]]
    for name, body, above in zip(("leaf-list", "issuing-list"), lists, (issuing, root), strict=True):
        (tmp_path / f"{name}.crl").write_bytes(body)
        text = openssl("crl", "-inform", "DER", "-in", str(tmp_path / f"{name}.crl"), "-CAfile", above, "-noout")
        assert "verify OK" in text
        as_pem = openssl("crl", "-inform", "DER", "-in", str(tmp_path / f"{name}.crl"))
        (tmp_path / f"{name}.pem").write_text(as_pem[as_pem.index("-----BEGIN") :])
    both = tmp_path / "all.crl"
    both.write_text((tmp_path / "leaf-list.pem").read_text() + (tmp_path / "issuing-list.pem").read_text())
    words = ["verify", "-crl_check_all", "-CRLfile", str(both), "-CAfile", root, "-untrusted", issuing, own]
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "certificate revoked" in done.stdout + done.stderr


def test_our_client_brings_what_openssl_believes(pki: Pki, tmp_path: Path) -> None:
    signer = pki.signer()
    own, issuing, root = written(tmp_path, signer.chain)
    (tmp_path / "answer.der").write_bytes(pki.client.status(signer.chain[0], signer.chain[1]))
    said = openssl(
        *("ocsp", "-respin", str(tmp_path / "answer.der"), "-issuer", issuing, "-sha256", "-cert", own),
        *("-CAfile", root, "-verify_other", issuing, "-no_nonce"),
    )
    assert "Response verify OK" in said


def test_every_fault_the_twin_knows_is_tested(pki: Pki) -> None:

    answer = httpx2.put(
        f"{pki.ca.issuer}/admin/faults",
        json={"faults": ["no such fault"]},
        headers={"Authorization": f"Bearer {ADMIN_TOKEN}"},
        trust_env=False,
    )
    assert answer.status_code == 422
    assert set(answer.json()["known"]) == FAILURES.keys() | UNBELIEVED


@pytest.mark.parametrize(("fault", "reasons"), FAILURES.items())
def test_a_failing_authority_gives_the_reason(
    pki: Pki, fault: str, reasons: tuple[Reason | None, Reason | None]
) -> None:
    signer = pki.signer()
    limits = Limits(read_s=0.5, total_s=1, breaker_failures=99, max_list_bytes=256 * 1024)
    config = CaConfig(url=pki.ca.issuer, credentials=CREDENTIALS, status_urls=(f"{pki.ca.issuer}/",), limits=limits)
    client = CaClient(config)
    csr = request(new_key(Algorithm.P256), unit_code=UNIT[0], unit_name=UNIT[1])
    calls = (lambda: client.enrol(csr), lambda: client.status(signer.chain[0], signer.chain[1]))
    with pki.ca.fault(fault, seconds=3):
        for call, expected in zip(calls, reasons, strict=True):
            if expected is None:
                call()
                continue
            with pytest.raises(CaFailed) as failed:
                call()
            assert failed.value.reason is expected
    client.close()


def test_whoever_does_not_know_the_password_gets_no_certificate(pki: Pki) -> None:
    config = CaConfig(url=pki.ca.issuer, credentials="dean06:khác", status_urls=(f"{pki.ca.issuer}/",))
    with pytest.raises(CaFailed) as failed:
        CaClient(config).enrol(request(new_key(Algorithm.P256), unit_code=UNIT[0], unit_name=UNIT[1]))
    assert failed.value.reason is Reason.REFUSED


@pytest.mark.parametrize("prefix", ["http://127.0.0.1:1/", "https://khac.example/"])
def test_a_certificate_cannot_send_us_to_another_address(pki: Pki, prefix: str) -> None:
    signer = pki.signer()
    client = CaClient(replace(CaConfig(url=pki.ca.issuer, credentials=CREDENTIALS, status_urls=(prefix,))))
    for call in (lambda: client.status(signer.chain[0], signer.chain[1]), lambda: client.revocations(signer.chain[0])):
        with pytest.raises(CaFailed) as failed:
            call()
        assert failed.value.reason is Reason.FOREIGN_ADDRESS
