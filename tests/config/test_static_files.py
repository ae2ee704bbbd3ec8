"""Style sheets are there whenever a server starts, and collected once."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from dean06.config import static_files
from dean06.config.env import ConfigurationError

pytestmark = pytest.mark.skipif(finders.find(static_files.BUILT) is None, reason="front end not built: make assets")


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    return settings.STATIC_ROOT


def test_collected_once_and_again_after_a_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert static_files.ensure() is True
    assert list(root.rglob("*.css"))
    assert static_files.ensure() is False
    monkeypatch.setattr(static_files, "_fingerprint", lambda: "another version")
    assert static_files.ensure() is True
    assert static_files.ensure() is False


def test_a_directory_emptied_by_somebody_is_filled_again(root: Path) -> None:
    static_files.ensure()
    (root / static_files.MARK).unlink()
    assert static_files.ensure() is True


def test_a_front_end_never_built_says_what_to_do(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finders, "find", lambda name: None)
    with pytest.raises(ConfigurationError, match="make assets"):
        static_files.ensure()
    assert not root.exists()
