"""Directions of import: the contracts hold, and nobody bought an exception."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.house.source import ROOT, SOURCE, python_files, short, tree

import dean06

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
KINDS = {"layers", "independence", "forbidden", "protected"}


def test_no_contract_carries_an_exception() -> None:
    bought = [one["name"] for one in CONTRACTS["contracts"] if one.get("ignore_imports")]
    assert not bought
    assert "ignore_imports" not in CONTRACTS


def test_the_contracts_of_the_architecture_are_all_there() -> None:
    assert {one["type"] for one in CONTRACTS["contracts"]} == KINDS
    houses = next(one for one in CONTRACTS["contracts"] if one["name"].startswith("Houses"))
    assert houses["exhaustive"]
    assert houses["exhaustive_ignores"] == ["sandbox"]
    independent = {name for one in CONTRACTS["contracts"] if one["type"] == "independence" for name in one["modules"]}
    assert independent == {"dean06.pilots.*", "dean06.adapters.*"}


@pytest.mark.slow
def test_import_linter_is_content(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--cache-dir", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_pilot_imports_another() -> None:
    """By reading, so that an import inside a function or under TYPE_CHECKING counts as well."""
    wrong = []
    for path in python_files("src/dean06/pilots"):
        own = path.relative_to(SOURCE / "pilots").parts[0]
        text = path.read_text(encoding="utf-8")
        others = {word.split(".")[2] for word in _dotted(text) if word.count(".") >= 2} - {own}
        wrong += [f"{short(path)} -> {other}" for other in sorted(others)]
    assert not wrong


def _dotted(text: str) -> set[str]:
    cleaned = text.replace('"', " ").replace("'", " ").replace(":", " ").replace(",", " ")
    return {word for word in cleaned.split() if word.startswith("dean06.pilots.p")}


def test_the_sandbox_names_nothing_of_ours() -> None:
    for path in python_files("src/dean06/sandbox"):
        words = {word for word in path.read_text(encoding="utf-8").split() if word.startswith("dean06.")}
        assert all(word.startswith("dean06.sandbox") for word in words), short(path)


def test_every_module_of_ours_can_be_parsed_and_belongs_to_a_house() -> None:
    houses = {"config", "kernel", "ui", "programme", "portal", "pilots", "adapters", "sandbox"}
    for path in python_files("src"):
        assert tree(path)
        assert path.parent == Path(dean06.__file__).parent or path.relative_to(SOURCE).parts[0] in houses
