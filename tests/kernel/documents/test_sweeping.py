"""What nobody holds leaves the store after its time; what is held, young or put again at that moment stays."""

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.documents.wallet import OPERATOR, officer, person

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted
from dean06.kernel.documents import api, tasks
from dean06.kernel.documents.models import OwnPaper
from dean06.kernel.documents.services import sweeping
from dean06.kernel.documents.services.sweeping import UNHELD_DAYS, Swept, sweep_store
from dean06.kernel.documents.store import holders
from dean06.kernel.documents.store.files import name_of, open_file, put_file
from dean06.kernel.documents.store.places import Directory, place
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import cli

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Any) -> Path:
    settings.STATE = tmp_path
    return tmp_path / "blobs"


def put(content: bytes, *, days_ago: float = UNHELD_DAYS + 1) -> str:
    """A content, put so long ago."""
    sha256 = put_file(io.BytesIO(content), max_bytes=1000, name="x").sha256
    at = (clock.now() - timedelta(days=days_ago)).timestamp()
    os.utime(path_of(sha256), (at, at))
    return sha256


def path_of(sha256: str) -> Path:
    store = place()
    assert isinstance(store, Directory)
    return store._root / name_of(sha256)


def held(sha256: str) -> str:
    """A paper of somebody's wallet that cites it."""
    owner = person().party_id
    OwnPaper.objects.create(owner_id=owner, title="x", file_name="x", sha256=sha256, media_type="x", size=1)
    return sha256


def is_there(sha256: str) -> bool:
    try:
        open_file(sha256).close()
    except NotFound:
        return False
    return True


def test_only_what_is_old_and_held_by_nobody_goes() -> None:
    gone, kept, young = put(b"gone"), held(put(b"kept")), put(b"young", days_ago=UNHELD_DAYS - 1)
    assert sweep_store(SYSTEM, dry_run=True) == Swept(files=3, unheld=1, removed=0, abandoned=0)
    assert is_there(gone)
    assert not actions_of("documents.sweep_store")
    assert sweep_store(SYSTEM) == Swept(files=3, unheld=1, removed=1, abandoned=0)
    assert [is_there(one) for one in (gone, kept, young)] == [False, True, True]
    assert len(actions_of("documents.sweep_store")) == 1
    assert sweep_store(SYSTEM).removed == 0


def test_what_its_row_let_go_of_goes_a_month_later() -> None:
    sha256 = held(put(b"paper"))
    OwnPaper.objects.all().delete()
    assert tasks.sweep_store(0) == 1
    assert not is_there(sha256)


@pytest.mark.parametrize("moment", ["listed", "left"])
def test_put_again_at_the_same_moment_it_stays(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """An upload of the same content after the sweeper listed it, and while it is on its way out."""
    sha256 = put(b"again")
    if moment == "listed":
        names = sweeping._held_names

        def late() -> set[str]:
            put_file(io.BytesIO(b"again"), max_bytes=1000, name="x")
            return names()

        monkeypatch.setattr(sweeping, "_held_names", late)
    else:
        rename = Path.rename

        def slow(self: Path, target: Path) -> Path:
            done = rename(self, target)
            if target.parent.name == "leaving":
                put_file(io.BytesIO(b"again"), max_bytes=1000, name="x")
            return done

        monkeypatch.setattr(Path, "rename", slow)
    sweep_store(SYSTEM)
    assert is_there(sha256)
    with open_file(sha256) as file:
        assert file.read() == b"again"


def test_a_sweeper_that_was_killed_leaves_nothing_half_gone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = held(put(b"kept"))
    (root / "leaving").mkdir()
    path_of(sha256).rename(root / "leaving" / name_of(sha256).replace("/", "-"))
    assert not is_there(sha256)
    sweep_store(SYSTEM)
    assert is_there(sha256)


def test_uploads_that_were_killed_are_cleared(root: Path) -> None:
    put(b"x")
    for name, hours in (("old", 30), ("new", 1)):
        (root / "incoming" / name).write_bytes(b"half")
        at = (clock.now() - timedelta(hours=hours)).timestamp()
        os.utime(root / "incoming" / name, (at, at))
    assert sweep_store(SYSTEM).abandoned == 1
    assert [one.name for one in (root / "incoming").iterdir()] == ["new"]


def test_another_database_removes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "GROWN", 3)
    kept = [put(bytes([number])) for number in range(5)]
    with pytest.raises(Conflict, match="5 trên 5"):
        sweep_store(SYSTEM)
    assert all(map(is_there, kept))
    for one in kept[:3]:
        held(one)
    assert sweep_store(SYSTEM).removed == 2


def test_a_bucket_is_not_swept(settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"documents": memory}
    put_file(io.BytesIO(b"x"), max_bytes=10, name="x")
    assert put_file(io.BytesIO(b"x"), max_bytes=10, name="x").size == 1
    with pytest.raises(Conflict):
        sweep_store(SYSTEM)
    assert tasks.sweep_store(0) == 0


def test_who_may(settings: Any) -> None:
    parties.load_reference_data(SYSTEM)
    for actor in (officer(), person()):
        with pytest.raises(NotPermitted):
            sweep_store(actor)
    assert sweep_store(OPERATOR).files == 0


def test_the_command_counts_before_it_removes(capsys: pytest.CaptureFixture[str]) -> None:
    sha256 = put(b"gone")
    for dry_run in (True, False):
        args = type("Args", (), {"verb": "files", "dry_run": dry_run})()
        assert cli.run(args) == 0
        assert is_there(sha256) is dry_run
    assert "1 tệp không nơi nào giữ" in capsys.readouterr().out


def test_every_house_that_keeps_files_is_asked() -> None:
    named = {model._meta.app_label for model, _ in holders.columns()}
    assert named == {"documents", "cases", "programme", "p02_certified_documents", "p17_health_labour_books"}
    assert api.UNHELD_DAYS == UNHELD_DAYS
