"""An installation brought back from an older backup: older tables are brought up to date, lost entries are noticed."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.config.conftest import Installation
from tests.sandbox.witness_twin import WitnessTwin, running_witness

from dean06.config.postgres import EmbeddedServer
from dean06.kernel.audit.note import Verifier

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def province(place: Path) -> Iterator[WitnessTwin]:
    """A second party with a memory of its own."""
    directory = place / "province"
    directory.mkdir()
    with running_witness(directory) as twin:
        yield twin


@pytest.fixture(scope="module")
def installation(place: Path, province: WitnessTwin) -> Iterator[Installation]:
    """One without people whose log the province signs."""
    made = Installation(
        place / "older", DEAN06_WITNESS_URL=province.url, DEAN06_WITNESS_KEY=str(province.key), DEAN06_DEMO="0"
    )
    with EmbeddedServer(made.state / "postgres").running():
        done(made, "migrate")
        province.know(Verifier.parse(done(made, "audit", "key")))
        yield made


def done(installation: Installation, *command: str) -> str:
    """What a command that succeeds prints."""
    result = installation.run(*command)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def act(installation: Installation) -> None:
    """Something that leaves an entry and has the log signed by both: a bundle is made."""
    done(installation, "audit", "bundle", str(uuid4()), "--purpose", "Thử khôi phục", "--output", "/dev/null")


def test_a_backup_of_an_older_version_is_brought_up_to_date(installation: Installation, place: Path) -> None:
    act(installation)
    done(installation, "django", "migrate", "audit", "0004")
    done(installation, "backup", str(place / "older.tar"))
    done(installation, "migrate")
    assert "Nhật ký kiểm toán nguyên vẹn" in done(installation, "restore", "--replace", str(place / "older.tar"))
    assert "CHƯA" not in done(installation, "audit", "verify")
    done(installation, "backup", str(place / "replaced.tar"))
    elsewhere = Installation(place / "elsewhere", DEAN06_DEMO="0")
    with EmbeddedServer(elsewhere.state / "postgres").running():
        assert "Nhật ký kiểm toán nguyên vẹn" in done(elsewhere, "restore", str(place / "replaced.tar"))


def test_entries_lost_with_an_older_backup_are_an_alarm(installation: Installation, place: Path) -> None:
    act(installation)
    done(installation, "backup", str(place / "before.tar"))
    act(installation)
    done(installation, "backup", str(place / "after.tar"))
    done(installation, "restore", "--replace", str(place / "before.tar"))
    act(installation)
    told = installation.run("audit", "verify")
    assert told.returncode == 1
    assert "Nhật ký nguyên vẹn" in told.stdout, "by itself it cannot know"
    assert "BÁO ĐỘNG chưa đóng" in told.stdout
    done(installation, "restore", "--replace", str(place / "after.tar"))
    act(installation)
    assert "Không còn bản ghi nào chưa được xác nhận" in done(installation, "audit", "verify")
