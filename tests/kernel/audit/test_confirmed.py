"""What a second party says to a person's list: the two stand-alone scripts and ``dean06 audit verify`` must agree."""

import argparse
import copy
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.kernel.audit.conftest import intruder
from tests.kernel.audit.province import SIGNED_AT, Province
from tests.kernel.audit.test_witnessing import province as appointed
from tests.sandbox.witness_twin import PaperLog, WitnessTwin, shared_witness, witness_twin

from dean06.kernel.audit import alarms, api, cli, keys, tasks
from dean06.kernel.audit.models import AuditCheckpoint, AuditCosignature
from dean06.kernel.audit.note import Checkpoint, Signer, Verifier
from dean06.kernel.audit.types import AlarmKind
from dean06.kernel.audit.verify_bundle import BundleRefused, verify_bundle

__all__ = ["appointed", "shared_witness", "witness_twin"]
pytestmark = pytest.mark.django_db(transaction=True)

SCRIPTS = Path(__file__).parents[3] / "docs"
PROVEN, REFUSED, UNCONFIRMED = 0, 1, 3

Write = Callable[..., UUID]
Bundle = dict[str, Any]


@pytest.fixture
def nobody(settings: Any) -> None:
    """No witness is appointed."""
    settings.WITNESS = {"url": "", "key": "", "key_file": None, "name": ""}


@pytest.fixture
def person() -> UUID:
    return uuid4()


@pytest.fixture
def bundle(write: Write, person: UUID, nobody: None) -> Bundle:
    """Looks at a person over three checkpoints, the newest of 13 entries; nobody else signed any."""
    for number in range(13):
        if number in {3, 8}:
            api.checkpoint()
        write(*([person] if number % 3 == 0 else []), uuid4())
    return api.export_bundle(person)


@pytest.fixture(scope="module")
def province() -> Province:
    return Province()


def script(name: str, file: Path, witness: str) -> tuple[int, str]:
    """Exit status and words of a stand-alone program, run without this project."""
    asked = ["--witness-key", witness] if witness else []
    command = [sys.executable, "-I", "-S", str(SCRIPTS / name), str(file), str(keys.verifier()), *asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=file.parent, timeout=60)
    return done.returncode, done.stdout + done.stderr


def command_line(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser)
    return cli.run(parser.parse_args(["verify", *arguments]))


def append(bundle: Bundle, line: str, number: int = -1) -> None:
    """A line below the newest checkpoint, or below one of the past."""
    place = bundle if number < 0 else bundle["past"][number]
    place["checkpoint"] += line


def forged(province: Province, bundle: Bundle) -> str:
    """The witness's name and key id over the signature of somebody else."""
    other = Province()
    other.key_id = province.key_id
    return other.line(bundle["checkpoint"])


def of_another_log(province: Province, bundle: Bundle) -> str:
    """The witness did sign a checkpoint of this size, of a log of another name."""
    return province.line(PaperLog(Signer.generate("huyen-khac.example/nhat-ky")).note(13))


def split(bundle: Bundle, place: str = "checkpoint", number: int = 0) -> str:
    """The log signs a checkpoint again, same size and root, over an index in which nobody was looked at."""
    told = bundle if place == "checkpoint" else bundle["past"][number]
    text = told["checkpoint"].rpartition("\n\n")[0] + "\n"
    honest = Checkpoint.parse(text)
    return keys.signer().sign(Checkpoint(honest.origin, honest.size, honest.root, bytes(32)).text)


def emptied(bundle: Bundle) -> None:
    """The list of somebody nobody looked at, complete under the other index."""
    bundle.update(checkpoint=split(bundle), entries=[], index=None)


def hidden_behind_a_signed_one(province: Province, bundle: Bundle) -> None:
    """The checkpoint that the witness did sign goes among the past: same size, same root, another index."""
    signed = bundle["checkpoint"] + province.line(bundle["checkpoint"])
    emptied(bundle)
    bundle["past"].insert(0, {"checkpoint": signed, "path": []})


def split_among_the_past(province: Province, bundle: Bundle) -> None:
    """Two checkpoints of one size, so that whichever of them somebody kept is found."""
    append(bundle, province.line(bundle["checkpoint"]))
    other = {**bundle["past"][0], "checkpoint": split(bundle, "past")}
    bundle["past"].insert(1, other)


CASES: dict[str, tuple[int, Callable[[Province, Bundle], object]]] = {
    "signed": (PROVEN, lambda p, b: append(b, p.line(b["checkpoint"]))),
    "signed among strangers": (
        PROVEN,
        lambda p, b: append(b, Province("la.example").line(b["checkpoint"]) + p.line(b["checkpoint"])),
    ),
    "missing": (UNCONFIRMED, lambda p, b: None),
    "signed by a stranger of the same name": (UNCONFIRMED, lambda p, b: append(b, Province().line(b["checkpoint"]))),
    "only an earlier one signed": (UNCONFIRMED, lambda p, b: append(b, p.line(b["past"][0]["checkpoint"]), 0)),
    "forged": (REFUSED, lambda p, b: append(b, forged(p, b))),
    "of another log": (REFUSED, lambda p, b: append(b, of_another_log(p, b))),
    "replayed from an earlier one": (REFUSED, lambda p, b: append(b, p.line(b["past"][0]["checkpoint"]))),
    "an earlier one forged": (REFUSED, lambda p, b: append(b, p.line(b["checkpoint"]), 0)),
    "true and forged": (REFUSED, lambda p, b: append(b, p.line(b["checkpoint"]) + forged(p, b))),
    "another index hidden behind a signed one": (REFUSED, hidden_behind_a_signed_one),
    "another index under the line of the first": (
        REFUSED,
        lambda p, b: (line := p.line(b["checkpoint"]), emptied(b), append(b, line)),
    ),
    "two indexes among the past": (REFUSED, split_among_the_past),
    "the past out of order": (REFUSED, lambda p, b: b["past"].reverse()),
    "signed, and an entry dropped": (
        REFUSED,
        lambda p, b: (append(b, p.line(b["checkpoint"])), b["index"].update(count=4)),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_all_three_judge_alike(name: str, bundle: Bundle, province: Province, tmp_path: Path) -> None:
    expected, change = CASES[name]
    file = tmp_path / "bundle.json"
    change(province, bundle)
    file.write_text(json.dumps(bundle), encoding="utf-8")
    assert script("audit_complete.py", file, province.key)[0] == expected
    assert command_line("--bundle", str(file), "--witness-key", province.key) == expected
    alone = PROVEN if "dropped" in name else expected  # one entry fewer is the other script's to find
    if alone == expected:
        assert script("audit_verify.py", file, province.key)[0] == expected


def test_another_index_alone_proves_what_it_says_and_is_not_confirmed(
    bundle: Bundle, province: Province, tmp_path: Path
) -> None:
    """Without what it said to others nobody can know; the log itself can."""
    file, log, witness = tmp_path / "bundle.json", keys.verifier(), Verifier.parse(province.key)
    honest = bundle["checkpoint"] + province.line(bundle["checkpoint"])
    emptied(bundle)
    file.write_text(json.dumps(bundle), encoding="utf-8")
    for name in ("audit_verify.py", "audit_complete.py"):
        assert script(name, file, province.key)[0] == UNCONFIRMED
    assert not verify_bundle(json.dumps(bundle), log=log, witness=witness).is_confirmed
    assert command_line("--bundle", str(file)) == REFUSED, "the log has another index"
    bundle["past"].insert(0, {"checkpoint": honest, "path": []})
    with pytest.raises(BundleRefused):
        verify_bundle(json.dumps(bundle), log=log, witness=witness)


@pytest.mark.parametrize("signed", [False, True])
def test_without_its_key_nothing_counts_as_confirmed(
    bundle: Bundle, province: Province, signed: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if signed:
        append(bundle, province.line(bundle["checkpoint"]))
    bundle["witness"] = province.key
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle), encoding="utf-8")
    for name in ("audit_verify.py", "audit_complete.py"):
        status, words = script(name, file, "")
        assert status == PROVEN
        assert "NOT confirmed by a second party" in words
    assert command_line("--bundle", str(file)) == PROVEN
    said = capsys.readouterr().out
    assert "CHƯA được bên thứ hai xác nhận" in said
    assert "Chưa cử bên làm chứng" in said


def test_they_say_by_whom_and_when(
    bundle: Bundle, province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, earlier = tmp_path / "bundle.json", copy.deepcopy(bundle)
    append(bundle, province.line(bundle["checkpoint"]))
    append(earlier, province.line(earlier["past"][0]["checkpoint"]), 0)
    for one, words, said in (
        (bundle, "CONFIRMED by tinh.example/witness at 2023-11-14T22:13:20Z", "xác nhận lúc 05:13 ngày 15/11/2023"),
        (earlier, "NOT YET confirmed by tinh.example/witness: at 2023-11-14T22:13:20Z it signed 8", "mới ký 8 bản ghi"),
    ):
        file.write_text(json.dumps(one), encoding="utf-8")
        for name in ("audit_verify.py", "audit_complete.py"):
            assert words in script(name, file, province.key)[1]
        command_line("--bundle", str(file), "--witness-key", province.key)
        assert said in capsys.readouterr().out


@pytest.mark.parametrize("key", ["rubbish", "a+b", "a+00000000+AQ=="])
def test_what_is_no_key_is_refused(bundle: Bundle, key: str, tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle), encoding="utf-8")
    assert script("audit_verify.py", file, key)[0] == REFUSED
    assert command_line("--bundle", str(file), "--witness-key", key) == cli.REFUSED


def test_the_logs_own_key_is_no_second_party(bundle: Bundle, tmp_path: Path) -> None:
    file, own = tmp_path / "bundle.json", str(keys.verifier())
    file.write_text(json.dumps(bundle), encoding="utf-8")
    assert script("audit_complete.py", file, own)[0] == REFUSED
    assert command_line("--bundle", str(file), "--witness-key", own) == cli.REFUSED


def test_a_bundle_of_another_log_is_not_ours(bundle: Bundle) -> None:
    stranger = Signer.generate(keys.verifier().name).verifier
    with pytest.raises(BundleRefused):
        verify_bundle(json.dumps(bundle), log=stranger, witness=None)


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"format": "dean06-audit-bundle/1"}'])
def test_what_is_no_bundle_is_refused(text: str) -> None:
    with pytest.raises(BundleRefused):
        verify_bundle(text, log=keys.verifier(), witness=None)


def test_a_bundle_tells_of_a_log_cut_after_it(
    write: Write, bundle: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The paper a person kept is a checkpoint kept elsewhere."""
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle), encoding="utf-8")
    with intruder() as sql:
        sql("DELETE FROM audit_auditcheckpoint WHERE size > 8")
        sql("DELETE FROM audit_auditleaf WHERE tree_index >= 8")
    assert command_line("--bundle", str(file)) == REFUSED
    assert "đuôi nhật ký đã bị cắt" in capsys.readouterr().out


# --- the log itself ---------------------------------------------------------------------------------------------------


def cosign(size: int, province: Province, line: str = "") -> AuditCosignature:
    row = AuditCheckpoint.objects.get(size=size)
    return AuditCosignature.objects.create(
        checkpoint=row,
        witness=province.key,
        line=line or province.line(row.note),
        signed_at=datetime.fromtimestamp(SIGNED_AT, UTC),
    )


def test_verify_says_how_far_the_log_is_witnessed(
    bundle: Bundle, province: Province, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line("--witness-key", province.key) == UNCONFIRMED
    assert "tinh.example/witness CHƯA ký mốc nào" in capsys.readouterr().out
    for size in (3, 8):
        cosign(size, province)
    cosign(13, Province())
    assert command_line("--witness-key", province.key) == PROVEN
    said = capsys.readouterr().out
    assert "đã ký 2 mốc, mới nhất ở 8 bản ghi lúc 05:13 ngày 15/11/2023. 5 bản ghi sau đó CHƯA được xác nhận." in said
    assert "1 chữ ký của bên làm chứng khác" in said
    assert command_line("--json", "--witness-key", province.key) == PROVEN
    told = json.loads(capsys.readouterr().out)["witness"]
    assert (told["size"], told["cosigned"], told["others"], told["alarm"]) == (8, 2, 1, None)


@pytest.mark.parametrize(
    "name", ["forged", "of another log", "replayed from an earlier one", "rubbish", "another time"]
)
def test_verify_finds_every_false_signature(
    name: str, bundle: Bundle, province: Province, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = {
        "forged": forged(province, bundle),
        "of another log": of_another_log(province, bundle),
        "replayed from an earlier one": province.line(bundle["past"][0]["checkpoint"]),
        "rubbish": "— tinh.example/witness %%%\n",
        "another time": province.line(bundle["checkpoint"], SIGNED_AT + 1),
    }
    cosign(8, province)
    cosign(13, province, lines[name])
    assert command_line("--witness-key", province.key) == REFUSED
    assert "SAI  Chữ ký của bên làm chứng dưới mốc 13 bản ghi là giả" in capsys.readouterr().out
    assert command_line() == REFUSED, "whoever is appointed"


def test_verify_tells_of_an_open_alarm(bundle: Bundle, capsys: pytest.CaptureFixture[str]) -> None:
    alarms.raise_alarm(AlarmKind.AHEAD, witness="tinh.example+key", size=13, witness_size=20)
    assert command_line() == REFUSED
    said = capsys.readouterr().out
    assert "Nhật ký nguyên vẹn." in said
    assert "BÁO ĐỘNG chưa đóng" in said


def test_verify_goes_on_without_a_usable_key(bundle: Bundle, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.WITNESS = {"url": "https://tinh.example", "key": "", "key_file": None, "name": "Tỉnh"}
    assert command_line() == UNCONFIRMED
    said = capsys.readouterr().out
    assert "Chưa kiểm được bên làm chứng" in said
    assert "Nhật ký nguyên vẹn." in said


def test_verify_is_not_content_with_an_appointed_witness_that_never_signed(
    bundle: Bundle, province: Province, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.WITNESS = {"url": "https://tinh.example", "key": province.key, "key_file": None, "name": "Tỉnh"}
    assert command_line() == UNCONFIRMED
    with intruder() as sql:
        sql("DELETE FROM audit_auditcheckpoint")
    assert command_line() == UNCONFIRMED, "a log without checkpoints is no excuse"
    assert "CHƯA ký mốc nào" in capsys.readouterr().out


def test_an_empty_log_has_nothing_to_confirm(province: Province, settings: Any) -> None:
    settings.WITNESS = {"url": "https://tinh.example", "key": province.key, "key_file": None, "name": "Tỉnh"}
    assert command_line() == PROVEN


# --- with a real witness ----------------------------------------------------------------------------------------------


def test_a_bundle_made_now_is_confirmed_now(appointed: WitnessTwin, write: Write, person: UUID, tmp_path: Path) -> None:
    """The person does not wait for the next minute: the witness is asked while the bundle is made."""
    write(person)
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(api.export_bundle(person)), encoding="utf-8")
    for name in ("audit_verify.py", "audit_complete.py"):
        status, words = script(name, file, str(appointed.key))
        assert (status, "CONFIRMED by lam-chung.thu-nghiem.example" in words) == (PROVEN, True)
    assert command_line("--bundle", str(file)) == PROVEN


def test_a_bundle_made_while_it_is_away_says_how_far_it_is_confirmed(
    appointed: WitnessTwin, write: Write, person: UUID, tmp_path: Path
) -> None:
    write(person)
    api.checkpoint()
    assert tasks.witness(0) == "cosigned"
    write(person)
    with appointed.fault("down"):
        bundle = api.export_bundle(person)
    assert Verifier.parse(bundle["witness"]) == appointed.key
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle), encoding="utf-8")
    assert script("audit_complete.py", file, str(appointed.key))[0] == UNCONFIRMED
    assert command_line("--bundle", str(file)) == UNCONFIRMED
    tasks.witness(0)
    file.write_text(json.dumps(api.export_bundle(person)), encoding="utf-8")
    assert command_line("--bundle", str(file)) == PROVEN
