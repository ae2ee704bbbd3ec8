"""Completeness of a person's bundle, judged by the two stand-alone scripts running without this project."""

import base64
import copy
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from tests.kernel.audit.conftest import CLERK
from tests.kernel.audit.province import SIGNED_AT, Province

from dean06.kernel.audit import api, checkpoints, keys, person_index
from dean06.kernel.audit.models import AuditCheckpoint, AuditCosignature
from dean06.kernel.audit.note import Verifier, open_note, witnessed_at
from dean06.kernel.base import clock

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = Path(__file__).parents[3] / "docs" / "audit_complete.py"
MAX_SCRIPT_LINES = 99
RELEASE = clock.today() + timedelta(days=30)
UNCONFIRMED = 3

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
    assert result.stderr.startswith("REFUSED"), result.stderr
    assert "COMPLETE" not in result.stdout
    return result.stderr


def withheld(person: UUID) -> None:
    with transaction.atomic():
        api.record(
            CLERK,
            "test.secret",
            object_type="test.file",
            object_id="1",
            purpose="Việc kín",
            legal_basis="Luật thử",
            subjects=[person],
            release_on=RELEASE,
        )


@pytest.fixture
def person() -> UUID:
    return uuid4()


@pytest.fixture
def bundle(write: Write, person: UUID) -> Bundle:
    """Five looks at the person among others over three checkpoints, one of them withheld."""
    for number in range(13):
        if number in {3, 8}:
            api.checkpoint()
        if number == 6:
            withheld(person)
        else:
            write(*([person] if number % 3 == 0 else []), uuid4(), uuid4())
    return api.export_bundle(person)


def test_the_script_is_short_and_needs_only_its_neighbour() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MAX_SCRIPT_LINES
    imports = {
        line.split()[1].partition(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))
    }
    assert imports <= {*sys.stdlib_module_names, "audit_verify"}


def test_an_honest_bundle_is_complete(bundle: Bundle, tmp_path: Path) -> None:
    result = judge(tmp_path, bundle, str(keys.verifier()))
    assert result.returncode == 0, result.stderr
    assert "COMPLETE: 5 entries, none left out; NOT confirmed by a second party" in result.stdout
    assert f"withheld until {RELEASE}" in result.stdout


def test_a_withheld_entry_is_counted_and_told_by_its_hash_alone(bundle: Bundle, person: UUID) -> None:
    (secret,) = [one for one in bundle["entries"] if "body" not in one]
    assert set(secret) == {"index", "path", "leaf", "release_on"}
    assert "Việc kín" not in json.dumps(bundle, ensure_ascii=False)
    with clock.at(RELEASE):
        assert "Việc kín" in json.dumps(api.export_bundle(person), ensure_ascii=False)


def test_a_person_nobody_looked_at_proves_it(bundle: Bundle, tmp_path: Path) -> None:
    result = judge(tmp_path, api.export_bundle(uuid4()))
    assert result.returncode == 0, result.stderr
    assert "COMPLETE: 0 entries" in result.stdout


def test_in_an_empty_log_nobody_was_looked_at(tmp_path: Path) -> None:
    bundle = api.export_bundle(uuid4())
    assert bundle["index"] is None
    assert judge(tmp_path, bundle).returncode == 0


def test_a_witness_confirms(bundle: Bundle, person: UUID, tmp_path: Path) -> None:
    province, stranger, row = Province(), Province(), AuditCheckpoint.objects.get(size=13)
    line = province.line(bundle["checkpoint"])
    with clock.at(date(2023, 12, 1)) as moment:
        AuditCosignature.objects.create(checkpoint=row, witness=province.key, line=line, signed_at=moment)
    confirmed = api.export_bundle(person)
    assert confirmed["witness"] == province.key
    log = bundle["key"]
    result = judge(tmp_path, confirmed, log, "--witness-key", province.key)
    assert result.returncode == 0, result.stderr
    assert "none left out; CONFIRMED by tinh.example/witness at 2023-11-14T22:13:20Z" in result.stdout
    assert judge(tmp_path, bundle, log, "--witness-key", province.key).returncode == UNCONFIRMED
    assert judge(tmp_path, confirmed, log, "--witness-key", stranger.key).returncode == UNCONFIRMED
    verifier = Verifier.parse(province.key)
    assert open_note(confirmed["checkpoint"], [verifier])[1] == [verifier]
    assert witnessed_at(line.rstrip("\n")) == SIGNED_AT


def _drop(bundle: Bundle, number: int) -> None:
    del bundle["entries"][number]


def _step(bundle: Bundle, bit: int | None = None) -> None:
    step = bundle["index"]["path"][0]
    bundle["index"]["path"][0] = [step[0] if bit is None else bit, base64.b64encode(bytes(32)).decode()]


TAMPERING: dict[str, Callable[[Bundle], object]] = {
    "an entry dropped": lambda b: _drop(b, 1),
    "the last entry dropped": lambda b: _drop(b, -1),
    "the withheld entry dropped": lambda b: b.update(entries=[one for one in b["entries"] if "body" in one]),
    "dropped with the count": lambda b: (_drop(b, -1), b["index"].update(count=4)),
    "no entries at all": lambda b: b.update(entries=[]),
    "reordered": lambda b: b["entries"].reverse(),
    "twice": lambda b: b["entries"].append(copy.deepcopy(b["entries"][-1])),
    "wrong count": lambda b: b["index"].update(count=6),
    "negative count": lambda b: b["index"].update(count=-1),
    "wrong head": lambda b: b["index"].update(head=base64.b64encode(bytes(32)).decode()),
    "another release day": lambda b: [one.update(release_on="2031-01-01") for one in b["entries"] if "leaf" in one],
    "another hidden entry": lambda b: [
        one.update(leaf=base64.b64encode(bytes(32)).decode()) for one in b["entries"] if "leaf" in one
    ],
    "hidden without a law": lambda b: b["entries"][0].pop("body"),
    "map path": _step,
    "map path downwards": lambda b: _step(b, 300),
    "map path shorter": lambda b: b["index"]["path"].pop(),
    "no place in the map": lambda b: b.update(index=None),
    "somebody else's place": lambda b: b["index"].update(key=base64.b64encode(bytes(32)).decode()),
    "another person": lambda b: b.update(party=str(uuid4())),
    "older checkpoint": lambda b: b.update(checkpoint=b["past"][0]["checkpoint"]),
    "form 1": lambda b: b.update(format="dean06-audit-bundle/1"),
    "no index in the form": lambda b: b.pop("index"),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_a_tampered_bundle_is_refused(name: str, bundle: Bundle, tmp_path: Path) -> None:
    honest = copy.deepcopy(bundle)
    TAMPERING[name](bundle)
    assert bundle != honest
    refused(tmp_path, bundle)


def test_an_older_bundle_of_ones_own_is_complete_for_its_time_only(
    write: Write, person: UUID, bundle: Bundle, tmp_path: Path
) -> None:
    write(person)
    newer = api.export_bundle(person)
    assert judge(tmp_path, bundle).returncode == 0
    mixed = {**newer, "entries": bundle["entries"], "index": bundle["index"]}
    refused(tmp_path, mixed)


def test_a_bundle_waits_for_an_index_that_is_ahead(write: Write, person: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint that crashed after indexing left the index ahead of what is signed."""
    monkeypatch.setattr(person_index, "BATCH", 2)
    for _ in range(7):
        write(person)
    person_index.catch_up()
    assert person_index.state().size > 0
    assert len(api.export_bundle(person)["entries"]) == 7
    last = checkpoints.latest()
    assert last
    assert last.size == person_index.state().size
