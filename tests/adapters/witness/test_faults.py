"""A twin that is slow, down or talks nonsense: the right reason, in time. What it signs falsely is not ours to see."""

import time
from collections.abc import Iterator

import httpx2
import pytest
from tests.sandbox.twin import ADMIN_TOKEN
from tests.sandbox.witness_twin import PaperLog, WitnessTwin, shared_witness, witness_twin

from dean06.adapters.witness import Limits, WitnessClient, WitnessConfig
from dean06.kernel.ports.witness import Reason, WitnessElsewhere, WitnessFailed

__all__ = ["shared_witness", "witness_twin"]
FAILURES = {
    "down": Reason.BUSY,
    "garbled": Reason.OUT_OF_PROTOCOL,
    "oversized": Reason.OUT_OF_PROTOCOL,
    "redirect": Reason.REQUEST_REFUSED,
    "no_line": Reason.OUT_OF_PROTOCOL,
    "plain_conflict": Reason.OUT_OF_PROTOCOL,
}
# The adapter hands these lines over; the log refuses them (tests/kernel/audit/test_cosigning.py).
UNBELIEVED = {"strangers", "wrong_key", "false_signature", "other_text", "future", "past"}
ELSEWHERE = {"slow", "drip", "ahead"}


@pytest.fixture
def client(witness_twin: WitnessTwin) -> Iterator[WitnessClient]:
    one = WitnessClient(WitnessConfig(url=witness_twin.url, limits=Limits(read_s=0.5, total_s=1, breaker_failures=99)))
    yield one
    one.close()


@pytest.fixture
def log(witness_twin: WitnessTwin) -> PaperLog:
    log = PaperLog()
    witness_twin.know(log.key.verifier)
    return log


def test_every_fault_the_twin_knows_is_tested(witness_twin: WitnessTwin) -> None:
    answer = httpx2.put(
        f"{witness_twin.url}/admin/faults",
        json={"faults": ["no such fault"]},
        headers={"Authorization": f"Bearer {ADMIN_TOKEN}"},
        trust_env=False,
    )
    assert answer.status_code == 422
    assert set(answer.json()["known"]) == FAILURES.keys() | UNBELIEVED | ELSEWHERE


@pytest.mark.parametrize(("fault", "reason"), FAILURES.items())
def test_a_failing_witness_gives_no_line(
    client: WitnessClient, log: PaperLog, witness_twin: WitnessTwin, fault: str, reason: Reason
) -> None:
    with witness_twin.fault(fault), pytest.raises(WitnessFailed) as failed:
        client.cosign(log.note(3), old=0, proof=[])
    assert failed.value.reason is reason


@pytest.mark.parametrize("fault", ["slow", "drip"])
def test_a_slow_witness_does_not_hold_us(
    client: WitnessClient, log: PaperLog, witness_twin: WitnessTwin, fault: str
) -> None:
    with witness_twin.fault(fault, seconds=5):
        began = time.monotonic()
        with pytest.raises(WitnessFailed) as failed:
            client.cosign(log.note(3), old=0, proof=[])
        assert time.monotonic() - began < 4
    assert failed.value.reason is Reason.TIMED_OUT


def test_a_witness_ahead_is_told_as_such(client: WitnessClient, log: PaperLog, witness_twin: WitnessTwin) -> None:
    with witness_twin.fault("ahead"), pytest.raises(WitnessElsewhere) as elsewhere:
        client.cosign(log.note(3), old=0, proof=[])
    assert elsewhere.value.size == 1_000_000


@pytest.mark.parametrize("fault", sorted(UNBELIEVED))
def test_lines_are_handed_over_unbelieved(
    client: WitnessClient, log: PaperLog, witness_twin: WitnessTwin, fault: str
) -> None:
    with witness_twin.fault(fault):
        assert client.cosign(log.note(3), old=0, proof=[])
