"""The bundle a person takes away, judged by the stand-alone script running without this project."""

import base64
import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from dean06.kernel.audit import api, keys
from dean06.kernel.audit.note import Checkpoint, Signer

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = Path(__file__).parents[3] / "docs" / "audit_verify.py"
MAX_SCRIPT_LINES = 131

Write = Callable[..., UUID]
Bundle = dict[str, Any]


def judge(directory: Path, bundle: Bundle, *arguments: str) -> subprocess.CompletedProcess[str]:
    file = directory / "bundle.json"
    file.write_text(json.dumps(bundle), encoding="utf-8")
    isolated = [sys.executable, "-I", "-S", str(SCRIPT), str(file), *arguments]
    return subprocess.run(isolated, capture_output=True, text=True, check=False, cwd=directory, timeout=60)


def refused(directory: Path, bundle: Bundle, *arguments: str) -> str:
    result = judge(directory, bundle, *arguments)
    assert result.returncode == 1, result.stdout
    assert result.stderr.startswith("REFUSED")
    assert "PROVEN" not in result.stdout
    return result.stderr


@pytest.fixture
def person() -> UUID:
    return uuid4()


@pytest.fixture
def bundle(write: Write, person: UUID) -> Bundle:
    """Five looks at the person among others, over three checkpoints (3, 8 and 13 entries)."""
    for number in range(13):
        if number in {3, 8}:
            api.checkpoint()
        write(*([person] if number % 3 == 0 else []), uuid4(), uuid4())
    return api.export_bundle(person)


def test_the_script_is_short_and_alone() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MAX_SCRIPT_LINES
    imports = {
        line.split()[1].partition(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))
    }
    assert imports <= sys.stdlib_module_names


def test_an_honest_bundle_is_proven(bundle: Bundle, person: UUID, tmp_path: Path) -> None:
    result = judge(tmp_path, bundle, str(keys.verifier()))
    assert result.returncode == 0, result.stderr
    assert f"PROVEN: 5 entries of {person} in 13, by {keys.verifier()}" in result.stdout
    assert "| Phòng Y tế | test.look | Giải quyết hồ sơ" in result.stdout
    assert [one["index"] for one in bundle["entries"]] == [0, 3, 6, 9, 12]
    assert len(bundle["past"]) == 2


def test_a_bundle_names_nobody_else(write: Write, person: UUID) -> None:
    other = uuid4()
    write(person, other)
    assert str(other) not in json.dumps(api.export_bundle(person))


def test_a_person_nobody_looked_at_gets_an_empty_proven_bundle(bundle: Bundle, tmp_path: Path) -> None:
    nobody = api.export_bundle(uuid4())
    assert nobody["entries"] == []
    assert judge(tmp_path, nobody).returncode == 0


def test_a_kept_checkpoint_is_recognised(bundle: Bundle, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for note in (bundle["checkpoint"], bundle["past"][0]["checkpoint"]):
        kept.write_text(note, encoding="utf-8")
        assert judge(tmp_path, bundle, bundle["key"], str(kept)).returncode == 0
    key = keys.signer()
    kept.write_text(key.sign(Checkpoint(key.name, 5, bytes(32)).text), encoding="utf-8")
    assert "not in this history" in refused(tmp_path, bundle, bundle["key"], str(kept))


@pytest.mark.parametrize("number", [-1, 0])
def test_a_kept_checkpoint_is_compared_by_all_it_says(bundle: Bundle, number: int, tmp_path: Path) -> None:
    """Same size and root over another index of persons: the log told somebody else another list."""
    kept, shown = tmp_path / "kept", bundle["checkpoint"] if number < 0 else bundle["past"][number]["checkpoint"]
    honest = Checkpoint.parse(shown.rpartition("\n\n")[0] + "\n")
    for index in (bytes(32), None):
        other = Checkpoint(honest.origin, honest.size, honest.root, index)
        kept.write_text(keys.signer().sign(other.text), encoding="utf-8")
        assert "not in this history" in refused(tmp_path, bundle, bundle["key"], str(kept))
    kept.write_text(shown + Signer.generate("tinh.example").sign(honest.text).rpartition("\n\n")[2], encoding="utf-8")
    assert judge(tmp_path, bundle, bundle["key"], str(kept)).returncode == 0, "somebody else's line changes nothing"


def test_a_witness_may_have_signed_too(bundle: Bundle, tmp_path: Path) -> None:
    text = bundle["checkpoint"].rpartition("\n\n")[0] + "\n"
    bundle["checkpoint"] += Signer.generate("tinh.example").sign(text).rpartition("\n\n")[2]
    assert judge(tmp_path, bundle).returncode == 0


def test_another_key_does_not_do(bundle: Bundle, tmp_path: Path) -> None:
    stranger = Signer.generate(keys.verifier().name)
    refused(tmp_path, bundle, str(stranger.verifier))
    refused(tmp_path, bundle, "not a key")


def test_a_forger_with_a_key_of_the_same_name_is_refused(bundle: Bundle, tmp_path: Path) -> None:
    stranger = Signer.generate(keys.verifier().name)
    text = bundle["checkpoint"].rpartition("\n\n")[0] + "\n"
    bundle["checkpoint"], bundle["past"] = stranger.sign(text), []
    refused(tmp_path, bundle, str(keys.verifier()))


def _replace(path: list[str], index: int) -> None:
    path[index] = base64.b64encode(bytes(32)).decode()


TAMPERING: dict[str, Callable[[Bundle], object]] = {
    "body": lambda b: b["entries"][1].update(body=b["entries"][1]["body"].replace("Giải quyết", "Tò mò")),
    "index": lambda b: b["entries"][1].update(index=4),
    "index beyond": lambda b: b["entries"][1].update(index=13),
    "index negative": lambda b: b["entries"][1].update(index=-1),
    "index text": lambda b: b["entries"][1].update(index="3"),
    "path": lambda b: _replace(b["entries"][1]["path"], 0),
    "path longer": lambda b: b["entries"][1]["path"].append(b["entries"][1]["path"][0]),
    "path shorter": lambda b: b["entries"][1]["path"].pop(),
    "twice": lambda b: b["entries"].append(copy.deepcopy(b["entries"][1])),
    "another person": lambda b: b.update(party=str(uuid4())),
    "salt": lambda b: b["entries"][1]["subject"].update(salt=base64.b64encode(bytes(16)).decode()),
    "position": lambda b: b["entries"][1]["subject"].update(position=b["entries"][1]["subject"]["position"] ^ 1),
    "person path": lambda b: b["entries"][1]["subject"]["path"].pop(),
    "smaller log": lambda b: b.update(checkpoint=b["checkpoint"].replace("\n13\n", "\n12\n")),
    "signature": lambda b: b.update(checkpoint=b["checkpoint"][:-12] + "AAAAAAAAAA=\n"),
    "no signature": lambda b: b.update(checkpoint=b["checkpoint"].rpartition("\n\n")[0] + "\n\n"),
    "older checkpoint": lambda b: b.update(checkpoint=b["past"][0]["checkpoint"]),
    "past path": lambda b: _replace(b["past"][0]["path"], 0),
    "past path empty": lambda b: b["past"][0]["path"].clear(),
    "past path longer": lambda b: b["past"][0]["path"].append(b["past"][0]["path"][0]),
    "past forged": lambda b: b["past"][0].update(checkpoint=b["past"][0]["checkpoint"].replace("\n8\n", "\n2\n")),
    "format": lambda b: b.update(format="dean06-audit-bundle/3"),
    "missing": lambda b: b.pop("entries"),
    "null": lambda b: b.update(entries=None),
    "not base64": lambda b: b["entries"][1].update(path=["%%%"]),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_a_tampered_bundle_is_refused(name: str, bundle: Bundle, tmp_path: Path) -> None:
    honest = copy.deepcopy(bundle)
    TAMPERING[name](bundle)
    assert bundle != honest
    refused(tmp_path, bundle)


def test_a_rewritten_history_is_refused_even_when_signed(bundle: Bundle, tmp_path: Path) -> None:
    """The log's own key signs a past that never was: the two roots cannot both be of one log."""
    key = keys.signer()
    bundle["past"][0]["checkpoint"] = key.sign(Checkpoint(key.name, 8, bytes(32)).text)
    assert "rewritten" in refused(tmp_path, bundle)


def test_a_bundle_of_form_1_is_still_proven(bundle: Bundle, tmp_path: Path) -> None:
    old = {name: value for name, value in bundle.items() if name not in {"index", "witness"}}
    assert judge(tmp_path, {**old, "format": "dean06-audit-bundle/1"}).returncode == 0


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"bundle"'])
def test_what_is_no_bundle_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_text(text)
    result = subprocess.run([sys.executable, "-I", str(SCRIPT), str(file)], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr.startswith("REFUSED")
