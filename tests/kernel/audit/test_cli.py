"""``dean06 audit`` as an operator uses it."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.kernel.audit.conftest import intruder

from dean06.kernel.audit import alarms, api, cli, keys, tasks
from dean06.kernel.audit.metrics import LogGauges
from dean06.kernel.audit.types import AlarmKind

pytestmark = pytest.mark.django_db(transaction=True)

Write = Callable[..., UUID]
UNWITNESSED = {"witnessed_entries": 0, "fork_alarm": 0}


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser)
    return cli.run(parser.parse_args(arguments))


@pytest.fixture(autouse=True)
def alone(settings: Any) -> None:
    """No witness is appointed."""
    settings.WITNESS = {"url": "", "key": "", "key_file": None, "name": ""}


def test_verify_says_that_all_is_well(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write()
    assert run("checkpoint") == cli.OK
    assert run("verify") == cli.OK
    out = capsys.readouterr().out
    assert "1 bản ghi trong cây, 0 đang chờ, 1 mốc đã ký." in out
    assert "Nhật ký nguyên vẹn." in out


def test_verify_says_which_entry_is_wrong(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    entry_id = write()
    with intruder() as sql:
        sql("UPDATE audit_auditentry SET body = body || ' '")
    assert run("verify") == cli.DAMAGED
    assert f"SAI  Bản ghi số 0 ({entry_id}) đã bị sửa" in capsys.readouterr().out
    assert run("verify", "--json") == cli.DAMAGED
    finding = json.loads(capsys.readouterr().out)["findings"][0]
    assert (finding["kind"], finding["index"], finding["entry"]) == ("altered", 0, str(entry_id))


def test_verify_compares_with_a_checkpoint_kept_elsewhere(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    assert run("checkpoint") == cli.OK
    kept = tmp_path / "kept"
    kept.write_text(capsys.readouterr().out)
    assert run("verify", "--checkpoint", str(kept)) == cli.OK
    kept.write_text(kept.read_text().replace("\n1\n", "\n2\n"))
    assert run("verify", "--checkpoint", str(kept)) == cli.DAMAGED
    assert run("verify", "--checkpoint", str(tmp_path / "none")) == cli.REFUSED


def test_the_public_key_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("key") == cli.OK
    assert capsys.readouterr().out == f"{keys.verifier()}\n"


def test_proofs_are_printed(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    entry_id = write()
    write()
    assert run("proof", str(entry_id)) == cli.OK
    proof = json.loads(capsys.readouterr().out)
    assert (proof["index"], len(proof["path"])) == (0, 1)
    assert run("proof", "--between", "1", "2") == cli.OK
    assert json.loads(capsys.readouterr().out)["new"]["size"] == 2
    assert run("proof", str(uuid4())) == cli.REFUSED
    assert run("proof", "--between", "1", "9") == cli.REFUSED
    assert "Không làm được" in capsys.readouterr().err


def test_a_bundle_is_itself_a_look_at_the_person(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person, file = uuid4(), tmp_path / "bundle.json"
    write(person)
    assert run("bundle", str(person), "--purpose", "Theo đơn đề nghị", "--output", str(file)) == cli.OK
    bundle = json.loads(file.read_text())
    assert len(bundle["entries"]) == 2
    assert api.looks_at(person)[0].purpose == "Theo đơn đề nghị"
    assert api.looks_at(person)[0].action_label == "Xuất nhật ký truy cập kèm bằng chứng"
    assert "audit_complete.py" in capsys.readouterr().err
    assert run("bundle", str(person), "--purpose", "Lần hai") == cli.OK
    assert len(json.loads(capsys.readouterr().out)["entries"]) == 3


def test_a_damaged_tree_is_not_signed(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write()
    assert run("checkpoint") == cli.OK
    with intruder() as sql:
        sql("UPDATE audit_auditleaf SET leaf_hash = %s", bytes(32))
    write()
    assert run("checkpoint") == cli.DAMAGED
    assert "dean06 audit verify" in capsys.readouterr().err


def test_the_worker_closes_the_gap_and_signs(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dean06.kernel.audit.sequencer.MAX_ROUNDS", 0)
    write()
    assert figures() == {"unsequenced_entries": 1, "entries": 0, "signed_entries": 0, **UNWITNESSED}
    assert tasks.sequence(0) == 1
    assert tasks.sequence(0) == 0
    assert tasks.sign(0) == 1
    assert figures() == {"unsequenced_entries": 0, "entries": 1, "signed_entries": 1, **UNWITNESSED}


def test_an_alarm_is_closed_with_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("settle", "--reason", "Không có gì để đóng") == cli.REFUSED
    alarms.raise_alarm(AlarmKind.AHEAD, witness="tinh.example+key", size=1, witness_size=2)
    assert figures()["fork_alarm"] == 1
    assert run("settle", "--reason", "Biên bản 12/BB") == cli.OK
    assert "Đã đóng báo động" in capsys.readouterr().out
    assert figures()["fork_alarm"] == 0


def figures() -> dict[str, float]:
    return {one.name.removeprefix("dean06_audit_"): one.samples[0].value for one in LogGauges().collect()}
