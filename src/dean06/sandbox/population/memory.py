"""What the twin keeps on disk: the invented people, read only, and beside them batches and changes made by the admin.

The second file belongs to the first, so another seed or number of people begins with an empty memory.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dean06.sandbox.population.people.person import COLUMNS, INTEGERS

LOCK_FILE = "lock"
OWNER_ONLY = 0o600
_TYPES = ", ".join(f"{name} {'INTEGER' if name in INTEGERS else 'TEXT'} NOT NULL" for name in COLUMNS)
_NAMES = ", ".join(COLUMNS)
_TABLES = f"""
CREATE TABLE IF NOT EXISTS made_people (n INTEGER PRIMARY KEY, {_TYPES}, UNIQUE (personal_id));
CREATE INDEX IF NOT EXISTS made_people_household ON made_people (household);
CREATE TABLE IF NOT EXISTS made_changes (id INTEGER PRIMARY KEY, recorded TEXT NOT NULL, occurred TEXT NOT NULL,
    kind TEXT NOT NULL, personal_id TEXT NOT NULL, household INTEGER, patch TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS made_changes_person ON made_changes (personal_id);
CREATE INDEX IF NOT EXISTS made_changes_household ON made_changes (household);
CREATE TABLE IF NOT EXISTS withdrawn (personal_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS batches (number INTEGER PRIMARY KEY, client TEXT NOT NULL, id TEXT NOT NULL,
    purpose TEXT NOT NULL, basis TEXT NOT NULL,
    total INTEGER NOT NULL, received INTEGER NOT NULL, done INTEGER NOT NULL,
    touched REAL NOT NULL, UNIQUE (client, id));
CREATE TABLE IF NOT EXISTS rows (batch INTEGER NOT NULL REFERENCES batches ON DELETE CASCADE, row INTEGER NOT NULL,
    digest BLOB NOT NULL, content TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (batch, row)) WITHOUT ROWID;
CREATE TEMP VIEW everybody AS SELECT {_NAMES} FROM stock.people UNION ALL SELECT {_NAMES} FROM made_people;
CREATE TEMP VIEW happenings AS
    SELECT recorded, 0 AS source, id, occurred, kind, personal_id, household, patch FROM stock.changes UNION ALL
    SELECT recorded, 1, id, occurred, kind, personal_id, household, patch FROM made_changes;
"""  # noqa: S608 - our own column names
INSERT_PERSON = f"INSERT INTO made_people ({_NAMES}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608


class InUse(Exception):
    """Another process works with this directory."""


def hold(directory: Path) -> int:
    """Keep every other process away for as long as this one lives."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(directory / LOCK_FILE, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InUse(f"another population twin works with {directory}") from error
    return lock


class Memory:
    """One connection over both files; used by one thread."""

    def __init__(self, people: Path) -> None:
        file = people.with_suffix(".service.sqlite")
        file.touch(mode=OWNER_ONLY)
        self._database = sqlite3.connect(f"file:{file}", uri=True, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA foreign_keys=ON")
        self._database.execute("ATTACH ? AS stock", (f"file:{people}?mode=ro",))
        self._database.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """The first row, if any."""
        row: tuple[Any, ...] | None = self._database.execute(query, values).fetchone()
        return row

    def all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows."""
        return self._database.execute(query, values).fetchall()

    def do(self, statement: str, *values: object) -> int:
        """A change; how many rows it touched."""
        return self._database.execute(statement, values).rowcount

    def do_many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        """The same change for many rows."""
        self._database.executemany(statement, rows)

    def forget(self) -> None:
        """Batches and made changes are gone: the register as it was invented."""
        with self.transaction():
            for table in ("rows", "batches", "made_changes", "made_people", "withdrawn"):
                self.do(f"DELETE FROM {table}")  # noqa: S608 - our own table names
