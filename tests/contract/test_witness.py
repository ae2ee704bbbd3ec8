"""What every witness behind the port owes, run against the twin over real sockets."""

import time
from collections.abc import Iterator

import pytest
from tests.sandbox.twin import free_port
from tests.sandbox.witness_twin import PaperLog, WitnessTwin, shared_witness, witness_twin

from dean06.adapters.witness import WitnessClient, WitnessConfig
from dean06.kernel.audit.note import Signer, open_note, witnessed_at
from dean06.kernel.ports.witness import Reason, Witness, WitnessElsewhere, WitnessFailed

__all__ = ["shared_witness", "witness_twin"]
CLOCK_SECONDS = 60


@pytest.fixture
def log(witness_twin: WitnessTwin) -> PaperLog:
    """A log the witness knows and has signed nothing of."""
    log = PaperLog()
    witness_twin.know(log.key.verifier)
    return log


@pytest.fixture
def witness(witness_twin: WitnessTwin) -> Iterator[Witness]:
    client = WitnessClient(WitnessConfig(url=witness_twin.url))
    yield client
    client.close()


def cosign(witness: Witness, log: PaperLog, old: int, size: int) -> str:
    return "".join(witness.cosign(log.note(size), old=old, proof=log.proof(old, size)))


def reason(witness: Witness, log: PaperLog, old: int, size: int) -> Reason:
    with pytest.raises(WitnessFailed) as failed:
        cosign(witness, log, old, size)
    return failed.value.reason


def test_it_signs_the_first_checkpoint_it_sees_and_its_line_holds(
    witness: Witness, log: PaperLog, witness_twin: WitnessTwin
) -> None:
    line = cosign(witness, log, 0, 5)
    text, signed = open_note(log.note(5) + line, [log.key.verifier, witness_twin.key])
    assert signed == [log.key.verifier, witness_twin.key]
    assert text.startswith("huyen.example/nhat-ky\n5\n")
    assert abs(witnessed_at(line.rstrip("\n")) - time.time()) < CLOCK_SECONDS


def test_it_follows_a_log_that_grows(witness: Witness, log: PaperLog) -> None:
    for old, size in ((0, 1), (1, 2), (2, 3), (3, 8), (8, 9), (9, 300)):
        assert cosign(witness, log, old, size)


def test_it_signs_the_same_checkpoint_again(witness: Witness, log: PaperLog) -> None:
    cosign(witness, log, 0, 5)
    assert cosign(witness, log, 5, 5)


def test_it_signs_an_empty_log(witness: Witness, log: PaperLog) -> None:
    assert cosign(witness, log, 0, 0)
    assert cosign(witness, log, 0, 3)


@pytest.mark.parametrize("old", [0, 2, 6])
def test_asked_from_elsewhere_it_says_where_it_is(witness: Witness, log: PaperLog, old: int) -> None:
    cosign(witness, log, 0, 5)
    with pytest.raises(WitnessElsewhere) as elsewhere:
        cosign(witness, log, old, 7)
    assert elsewhere.value.size == 5


def test_it_never_goes_back(witness: Witness, log: PaperLog) -> None:
    cosign(witness, log, 0, 5)
    for old in (0, 4):
        with pytest.raises(WitnessElsewhere) as elsewhere:
            cosign(witness, log, old, 4)
        assert elsewhere.value.size == 5
    assert cosign(witness, log, 5, 6)


@pytest.mark.parametrize("at", [0, 2, 4])
def test_it_signs_no_other_history(witness: Witness, log: PaperLog, at: int) -> None:
    cosign(witness, log, 0, 5)
    other = log.fork(at)
    for size in (6, 8, 300):
        assert reason(witness, other, 5, size) is Reason.PROOF_REFUSED
    with pytest.raises(WitnessElsewhere) as elsewhere:
        cosign(witness, other, 5, 5)
    assert elsewhere.value.size == 5
    assert cosign(witness, log, 5, 8), "the true history goes on"


def test_a_proof_cut_or_lengthened_is_refused(witness: Witness, log: PaperLog) -> None:
    cosign(witness, log, 0, 5)
    proof = list(log.proof(5, 9))
    for wrong in ([], proof[1:], proof[:-1], [*proof, proof[0]], proof[::-1], [bytes(32), *proof[1:]]):
        with pytest.raises(WitnessFailed) as failed:
            witness.cosign(log.note(9), old=5, proof=wrong)
        assert failed.value.reason is Reason.PROOF_REFUSED
    with pytest.raises(WitnessFailed):
        witness.cosign(log.note(5), old=5, proof=proof)


def test_a_log_it_does_not_know_is_not_signed(witness: Witness, log: PaperLog) -> None:
    stranger = PaperLog(Signer.generate("noi-khac.example/nhat-ky"))
    assert reason(witness, stranger, 0, 5) is Reason.LOG_UNKNOWN


def test_another_key_of_the_same_name_is_not_signed(witness: Witness, log: PaperLog) -> None:
    impostor = PaperLog(Signer.generate(log.key.name))
    assert reason(witness, impostor, 0, 5) is Reason.KEY_REFUSED


def test_a_note_whose_text_was_changed_is_not_signed(witness: Witness, log: PaperLog) -> None:
    note = log.note(5).replace("\n5\n", "\n6\n", 1)
    with pytest.raises(WitnessFailed) as failed:
        witness.cosign(note, old=0, proof=[])
    assert failed.value.reason is Reason.KEY_REFUSED


def test_two_logs_do_not_get_in_each_others_way(witness: Witness, log: PaperLog, witness_twin: WitnessTwin) -> None:
    other = PaperLog(Signer.generate("huyen-khac.example/nhat-ky"))
    witness_twin.know(log.key.verifier, other.key.verifier)
    cosign(witness, log, 0, 5)
    assert cosign(witness, other, 0, 2)
    assert cosign(witness, log, 5, 6)


def test_what_is_no_checkpoint_is_refused(witness: Witness, log: PaperLog) -> None:
    for note in ("", "\n\n", "a\n", log.note(5) + "\n", log.note(5).rpartition("\n\n")[0]):
        with pytest.raises(WitnessFailed) as failed:
            witness.cosign(note, old=0, proof=[])
        assert failed.value.reason is Reason.REQUEST_REFUSED


def test_a_witness_that_is_away_may_be_there_later() -> None:
    absent = WitnessClient(WitnessConfig(url=f"http://127.0.0.1:{free_port()}"))
    with pytest.raises(WitnessFailed) as failed:
        absent.cosign(PaperLog().note(1), old=0, proof=[])
    assert failed.value.reason is Reason.UNREACHABLE
    assert failed.value.is_temporary
    absent.close()
