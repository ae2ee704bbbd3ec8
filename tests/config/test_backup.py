"""A backup is worth what its restoration is worth: restored into an empty installation and compared."""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.config.conftest import Installation

from dean06.config.postgres import EmbeddedServer

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

DIGEST = "select count(*) || ':' || md5(coalesce(string_agg(t::text, ';' order by t::text), '')) from {} t"


@pytest.fixture(scope="module", autouse=True)
def held(prepared: Installation) -> Iterator[None]:
    """The demo's server stays up between the commands: starting and stopping it is what takes time."""
    with EmbeddedServer(prepared.state / "postgres").running():
        yield


@pytest.fixture(scope="module")
def installation(place: Path) -> Iterator[Installation]:
    """An empty one; the last test fills it."""
    made = Installation(place / "restored")
    with EmbeddedServer(made.state / "postgres").running():
        yield made


@pytest.fixture(scope="module")
def archive(prepared: Installation, place: Path) -> Path:
    """A backup of the whole demo."""
    file = place / "backup.tar"
    done = prepared.run("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "hãy cất nơi an toàn" in done.stdout
    return file


def rows(installation: Installation) -> dict[str, str]:
    """A digest of the content of every table."""
    server = EmbeddedServer(installation.state / "postgres")
    with server.running(), psycopg.connect(server.url()) as connection:
        names = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        return {
            name: connection.execute(sql.SQL(DIGEST).format(sql.Identifier(name))).fetchone()[0] for (name,) in names
        }


def files(installation: Installation, *places: str) -> dict[str, str]:
    """Digests of the files an installation cannot make again."""
    return {
        str(file.relative_to(installation.state)): hashlib.sha256(file.read_bytes()).hexdigest()
        for place in places
        for file in (installation.state / place).rglob("*")
        if file.is_file()
    }


def test_only_its_owner_may_read_it(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600


def test_one_that_holds_data_is_not_overwritten(archive: Path, prepared: Installation) -> None:
    before = rows(prepared)
    done = prepared.run("restore", str(archive))
    assert done.returncode == 1
    assert "--replace" in done.stderr
    assert rows(prepared) == before


def test_with_replace_it_is(archive: Path, prepared: Installation) -> None:
    before = rows(prepared)
    server = EmbeddedServer(prepared.state / "postgres")
    with server.running(), psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("update parties_party set full_name = 'Sai'")
    done = prepared.run("restore", str(archive), "--replace")
    assert done.returncode == 0, done.stderr
    assert rows(prepared) == before


@pytest.fixture
def damaged(archive: Path, place: Path) -> Path:
    """The same archive with one byte of the dump changed."""
    copy = place / "damaged.tar"
    copy.write_bytes(archive.read_bytes())
    with tarfile.open(copy) as tar:
        start = tar.getmember("database.dump").offset_data
    with copy.open("r+b") as stream:
        stream.seek(start + 5000)
        byte = stream.read(1)
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([byte[0] ^ 1]))
    return copy


def test_a_damaged_one_changes_nothing(damaged: Path, installation: Installation) -> None:
    done = installation.run("restore", str(damaged))
    assert done.returncode == 1
    assert "bị hỏng: database.dump" in done.stderr
    assert rows(installation) == {}


def test_half_a_file_is_refused(archive: Path, place: Path, installation: Installation) -> None:
    half = place / "half.tar"
    half.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    done = installation.run("restore", str(half))
    assert done.returncode == 1
    assert done.stderr.startswith("dean06: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", [b"", b"not an archive at all"])
def test_what_is_no_backup_is_refused(content: bytes, place: Path, installation: Installation) -> None:
    file = place / "other.tar"
    file.write_bytes(content)
    done = installation.run("restore", str(file))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_place_that_cannot_be_written_is_said(prepared: Installation) -> None:
    done = prepared.run("backup", "/nowhere/at/all.tar")
    assert done.returncode == 1
    assert "không sao lưu được" in done.stderr


def test_restored_it_is_the_same_installation(
    archive: Path, prepared: Installation, installation: Installation
) -> None:
    done = installation.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "Nhật ký kiểm toán nguyên vẹn" in done.stdout
    there, here = rows(prepared), rows(installation)
    assert there == here
    assert not there["programme_evidence"].startswith("0:")
    assert files(installation, "blobs", "keys") == files(prepared, "blobs", "keys")
    assert files(installation, "blobs")
    assert all(
        file.stat().st_mode & 0o077 == 0 for file in (installation.state / "keys").iterdir() if file.suffix == ".key"
    )
    for command in (["check"], ["audit", "verify"]):
        again = installation.run(*command)
        assert again.returncode == 0, again.stdout + again.stderr
