"""The scaffold writes a pilot that passes our own checks and tests, and never overwrites anything."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dean06.kernel.manifest.api import all_pilots

ROOT = Path(__file__).parents[2]
NEW = ["--number", "99", "--slug", "bus_lanes", "--title", "Làn xe buýt", "--group", "II", "--lead", "Công an huyện"]
SLUG = "p99_bus_lanes"
SETTINGS = f"""
from dean06.config.settings.test import *  # noqa: F403
DATABASES["default"]["TEST"] = {{"NAME": "test_scaffold_{os.getpid()}"}}  # noqa: F405
"""
# What the tool tells the newcomer to do, done.
BUILT = f"""status=Status.BUILT,
    roles=(PilotRole(code="clerk", title="Cán bộ", base=Role.CLERK),),
    urls="dean06.pilots.{SLUG}.urls",
    api="dean06.pilots.{SLUG}.api",
    indicators=(
        Indicator(
            code="entries",
            label="Mục đã ghi",
            unit_vi="mục",
            selector="dean06.pilots.{SLUG}.selectors:count_entries",
        ),
    ),"""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("new_pilot", ROOT / "tools" / "new_pilot.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout to write pilots into; all but the pilots is the real thing, by link."""
    package = tmp_path / "src" / "dean06"
    package.mkdir(parents=True)
    for part in (ROOT / "src" / "dean06").iterdir():
        if part.name not in {"pilots", "__pycache__"}:
            (package / part.name).symlink_to(part)
    shutil.copytree(
        ROOT / "src" / "dean06" / "pilots", package / "pilots", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "scaffold_settings.py").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def run(checkout: Path, *command: str) -> None:
    """Run a module of this interpreter in the checkout; its output is the message when it fails."""
    path = os.pathsep.join([str(checkout / "src"), str(checkout)])
    environment = os.environ | {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "scaffold_settings"}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_pilot_of_the_dispatch_keeps_its_manifest(tool: ModuleType, tmp_path: Path) -> None:
    kept = tmp_path / "src" / "dean06" / "pilots" / "p04_hospital_kiosk" / "manifest.py"
    kept.parent.mkdir(parents=True)
    kept.write_text("PILOT = 1\n", encoding="utf-8")
    assert tool.main(["--number", "4", "--root", str(tmp_path)]) == 0
    assert kept.read_text(encoding="utf-8") == "PILOT = 1\n"
    names = {path.name for path in kept.parent.iterdir()}
    anatomy = {"models", "rules", "selectors", "services", "forms", "views", "api", "tasks", "seed", "urls"}
    assert {f"{name}.py" for name in anatomy} <= names
    assert {"templates", "static", "migrations"} <= names
    assert (tmp_path / "tests" / "pilots" / "p04_hospital_kiosk" / "test_services.py").exists()


def test_nothing_is_overwritten_and_nothing_half_written(
    tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "src" / "dean06" / "pilots" / "p04_hospital_kiosk" / "rules.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("# mine\n", encoding="utf-8")
    assert tool.main(["--number", "4", "--root", str(tmp_path)]) == 1
    assert "rules.py" in capsys.readouterr().err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--number", "99"], "give also --slug, --title, --group, --lead"),
        (["--number", "4", "--slug", "other"], "is p04_hospital_kiosk"),
        ([*NEW, "--slug", "Bus-Lanes"], "not pNN_words"),
        ([*NEW, "--group", "VI"], "group 'VI'"),
        ([*NEW, "--title", 'Làn "xe"'], "quotation marks"),
    ],
)
def test_refusals_say_why(
    tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert tool.main([*arguments, "--root", str(tmp_path)]) == 1
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_every_pilot_not_built_yet_can_be_scaffolded(tool: ModuleType, checkout: Path) -> None:
    for entry in all_pilots():
        if not entry.is_built:
            assert tool.main(["--number", str(entry.number), "--slug", entry.slug[4:], "--root", str(checkout)]) == 0
    run(checkout, "ruff", "check", "src/dean06/pilots", "tests")
    run(checkout, "ruff", "format", "--check", "src/dean06/pilots", "tests")


def _declare_built(manifest: Path) -> None:
    text = manifest.read_text(encoding="utf-8")
    text = text.replace("status=Status.NOT_BUILT,", BUILT)
    text = text.replace("import Pilot, Reading, Status", "import Indicator, Pilot, PilotRole, Reading, Status")
    text = text.replace(
        "from dean06.kernel.manifest.types",
        "from dean06.kernel.base.actor import Role\nfrom dean06.kernel.manifest.types",
    )
    manifest.write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_the_new_pilot_passes_types_and_its_own_tests(tool: ModuleType, checkout: Path) -> None:
    assert tool.main([*NEW, "--root", str(checkout)]) == 0
    _declare_built(checkout / "src" / "dean06" / "pilots" / SLUG / "manifest.py")
    run(checkout, "ruff", "check", f"src/dean06/pilots/{SLUG}", f"tests/pilots/{SLUG}")
    run(checkout, "ruff", "format", "--check", f"src/dean06/pilots/{SLUG}", f"tests/pilots/{SLUG}")
    run(checkout, "django", "makemigrations", SLUG, "-n", "initial")
    run(checkout, "pytest", f"tests/pilots/{SLUG}", "-q", "-p", "no:cacheprovider", "--ds=scaffold_settings")
    text = (checkout / "pyproject.toml").read_text(encoding="utf-8")
    typed = text.replace('"dean06.config.settings"\n', '"scaffold_settings"\n', 1)
    assert 'django_settings_module = "scaffold_settings"' in typed
    (checkout / "pyproject.toml").write_text(typed, encoding="utf-8")
    run(checkout, "mypy", "--strict", "-p", f"dean06.pilots.{SLUG}")
