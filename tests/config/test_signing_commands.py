"""``dean06 verify`` and ``dean06 keys`` as an operator uses them: words, files, exit statuses."""

import argparse
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from tests.kernel.documents.attacks import replaced_content
from tests.kernel.documents.conftest import paper, signed
from tests.kernel.documents.test_anchors import FIRST, SECOND
from tests.kernel.documents.test_keys import UNIT
from tests.sandbox.pki import Pki, pki, shared_pki

from dean06.config import cli
from dean06.config.commands import keys, verify
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api
from dean06.kernel.documents.keys.certificates import named
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.ca import CertificateAuthority

__all__ = ["pki", "shared_pki"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(pki: Pki, settings: Any, tmp_path: Path):
    settings.STATE = tmp_path / "state"
    parties.load_reference_data(SYSTEM)
    with override(CertificateAuthority, pki.client):
        anchor = api.propose_anchor(FIRST, certificate=pki.root)
        api.approve_anchor(SECOND, anchor_id=anchor, sha256=named(pki.root).sha256)
        yield


def run(command: Any, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_verify_says_who_when_and_why(pki: Pki, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    honest = signed(pki.signer())
    expected = {
        "that.pdf": (honest, 0, ["HỢP LỆ", "Người ký: Ủy ban nhân dân xã Đức An", "nguyên vẹn: có", "PAdES B-B"]),
        "gia.pdf": (replaced_content(honest), 1, ["KHÔNG HỢP LỆ", "thêm vào sau khi ký", "nguyên vẹn: KHÔNG"]),
        "khong.pdf": (paper(), 1, ["không có chữ ký số"]),
        "gi.bin": (b"\x00", 1, ["không phải là PDF"]),
    }
    for name, (data, status, words) in expected.items():
        (tmp_path / name).write_bytes(data)
        assert run(verify, str(tmp_path / name)) == status
        said = capsys.readouterr().out
        assert all(word in said for word in words), said
    with pki.ca.fault("down"):
        assert run(verify, str(tmp_path / "that.pdf")) == verify.EXIT_UNSURE
    assert "CHƯA KẾT LUẬN ĐƯỢC" in capsys.readouterr().out
    with pytest.raises(cli.CommandFailure, match="không mở được"):
        run(verify, str(tmp_path / "missing.pdf"))


def test_keys_from_the_terminal(pki: Pki, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str) -> str:
        assert run(keys, *words) == 0
        return capsys.readouterr().out

    assert "Chưa có khoá" in said("list")
    first = said("make", UNIT).strip()
    assert "chưa có chứng thư" in said("list")
    assert "vào dùng" in said("enrol", first)
    second, csr, chain = said("make", UNIT, "--p256").strip(), tmp_path / "yeu-cau.p10", tmp_path / "chuoi.pem"
    said("request", second, str(csr))
    found = [load_der_x509_certificate(one) for one in pki.client.enrol(csr.read_bytes())]
    chain.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in found))
    assert "vào dùng" in said("install", second, str(chain))
    assert said("list").count("active") == 2
    said("retire", first, "Thay máy", "--compromised")
    assert "compromised" in said("list")
    for words in (("retire", first, "Lại"), ("install", second, str(chain)), ("make", "khong-co"), ("enrol", first)):
        with pytest.raises(cli.CommandFailure):
            run(keys, *words)
    with pytest.raises(cli.CommandFailure, match="không dùng được tệp"):
        run(keys, "install", second, str(tmp_path / "missing.pem"))
    chain.write_bytes(b"no certificate")
    with pytest.raises(cli.CommandFailure, match="không phải là chứng thư"):
        run(keys, "install", second, str(chain))
