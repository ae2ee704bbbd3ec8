"""The environment is read in one place, typed, and what cannot be used is said in words."""

import ast

import pytest
from tests.house.source import python_files, short, tree

from dean06.config import env, sandbox

READERS = {"env.text", "env.flag", "env.number", "env.path"}


def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEAN06_PORT", "  ")
    assert env.number("DEAN06_PORT", least=1, most=65535) == 8600


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("true", True), ("YES", True), ("on", True), ("0", False), ("no", False)]
)
def test_flags(monkeypatch: pytest.MonkeyPatch, said: str, meant: bool) -> None:
    monkeypatch.setenv("DEAN06_DEMO", said)
    assert env.flag("DEAN06_DEMO") is meant


@pytest.mark.parametrize("said", ["abc", "0", "65536", "1.5", "-3"])
def test_a_number_out_of_bounds_names_the_key_the_value_and_the_bounds(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("DEAN06_PORT", said)
    with pytest.raises(env.ConfigurationError, match=f"DEAN06_PORT='{said}'.*từ 1 đến 65535"):
        env.number("DEAN06_PORT", least=1, most=65535)


def test_a_path_is_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEAN06_STATE", "./here")
    assert env.path("DEAN06_STATE").is_absolute()


def test_an_undeclared_key_cannot_be_read() -> None:
    with pytest.raises(KeyError):
        env.text("DEAN06_UNHEARD_OF")


def test_every_declared_key_is_used_and_no_other() -> None:
    """Read through ``env`` only; ports of twins by their table, the browser by the tool that looks for it."""
    read = {
        node.args[0].value
        for path in python_files("src/dean06/config")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS and isinstance(node.args[0], ast.Constant)
    }
    declared = {key.name for key in env.KEYS}
    assert read <= declared
    assert declared - read - {twin.port_key for twin in sandbox.TWINS} == {"DEAN06_CHROMIUM"}


def test_nobody_else_reads_the_environment() -> None:
    allowed = ("src/dean06/config/", "src/dean06/sandbox/", "src/dean06/kernel/base/metrics.py")
    wrong = [
        short(path)
        for path in python_files("src")
        if not short(path).startswith(allowed)
        and any(isinstance(n, ast.Attribute) and ast.unparse(n) == "os.environ" for n in ast.walk(tree(path)))
    ]
    assert not wrong
