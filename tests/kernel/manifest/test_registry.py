"""Pilots are found by where they lie, without Django."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dean06.kernel.manifest import registry
from dean06.kernel.manifest.checks import ManifestError

MANIFEST = """
from dean06.kernel.manifest.types import Pilot, Reading
PILOT = Pilot(number={number}, slug="{slug}", title="Thử nghiệm", short_title="Thử", group="I",
              narrative=Reading(), table=Reading(lead=("Công an huyện",)), summary_vi="Để thử.")
"""


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Path]:
    """An empty pilots package in a temporary directory, in the place of the real one."""
    package = tmp_path / f"pilots_{request.node.name.split('[')[0]}"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(registry, "PILOTS_PACKAGE", package.name)
    registry.slugs.cache_clear()
    registry.all_pilots.cache_clear()
    yield package
    registry.slugs.cache_clear()
    registry.all_pilots.cache_clear()


def put(package: Path, slug: str, text: str) -> None:
    (package / slug).mkdir()
    (package / slug / "__init__.py").write_text("")
    (package / slug / "manifest.py").write_text(text)


def test_found_in_order_and_strangers_ignored(elsewhere: Path) -> None:
    put(elsewhere, "p02_second", MANIFEST.format(number=2, slug="p02_second"))
    put(elsewhere, "p01_first", MANIFEST.format(number=1, slug="p01_first"))
    put(elsewhere, "helpers", "")
    assert registry.slugs() == ("p01_first", "p02_second")
    assert [entry.number for entry in registry.all_pilots()] == [1, 2]
    assert registry.pilot(2).slug == "p02_second"
    with pytest.raises(LookupError, match="no pilot 3"):
        registry.pilot(3)


def test_a_number_used_twice_is_refused(elsewhere: Path) -> None:
    for slug in ("p01_first", "p01_other"):
        put(elsewhere, slug, MANIFEST.format(number=1, slug=slug))
    with pytest.raises(ManifestError, match=r"used by two pilots: \[1\]"):
        registry.all_pilots()


def test_a_manifest_in_the_wrong_place_is_refused(elsewhere: Path) -> None:
    put(elsewhere, "p01_first", MANIFEST.format(number=1, slug="p01_other"))
    with pytest.raises(ManifestError, match="declares slug 'p01_other'"):
        registry.all_pilots()


def test_a_package_without_manifest_value_is_refused(elsewhere: Path) -> None:
    put(elsewhere, "p01_first", "PILOT = 1\n")
    with pytest.raises(ManifestError, match="must define PILOT"):
        registry.all_pilots()


def test_a_function_is_found_or_named() -> None:
    assert registry.function_at("dean06.kernel.base.text:fold").__name__ == "fold"
    with pytest.raises(ManifestError, match="no function"):
        registry.function_at("dean06.kernel.base.text:nothing")


def test_the_registry_needs_no_django() -> None:
    code = "import sys; from dean06.kernel.manifest import api; api.all_pilots(); assert 'django' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
