"""The fuzzer of chip cards: a short run finds nothing, and what it would find is kept and can be tried again."""

import importlib.util
from pathlib import Path

import pytest

from dean06.kernel.chipid.types import CardRefused

TOOL = Path(__file__).parents[2] / "tools" / "fuzz_chipid.py"


@pytest.fixture(scope="module")
def fuzzer():
    spec = importlib.util.spec_from_file_location("fuzz_chipid", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_short_run_finds_nothing(fuzzer, tmp_path, capsys):
    assert fuzzer.main(["--seconds", "3", "--seed", "6", "--kept-in", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "0 findings; seed 6" in said
    assert not list(tmp_path.iterdir())


def test_a_finding_is_kept_with_what_happened(fuzzer, tmp_path, capsys):
    def breaks(data: bytes) -> None:
        if len(data) % 2:
            raise CardRefused("malformed")
        raise ZeroDivisionError(len(data))

    found = {"breaks": fuzzer.Target(breaks, (b"a seed",))}
    assert fuzzer.fuzz(found, 0.2, 6, tmp_path)
    kept = sorted(tmp_path.glob("breaks-*.bin"))
    assert all(len(path.read_bytes()) % 2 == 0 for path in kept)
    assert "ZeroDivisionError" in kept[0].with_suffix(".txt").read_text(encoding="utf-8")
    assert str(kept[0]) in capsys.readouterr().out


def test_a_kept_input_is_tried_again(fuzzer, tmp_path, capsys):
    kept = tmp_path / "dg13-0123456789ab.bin"
    kept.write_bytes(b"no facts")
    assert fuzzer.main(["--replay", str(kept)]) == 0
    assert "malformed" in capsys.readouterr().out


def test_what_takes_long_is_a_finding(fuzzer, monkeypatch):
    monkeypatch.setattr(fuzzer, "SLOW_SECONDS", -1.0)
    assert fuzzer.outcome(fuzzer.Target(len, (b"",)), b"")[1].startswith("took")


def test_a_target_nobody_knows_is_told(fuzzer, capsys):
    with pytest.raises(SystemExit):
        fuzzer.main(["--target", "passport"])
    assert "verdict-SOD-0" in capsys.readouterr().err
