"""What the source must never hold: a second clock, a swallowed error, a print, an address of some machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from tests.house.source import ROOT, SOURCE, kept_files, python_files, short, tree

FILES = python_files("src")
# Who may read the machine's clock, and why.
OWN_CLOCK = {
    "src/dean06/kernel/base/clock.py": "it is the clock",
    "src/dean06/kernel/identity/session_store.py": "browser sessions are written with Django's own hour of expiry",
    "src/dean06/sandbox/": "a system of somebody else: its time is not ours to set",
}
ASKS_THE_TIME = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "time.time"}
# The terminal is the user of these.
MAY_PRINT = (
    "src/dean06/config/cli.py",
    "src/dean06/config/commands/",
    "src/dean06/kernel/identity/cli.py",
    "src/dean06/kernel/audit/cli.py",
    "src/dean06/sandbox/card/__main__.py",
    "src/dean06/sandbox/vneid/__main__.py",
    "src/dean06/programme/sample/__main__.py",
)
TEXT = {".py", ".md", ".txt", ".in", ".toml", ".json", ".html", ".css", ".js", ".mjs", ".yml", ".typ", ".tmpl", ""}
# Hosts packages come from and paths of one machine have no place in a file others build from.
REGISTRY = re.compile(
    r"(?:files\.pythonhosted|pypi|registry\.npmjs|registry\.yarnpkg|proxy\.golang|\bartifactory|\bnexus)"
    r"[\w.-]*\.(?:org|com|dev|net|io)|--(?:extra-)?index-url|--find-links",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(r"(?<![\w.:/<-])/(?:home|root|Users|work|workspace|mnt|build)/[\w.-]+")
SIGNAL = re.compile(r"django\.(?:db|dispatch|core)[.\w]* import .*(?:post_save|pre_save|post_delete|Signal)\b")
LEFT_BEHIND = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Names of all functions a file calls, as written, with the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def is_under(path: Path, places: tuple[str, ...]) -> bool:
    """True when the file is, or lies below, one of the places."""
    return short(path).startswith(places)


def test_time_is_asked_of_the_kernels_clock_alone() -> None:
    wrong = [
        f"{short(path)}:{line} {name}"
        for path in FILES
        if not is_under(path, tuple(OWN_CLOCK))
        for name, line in calls(path)
        if any(name == one or name.endswith(f".{one}") for one in ASKS_THE_TIME)
    ]
    assert not wrong, "use dean06.kernel.base.clock: tests and the day picker set it"


def test_only_commands_print() -> None:
    wrong = [
        f"{short(path)}:{line}"
        for path in FILES
        if not is_under(path, MAY_PRINT)
        for name, line in calls(path)
        if name == "print"
    ]
    assert not wrong


def test_those_who_may_print_or_read_clocks_are_still_there() -> None:
    assert not [place for place in (*OWN_CLOCK, *MAY_PRINT) if not (ROOT / place).exists()]


def handlers(path: Path) -> Iterator[ast.ExceptHandler]:
    """Every except clause of a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler))


def is_broad(handler: ast.ExceptHandler) -> bool:
    """Catches everything."""
    return handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"}


@pytest.mark.parametrize("path", python_files("src", "tools", "bench"), ids=short)
def test_no_error_is_swallowed(path: Path) -> None:
    bare = [handler.lineno for handler in handlers(path) if handler.type is None]
    assert not bare, "name what is caught"
    silent = [h.lineno for h in handlers(path) if is_broad(h) and all(isinstance(s, ast.Pass) for s in h.body)]
    assert not silent, "an error swallowed"
    suppressed = [line for name, line in calls(path) if name.endswith("suppress") and _suppresses_all(path, line)]
    assert not suppressed


def _suppresses_all(path: Path, line: int) -> bool:
    text = path.read_text(encoding="utf-8").splitlines()[line - 1]
    return re.search(r"suppress\((?:Base)?Exception\)", text) is not None


def test_no_django_signal_between_packages() -> None:
    wrong = [
        short(path)
        for path in FILES
        if re.search(
            r"django\.(?:db\.models|dispatch|core)\.?\w* import .*(?:post_save|pre_save|Signal)\b", _text(path)
        )
    ]
    assert not wrong, "use a typed event of kernel.base.events"


def test_nothing_is_left_for_later() -> None:
    assert not [short(path) for path in python_files("src", "tools", "bench") if LEFT_BEHIND.search(_text(path))]


def readable() -> list[Path]:
    """Every text file git keeps, this one left out: it names what it looks for."""
    return [path for path in kept_files() if path.suffix in TEXT and path != Path(__file__)]


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH], ids=["registry host", "machine path"])
def test_no_file_names_where_it_was_built(pattern: re.Pattern[str]) -> None:
    wrong = [f"{short(path)}: {found[0]}" for path in readable() if (found := pattern.search(_text(path)))]
    assert not wrong


def test_requirements_are_pinned_with_digests() -> None:
    for name in ("base", "dev", "node", "uv"):
        text = _text(ROOT / "requirements" / f"{name}.txt")
        pins = re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[[\w,-]+\])?==", text, re.MULTILINE)
        blocks = text.count("--hash=sha256:")
        assert pins, name
        assert blocks >= len(pins), f"{name}: packages without a digest"


def test_the_npm_lock_gives_digests_and_no_address() -> None:
    text = _text(ROOT / "package-lock.json")
    assert '"integrity"' in text
    assert '"resolved"' not in text


def test_migrations_are_numbered_and_linear() -> None:
    for folder in SOURCE.rglob("migrations"):
        numbers = sorted(int(path.name[:4]) for path in folder.glob("[0-9]*.py"))
        assert numbers == list(range(1, len(numbers) + 1)), short(folder)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_models_and_migrations_agree(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    assert "No changes detected" in capsys.readouterr().out


@pytest.mark.django_db
def test_every_table_was_made_by_a_migration_of_ours() -> None:
    """No leftovers and no missing ones: what the models name is what the database holds."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    assert ours <= set(connection.introspection.table_names())


@pytest.mark.django_db
def test_the_system_checks_say_nothing() -> None:
    assert run_checks(include_deployment_checks=False) == []
