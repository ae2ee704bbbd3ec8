"""The twins of the certificate authority and of the time stamps as processes of their own, and keys they certify."""

import base64
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests.sandbox.twin import ADMIN_TOKEN, ROOT, Twin, free_port, running

from dean06.adapters.ca import CaClient, CaConfig
from dean06.adapters.tsa import TsaClient, TsaConfig
from dean06.kernel.documents.keys.certificates import ordered, request
from dean06.kernel.documents.keys.signer import Algorithm, SoftwareSigner, new_key, public_der

CREDENTIALS = "dean06:mật khẩu của phép thử"
ENVIRONMENT = {
    "CA_TWIN_CREDENTIALS": CREDENTIALS,
    "CA_TWIN_ADMIN_TOKEN": ADMIN_TOKEN,
    "TSA_TWIN_ADMIN_TOKEN": ADMIN_TOKEN,
    "PYTHONPATH": str(ROOT / "src"),
}
UNIT = ("ubnd.ducan", "Ủy ban nhân dân xã Đức An")


@dataclass(frozen=True)
class Pki:
    """Both twins and clients of theirs."""

    ca: Twin
    tsa: Twin
    state: Path
    client: CaClient
    stamps: TsaClient

    @property
    def root(self) -> bytes:
        """The root, DER."""
        return self.certificate("root")

    def certificate(self, name: str) -> bytes:
        """One of the authority's own certificates, DER."""
        return pem_to_der((self.state / f"{name}.pem").read_bytes())

    def signer(self, algorithm: Algorithm = Algorithm.RSA_2048, *, name: str = UNIT[1]) -> SoftwareSigner:
        """A key with a certificate of now."""
        key = new_key(algorithm)
        found = self.client.enrol(request(key, unit_code=UNIT[0], unit_name=name))
        return SoftwareSigner(key, ordered(found, public=public_der(key.public_key())))

    def signer_between(self, begins: datetime, ends: datetime) -> SoftwareSigner:
        """A key with a certificate of another time."""
        key = new_key(Algorithm.RSA_2048)
        csr = base64.b64encode(request(key, unit_code=UNIT[0], unit_name=UNIT[1])).decode()
        asked = {"request": csr, "begins": begins.timestamp(), "ends": ends.timestamp()}
        own = base64.b64decode(self.ca.admin("POST", "issue", json=asked)["certificate"])
        return SoftwareSigner(key, [own, self.certificate("issuing"), self.root])

    @contextmanager
    def later(self, days: float) -> Iterator[datetime]:
        """Both clocks that many days ahead."""
        for twin in (self.ca, self.tsa):
            twin.admin("POST", "clock", json={"days": days})
        try:
            yield datetime.now(UTC) + timedelta(days=days)
        finally:
            for twin in (self.ca, self.tsa):
                twin.admin("POST", "clock", json={"days": 0})

    def revoke(self, signer: SoftwareSigner, *, at: datetime | None = None, reason: str = "keyCompromise") -> None:
        """Take a certificate back."""
        asked = {"serial": f"{signer.certificate.serial_number:x}", "reason": reason}
        self.ca.admin("POST", "revoke", json=asked | ({"at": at.timestamp()} if at else {}))


def pem_to_der(pem: bytes) -> bytes:
    return x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)


@contextmanager
def running_pki(directory: Path) -> Iterator[Pki]:
    """Both twins on free ports, their memory below ``directory``."""
    state, ca_port, tsa_port = directory / "ca", free_port(), free_port()
    ca, tsa = (f"http://127.0.0.1:{port}" for port in (ca_port, tsa_port))
    module = [sys.executable, "-m"]
    ca_command = [*module, "dean06.sandbox.ca", "--port", str(ca_port), "--state", str(state)]
    tsa_command = [*module, "dean06.sandbox.tsa", "--port", str(tsa_port), "--identity", str(state)]
    with running(ca_command, f"{ca}/healthz", ENVIRONMENT), running(tsa_command, f"{tsa}/healthz", ENVIRONMENT):
        client = CaClient(CaConfig(url=ca, credentials=CREDENTIALS, status_urls=(f"{ca}/",)))
        stamps = TsaClient(TsaConfig(url=f"{tsa}/"))
        yield Pki(Twin(ca), Twin(tsa), state, client, stamps)
        client.close()
        stamps.close()


@pytest.fixture(scope="session")
def shared_pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pki]:
    """One pair for the whole suite: founding an authority takes four keys."""
    with running_pki(tmp_path_factory.mktemp("pki")) as pki:
        yield pki


@pytest.fixture
def pki(shared_pki: Pki) -> Pki:
    """The shared pair, well-behaved."""
    shared_pki.ca.admin("DELETE", "faults")
    shared_pki.tsa.admin("DELETE", "faults")
    return shared_pki


def soon(**delta: float) -> datetime:
    """Now and a bit."""
    return datetime.now(UTC) + timedelta(**delta)
