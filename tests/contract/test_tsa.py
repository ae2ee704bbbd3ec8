"""What every time-stamping authority behind the port owes, run against the twin over real sockets; openssl agrees."""

import hashlib
import subprocess
from pathlib import Path

import httpx2
import pytest
from tests.sandbox.pki import Pki, pki, shared_pki
from tests.sandbox.twin import ADMIN_TOKEN

from dean06.adapters.tsa import Limits, TsaClient, TsaConfig
from dean06.kernel.ports.tsa import Reason, TsaFailed

__all__ = ["pki", "shared_pki"]
FAILURES = {
    "down": Reason.BUSY,
    "garbled": Reason.OUT_OF_PROTOCOL,
    "oversized": Reason.OUT_OF_PROTOCOL,
    "slow": Reason.TIMED_OUT,
    "refused": Reason.REFUSED,
    "other_digest": Reason.OTHER_QUESTION,
    "other_nonce": Reason.OTHER_QUESTION,
}
# The adapter hands these tokens over; whoever believes them judges (tests/kernel/documents).
UNBELIEVED = {"wrong_time", "stranger"}


def verified(pki: Pki, token: bytes, data: Path) -> subprocess.CompletedProcess[str]:
    (data.parent / "token.der").write_bytes(token)
    return subprocess.run(
        [
            *("openssl", "ts", "-verify", "-data", str(data), "-in", str(data.parent / "token.der"), "-token_in"),
            *("-CAfile", str(pki.state / "root.pem"), "-untrusted", str(pki.state / "issuing.pem")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_token_that_openssl_verifies(pki: Pki, tmp_path: Path) -> None:
    data = tmp_path / "giay-to.txt"
    data.write_text("Giấy tờ hư cấu", encoding="utf-8")
    token = pki.stamps.stamp(hashlib.sha256(data.read_bytes()).digest())
    done = verified(pki, token, data)
    assert "Verification: OK" in done.stdout + done.stderr
    data.write_text("Giấy tờ đã sửa", encoding="utf-8")
    assert "Verification: FAILED" in (done := verified(pki, token, data)).stdout + done.stderr


def test_openssl_asks_the_twin_itself(pki: Pki, tmp_path: Path) -> None:
    data, query = tmp_path / "giay-to.txt", tmp_path / "query.tsq"
    data.write_text("Giấy tờ hư cấu", encoding="utf-8")
    subprocess.run(["openssl", "ts", "-query", "-data", data, "-sha256", "-cert", "-out", query], check=True)
    headers = {"Content-Type": "application/timestamp-query"}
    reply = httpx2.post(f"{pki.tsa.issuer}/", content=query.read_bytes(), headers=headers, trust_env=False)
    (tmp_path / "reply.tsr").write_bytes(reply.content)
    done = subprocess.run(
        [
            *("openssl", "ts", "-verify", "-queryfile", query, "-in", tmp_path / "reply.tsr"),
            *("-CAfile", pki.state / "root.pem", "-untrusted", pki.state / "issuing.pem"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Verification: OK" in done.stdout + done.stderr


def test_every_fault_the_twin_knows_is_tested(pki: Pki) -> None:
    answer = httpx2.put(
        f"{pki.tsa.issuer}/admin/faults",
        json={"faults": ["no such fault"]},
        headers={"Authorization": f"Bearer {ADMIN_TOKEN}"},
        trust_env=False,
    )
    assert answer.status_code == 422
    assert set(answer.json()["known"]) == FAILURES.keys() | UNBELIEVED


@pytest.mark.parametrize(("fault", "reason"), FAILURES.items())
def test_a_failing_authority_gives_the_reason(pki: Pki, fault: str, reason: Reason) -> None:
    limits = Limits(read_s=0.5, total_s=1, breaker_failures=99)
    client = TsaClient(TsaConfig(url=f"{pki.tsa.issuer}/", limits=limits))
    with pki.tsa.fault(fault, seconds=3), pytest.raises(TsaFailed) as failed:
        client.stamp(bytes(32))
    assert failed.value.reason is reason
    client.close()


def test_nobody_there(pki: Pki) -> None:
    with pytest.raises(TsaFailed) as failed:
        TsaClient(TsaConfig(url="http://127.0.0.1:1/")).stamp(bytes(32))
    assert failed.value.reason is Reason.UNREACHABLE
