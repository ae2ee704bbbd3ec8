"""Backup and restore of a whole installation: database, files, keys, in one archive with its own check sums."""

import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dean06.config import database, paths
from dean06.config.postgres import run_tool

FORMAT = 1
DUMP = "database.dump"
CONTENTS = "contents.json"
EMPTY_SCHEMA = (  # as a new database has it: a later dump must find nothing unusual about it
    "DROP SCHEMA public CASCADE",
    "CREATE SCHEMA public AUTHORIZATION pg_database_owner",
    "GRANT USAGE ON SCHEMA public TO PUBLIC",
)
KEPT = ("blobs", "keys")  # everything else under the state directory can be made again


class BackupError(Exception):
    """The archive cannot be made or used; the message (Vietnamese) says why."""


def create(archive: Path) -> int:
    """Write the archive, readable by its owner only, and return its size in bytes. It holds keys: guard it."""
    partial = archive.with_name(archive.name + ".part")
    with tempfile.TemporaryDirectory(dir=paths.state()) as scratch:
        dump = Path(scratch) / DUMP
        run_tool("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", database.url())
        files = {DUMP: dump, **_kept_files()}
        contents = Path(scratch) / CONTENTS
        contents.write_text(json.dumps({"format": FORMAT, "sha256": {n: _digest(p) for n, p in files.items()}}))
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as tar:
                tar.add(contents, CONTENTS)
                for name, file in files.items():
                    tar.add(file, name)
            stream.flush()
            os.fsync(stream.fileno())
    partial.replace(archive)
    return archive.stat().st_size


def restore(archive: Path, *, replace: bool) -> None:
    """Put the archive's installation in place; refuses to overwrite one that holds data unless ``replace``."""
    if not replace and _has_tables():
        raise BackupError("Cơ sở dữ liệu đích đã có dữ liệu. Thêm --replace nếu thật sự muốn thay thế toàn bộ.")
    with tempfile.TemporaryDirectory(dir=paths.state()) as scratch:
        unpacked = Path(scratch)
        _unpack(archive, unpacked)
        _check(unpacked)
        (_replace_tables if replace else _fill_tables)(unpacked / DUMP)
        _put_files_back(unpacked)


def _fill_tables(dump: Path) -> None:
    run_tool(
        "pg_restore",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={database.url()}",
        str(dump),
    )


def _replace_tables(dump: Path) -> None:
    """Everything there goes and the dump comes, in one transaction.

    Not by ``pg_restore --clean``: that drops what the dump has, and tables which a newer version added hang on those.
    """
    script = dump.with_suffix(".sql")
    run_tool("pg_restore", "--no-owner", f"--file={script}", str(dump))
    run_tool(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        *(f"--command={statement}" for statement in EMPTY_SCHEMA),
        f"--file={script}",
        f"--dbname={database.url()}",
    )


def _kept_files() -> dict[str, Path]:
    state = paths.state()
    return {str(file.relative_to(state)): file for kept in KEPT for file in _files_below(state / kept)}


def _files_below(directory: Path) -> Iterator[Path]:
    return (file for file in sorted(directory.rglob("*")) if file.is_file())


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unpack(archive: Path, target: Path) -> None:
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise BackupError(f"Không đọc được tệp sao lưu {archive}: {error}") from error


def _check(unpacked: Path) -> None:
    try:
        contents = json.loads((unpacked / CONTENTS).read_text())
    except (OSError, ValueError) as error:
        raise BackupError("Tệp này không phải bản sao lưu của dean06.") from error
    if contents.get("format") != FORMAT:
        raise BackupError(f"Bản sao lưu theo định dạng {contents.get('format')}, phiên bản này đọc định dạng {FORMAT}.")
    for name, digest in contents["sha256"].items():
        file = unpacked / name
        if not file.is_file() or _digest(file) != digest:
            raise BackupError(f"Bản sao lưu bị hỏng: {name} thiếu hoặc đã thay đổi. Hãy dùng bản khác.")


def _put_files_back(unpacked: Path) -> None:
    state = paths.state()
    for kept in KEPT:
        for file in _files_below(unpacked / kept):
            target = state / file.relative_to(unpacked)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.replace(target)


def _has_tables() -> bool:
    import psycopg

    with psycopg.connect(database.url()) as connection:
        found = connection.execute("select 1 from pg_tables where schemaname = 'public' limit 1").fetchone()
    return found is not None
