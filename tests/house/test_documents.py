"""Documents say what the code does: settings, commands, decisions."""

from pathlib import Path

import pytest

from dean06.config import cli, env

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "docs/operations/settings.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", env.KEYS, ids=lambda key: key.name)
def test_every_setting_is_documented_with_its_default(key: env.Key) -> None:
    row = next((line for line in SETTINGS.splitlines() if line.startswith(f"| `{key.name}`")), "")
    assert row, f"{key.name} is missing in docs/operations/settings.md"
    assert not key.default or f"`{key.default}`" in row


def test_settings_page_names_nothing_unknown() -> None:
    known = {key.name for key in env.KEYS}
    named = {word.strip("`|") for word in SETTINGS.split() if word.startswith("`DEAN06_")}
    assert named <= known


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_a_module_with_help(name: str) -> None:
    command = cli._command(name)
    assert command.HELP
    assert isinstance(command.NEEDS_DATABASE, bool)


def test_readme_gives_the_two_commands_and_existing_links() -> None:
    assert "make demo" in README
    assert "make test" in README
    links = [part.split(")")[0] for part in README.split("](")[1:]]
    missing = [link for link in links if not link.startswith("http") and not (ROOT / link).exists()]
    assert not missing


def test_every_library_is_a_sentence_in_the_decisions() -> None:
    decisions = (ROOT / "docs/adr/0002-libraries.md").read_text(encoding="utf-8").lower()
    lines = (ROOT / "requirements/base.in").read_text(encoding="utf-8").splitlines()
    names = [line.split(">")[0].split("[")[0].strip() for line in lines if line and not line.startswith("#")]
    unnamed = [
        name for name in names if name.replace("psycopg", "psycopg 3") not in decisions and name not in decisions
    ]
    assert not unnamed


def test_every_measurement_is_reported_with_its_command() -> None:
    page = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    scripts = {path.stem for path in (ROOT / "bench").glob("[a-z]*.py")}
    named = {word.strip("`").split(".")[1] for word in page.split() if word.startswith("bench.")}
    assert named == scripts


def test_every_how_to_is_listed() -> None:
    index = (ROOT / "docs/howto/README.md").read_text(encoding="utf-8")
    assert not [path.name for path in (ROOT / "docs/howto").glob("[a-z]*.md") if path.name not in index]


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = [part.split(")")[0].split("#")[0] for part in path.read_text(encoding="utf-8").split("](")[1:]]
    inside = [link for link in links if link and not link.startswith(("http://", "https://", "mailto:"))]
    assert not [link for link in inside if not (path.parent / link).exists()]
