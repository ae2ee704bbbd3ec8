"""The log and its witness, a twin in a process of its own: what is signed, what is believed, what is an alarm."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from tests.kernel.audit.conftest import intruder
from tests.kernel.audit_trail import actions_of, bodies_of
from tests.sandbox.witness_twin import WitnessTwin, shared_witness, witness_twin

from dean06.adapters.witness import WitnessClient, WitnessConfig
from dean06.kernel.audit import alarms, api, keys, tasks, witnessing
from dean06.kernel.audit.models import AuditCheckpoint, AuditCosignature
from dean06.kernel.audit.note import Signer, open_note
from dean06.kernel.audit.types import AlarmKind
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, NotPermitted
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.base.wiring import override
from dean06.kernel.ports.witness import Witness, WitnessElsewhere

__all__ = ["shared_witness", "witness_twin"]
pytestmark = pytest.mark.django_db(transaction=True)

Write = Callable[..., UUID]
FEW = 5


@pytest.fixture
def province(witness_twin: WitnessTwin, settings: Any) -> Iterator[WitnessTwin]:
    """The twin, appointed as the witness of this log and told of its key."""
    witness_twin.know(keys.verifier())
    settings.WITNESS = {"url": witness_twin.url, "key": str(witness_twin.key), "key_file": None, "name": "Tỉnh"}
    client = WitnessClient(WitnessConfig(url=witness_twin.url))
    with override(Witness, client):
        yield witness_twin
    client.close()


@pytest.fixture
def grow(write: Write) -> Callable[[int], int]:
    """Some more acts, and a checkpoint over them; its size."""

    def step(count: int = FEW) -> int:
        for _ in range(count):
            write()
        return api.checkpoint().size

    return step


Grow = Callable[..., int]


def shrink(size: int) -> None:
    """The log as an older backup has it: as if nothing after ``size`` entries had ever been."""
    with intruder() as sql:
        sql("DELETE FROM audit_auditcosignature WHERE checkpoint_id > %s", size)
        sql("DELETE FROM audit_auditcheckpoint WHERE size > %s", size)
        sql(
            "CREATE TEMPORARY TABLE gone ON COMMIT DROP AS SELECT entry_id FROM audit_auditleaf WHERE tree_index >= %s",
            size,
        )
        sql("DELETE FROM audit_auditleaf WHERE tree_index >= %s", size)
        sql("DELETE FROM audit_auditalarm WHERE entry_id IN (SELECT entry_id FROM gone)")
        sql("DELETE FROM audit_auditentry WHERE id IN (SELECT entry_id FROM gone)")
        sql("UPDATE audit_auditindexstate SET size = %s", size)


# --- signing ----------------------------------------------------------------------------------------------------------


def test_without_a_witness_the_log_says_so_and_works(grow: Grow, settings: Any) -> None:
    settings.WITNESS = {"url": "", "key": "", "key_file": None, "name": ""}
    grow()
    assert tasks.witness(0) == "unwitnessed"
    state = api.witness_state()
    assert (state.title, state.confirmed, state.alarm) == ("", None, None)
    assert not state.is_current


def test_an_empty_log_has_nothing_to_sign(province: WitnessTwin) -> None:
    assert tasks.witness(0) == "up_to_date"


def test_each_checkpoint_is_signed_once(province: WitnessTwin, grow: Grow) -> None:
    for more in (FEW, 300, 1):
        size = grow(more)
        assert tasks.witness(0) == "cosigned"
        assert tasks.witness(0) == "up_to_date"
        row = AuditCosignature.objects.get(checkpoint_id=size)
        assert row.witness == str(province.key)
        note = AuditCheckpoint.objects.get(size=size).note + row.line
        assert open_note(note, [keys.verifier(), province.key])[1] == [keys.verifier(), province.key]
        assert abs((row.signed_at - clock.now()).total_seconds()) < 60
    state = api.witness_state()
    assert state.is_current
    assert (state.title, state.confirmed and state.confirmed.size) == ("Tỉnh", 306)


def test_a_witness_that_signed_more_than_we_kept_is_followed(province: WitnessTwin, grow: Grow) -> None:
    """Its answer was lost on the way: it is ahead of what we remember of it, not of the log."""
    grow()
    tasks.witness(0)
    grow()
    tasks.witness(0)
    with intruder() as sql:
        sql("DELETE FROM audit_auditcosignature")
    grow()
    assert tasks.witness(0) == "cosigned"
    assert api.witness_state().is_current


def test_its_answer_to_the_newest_checkpoint_was_lost(province: WitnessTwin, grow: Grow) -> None:
    grow()
    tasks.witness(0)
    with intruder() as sql:
        sql("DELETE FROM audit_auditcosignature")
    assert tasks.witness(0) == "cosigned"


def test_a_witness_that_forgot_is_asked_from_the_beginning(province: WitnessTwin, grow: Grow) -> None:
    grow()
    tasks.witness(0)
    province.admin("POST", "forget")
    grow()
    assert tasks.witness(0) == "cosigned"


def test_a_new_witness_begins_where_it_stands(province: WitnessTwin, grow: Grow, settings: Any) -> None:
    """The old one's signatures stay, and count for nothing once it is no longer appointed."""
    grow()
    tasks.witness(0)
    other = Signer.generate("noi-khac.example")
    settings.WITNESS |= {"key": str(type(province.key)("noi-khac.example", other.verifier.public, b"\x04"))}
    assert api.witness_state().confirmed is None
    assert AuditCosignature.objects.count() == 1


def test_nothing_is_sent_inside_a_transaction(province: WitnessTwin, grow: Grow) -> None:
    grow()
    with transaction.atomic(), pytest.raises(RuntimeError):
        tasks.witness(0)
    assert not AuditCosignature.objects.exists()


# --- what is not believed ---------------------------------------------------------------------------------------------

FAULTS = (
    "no_line",
    "wrong_key",
    "false_signature",
    "other_text",
    "future",
    "past",
    "down",
    "garbled",
    "plain_conflict",
)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_believed_is_not_kept_and_no_alarm(province: WitnessTwin, grow: Grow, fault: str) -> None:
    grow()
    with province.fault(fault):
        assert tasks.witness(0) == "no_answer"
    assert not AuditCosignature.objects.exists()
    assert api.witness_state().alarm is None
    assert tasks.witness(0) == "cosigned"


def test_strangers_lines_are_passed_over(province: WitnessTwin, grow: Grow) -> None:
    grow()
    with province.fault("strangers"):
        assert tasks.witness(0) == "cosigned"
    assert AuditCosignature.objects.get().line.startswith(f"— {province.key.name} ")


def test_a_log_the_witness_does_not_know_waits(province: WitnessTwin, grow: Grow) -> None:
    province.know()
    grow()
    assert tasks.witness(0) == "no_answer"
    province.know(keys.verifier())
    assert tasks.witness(0) == "cosigned"


@pytest.mark.parametrize("key", ["", "rubbish", "a+00000000+AQ=="])
def test_without_its_key_no_witness_is_believed(province: WitnessTwin, grow: Grow, key: str, settings: Any) -> None:
    settings.WITNESS |= {"key": key}
    grow()
    assert tasks.witness(0) == "no_answer"
    assert "DEAN06_WITNESS_KEY" in api.witness_state().problem


def test_the_key_of_a_log_is_no_witnesss(province: WitnessTwin, settings: Any) -> None:
    settings.WITNESS |= {"key": str(keys.verifier())}
    assert "không phải của bên làm chứng" in api.witness_state().problem


def test_a_signature_forged_in_the_table_confirms_nothing(province: WitnessTwin, grow: Grow) -> None:
    grow()
    tasks.witness(0)
    line = AuditCosignature.objects.get().line
    size = grow()
    AuditCosignature.objects.create(checkpoint_id=size, witness=str(province.key), line=line, signed_at=clock.now())
    state = api.witness_state()
    assert state.confirmed is None
    assert "giả" in state.problem


# --- alarms -----------------------------------------------------------------------------------------------------------


def test_a_log_restored_from_an_older_backup_is_an_alarm(province: WitnessTwin, grow: Grow) -> None:
    size = grow()
    tasks.witness(0)
    grow()
    tasks.witness(0)
    shrink(size)
    api.checkpoint()
    grow(1)
    assert tasks.witness(0) == "alarm"
    alarm = api.witness_state().alarm
    assert alarm
    assert (alarm.kind, alarm.witness) == (AlarmKind.AHEAD, str(province.key))
    assert (alarm.size, alarm.witness_size) == (size + 1, 2 * size)


def test_another_history_of_the_same_length_is_an_alarm(province: WitnessTwin, grow: Grow) -> None:
    size = grow()
    tasks.witness(0)
    grow()
    tasks.witness(0)
    shrink(size)
    grow()
    assert tasks.witness(0) == "alarm"
    assert alarms.open_alarm().kind is AlarmKind.OTHER_ROOT  # type: ignore[union-attr]


def test_another_history_that_has_grown_on_is_an_alarm(province: WitnessTwin, grow: Grow) -> None:
    size = grow()
    tasks.witness(0)
    grow()
    tasks.witness(0)
    shrink(size)
    grow(3 * FEW)
    assert tasks.witness(0) == "alarm"
    assert alarms.open_alarm().kind is AlarmKind.OTHER_ROOT  # type: ignore[union-attr]


@pytest.fixture
def forked(province: WitnessTwin, grow: Grow) -> WitnessTwin:
    """An alarm is open; the witness agreed again right after it."""
    grow()
    with province.fault("ahead"):
        assert tasks.witness(0) == "alarm"
    return province


def test_an_alarm_is_an_entry_of_the_log_and_a_message(forked: WitnessTwin) -> None:
    (details,) = actions_of("audit.raise_alarm")
    assert details == {"kind": "ahead", "size": FEW, "witness_size": 1_000_000, "witness": str(forked.key)}
    assert OutboxMessage.objects.filter(topic=api.FORK_TOPIC).count() == 1


def test_an_alarm_is_raised_once_and_heals_by_nobodys_silence(forked: WitnessTwin, grow: Grow) -> None:
    """The witness would sign now; it is not even asked until a person has answered."""
    for _ in range(3):
        grow(1)
        assert tasks.witness(0) == "alarm"
    assert len(actions_of("audit.raise_alarm")) == 1
    assert not AuditCosignature.objects.exists()


def test_appointing_another_witness_does_not_close_it(forked: WitnessTwin, settings: Any) -> None:
    settings.WITNESS = {"url": "", "key": "", "key_file": None, "name": ""}
    assert api.witness_state().alarm


def test_an_operator_closes_it_with_a_reason(forked: WitnessTwin, grow: Grow) -> None:
    opened = alarms.open_alarm()
    settled = alarms.settle(SYSTEM, reason="Bên làm chứng xác nhận trả lời nhầm, biên bản 12/BB")
    assert settled == opened
    assert alarms.open_alarm() is None
    (body,) = bodies_of("audit.settle_alarm")
    assert body["purpose"] == "Bên làm chứng xác nhận trả lời nhầm, biên bản 12/BB"
    assert body["details"] == {"alarm": str(settled.entry_id)}
    with pytest.raises(Conflict):
        alarms.settle(SYSTEM, reason="Lần nữa")
    grow()
    assert tasks.witness(0) == "cosigned"


def test_a_contradiction_that_goes_on_is_a_new_alarm(forked: WitnessTwin) -> None:
    alarms.settle(SYSTEM, reason="Tưởng đã xong")
    with forked.fault("ahead"):
        assert tasks.witness(0) == "alarm"
    assert len(actions_of("audit.raise_alarm")) == 2


def test_nobody_else_closes_it(forked: WitnessTwin) -> None:
    leader = Actor(user_id=None, party_id=None, name="", role=Role.LEADER)
    with pytest.raises(NotPermitted):
        alarms.settle(leader, reason="x")


class Wanderer:
    """A witness that is never where it says."""

    def cosign(self, note: str, *, old: int, proof: object, within: float) -> tuple[str, ...]:
        raise WitnessElsewhere(2 if old == 1 else 1)


def test_a_witness_that_never_stands_still_is_left_alone(province: WitnessTwin, grow: Grow) -> None:
    grow()
    with override(Witness, Wanderer()):
        assert tasks.witness(0) == "no_answer"
    assert witnessing.MAX_ROUNDS < 10
    assert alarms.open_alarm() is None
