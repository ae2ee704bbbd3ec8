"""The ``dean06`` command: help, exit statuses, one clear line instead of a traceback."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from tests.config.conftest import Installation

from dean06.config import cli
from dean06.programme.sample import sample_file


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_its_own_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([name, "--help"])
    assert left.value.code == 0
    assert cli._command(name).HELP.split()[0] in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["unheard-of"], ["backup"], ["report", "weekly"], ["seed", "--unheard-of"]])
def test_a_wrong_command_line_is_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    assert left.value.code == 2
    assert "usage: dean06" in capsys.readouterr().err


def test_ctrl_c_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli._command("import-dispatch"), "run", interrupted)
    assert cli.main(["import-dispatch", "x"]) == cli.EXIT_INTERRUPTED


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("DEAN06_PORT", "abc", "DEAN06_PORT='abc' không dùng được"),
        ("DEAN06_DATABASE_URL", "nothing", "không phải địa chỉ PostgreSQL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line(
    installation: Installation, setting: str, value: str, said: str
) -> None:
    installation.environment[setting] = value
    installation.environment.setdefault("DEAN06_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    done = installation.run("check")
    assert done.returncode == cli.EXIT_FAILURE
    assert said in done.stderr
    assert done.stderr.startswith("dean06: ")
    assert "Traceback" not in done.stderr


def test_a_dispatch_read_as_json_is_all_there_is_on_standard_output(installation: Installation, tmp_path: Path) -> None:
    name, data = sample_file()
    file = tmp_path / name
    file.write_bytes(data)
    done = installation.run("import-dispatch", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["pilots"]) == 23
    assert not (installation.state / "postgres").exists(), "reading needs no database"


@pytest.mark.parametrize(("name", "content"), [("absent.txt", None), ("empty.txt", b""), ("note.txt", b"Xin chao")])
def test_what_cannot_be_read_is_said_on_standard_error(
    name: str, content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    assert cli.main(["import-dispatch", str(file), "--json"]) == cli.EXIT_FAILURE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("dean06: ")


def test_invented_people_come_only_where_a_demo_is_allowed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], db: None
) -> None:
    monkeypatch.setenv("DEAN06_DEMO", "0")
    assert cli.main(["seed", "--demo"]) == cli.EXIT_FAILURE
    assert "DEAN06_DEMO=1" in capsys.readouterr().err
    assert not apps.get_model("parties", "Party").objects.exists()
    assert apps.get_model("parties", "Unit").objects.exists(), "reference data is what every installation needs"
