"""The population in one SQLite file: written once as a stream, then only read.

The file's name carries everything that decides its content, so a cached one is never stale.
"""

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from dean06.sandbox.population.people.areas import AREAS
from dean06.sandbox.population.people.demo import load_demo_people
from dean06.sandbox.population.people.events import Event
from dean06.sandbox.population.people.naming import NAMES
from dean06.sandbox.population.people.person import COLUMNS, INTEGERS, Person, as_row
from dean06.sandbox.population.people.stream import families

BATCH_ROWS = 5_000
_TYPES = ", ".join(f"{name} {'INTEGER' if name in INTEGERS else 'TEXT'} NOT NULL" for name in COLUMNS)
_SCHEMA = f"""
CREATE TABLE people (n INTEGER PRIMARY KEY, {_TYPES});
CREATE TABLE draft (n INTEGER PRIMARY KEY, recorded TEXT, occurred TEXT, kind TEXT, personal_id TEXT,
                    household INTEGER, patch TEXT);
CREATE TABLE changes (id INTEGER PRIMARY KEY, recorded TEXT NOT NULL, occurred TEXT NOT NULL, kind TEXT NOT NULL,
                      personal_id TEXT NOT NULL, household INTEGER, patch TEXT NOT NULL);
"""
# Changes are numbered in the order of recording: that number is the cursor of listChanges.
_FINISH = """
INSERT INTO changes (recorded, occurred, kind, personal_id, household, patch)
    SELECT recorded, occurred, kind, personal_id, household, patch FROM draft ORDER BY recorded, n;
DROP TABLE draft;
CREATE UNIQUE INDEX people_number ON people (personal_id);
CREATE INDEX people_household ON people (household);
CREATE INDEX people_key ON people (key) WHERE key <> '';
CREATE INDEX changes_person ON changes (personal_id);
CREATE INDEX changes_household ON changes (household) WHERE household > 0;
"""
_INSERT = f"INSERT INTO people VALUES (NULL, {', '.join('?' * len(COLUMNS))})"  # noqa: S608 - only our column count
_DRAFT = "INSERT INTO draft VALUES (NULL, ?, ?, ?, ?, ?, ?)"


def cached(directory: Path, *, seed: int, count: int, demo: Path) -> Path:
    """The file of this population, built when it is not there yet; several processes may ask at once."""
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / f"population-{seed}-{count}-{_fingerprint(demo)}.sqlite"
    if not file.exists():
        draft = file.with_name(f"{file.name}.{secrets.token_hex(6)}")
        try:
            build(draft, seed=seed, count=count, demo=load_demo_people(demo))
            os.replace(draft, file)
        finally:
            draft.unlink(missing_ok=True)
    return file


def build(file: Path, *, seed: int, count: int, demo: list[Person]) -> None:
    """Write the population to a new file, in batches."""
    with sqlite3.connect(file) as database:
        database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32000;" + _SCHEMA)
        stream = families(seed, count, demo)
        people: list[tuple[object, ...]] = []
        drafts: list[tuple[object, ...]] = []
        for group, events in stream:
            people.extend(map(as_row, group))
            people.extend(as_row(event.born) for event in events if event.born)
            drafts.extend(map(_draft_row, events))
            if len(people) >= BATCH_ROWS:
                _flush(database, people, drafts)
        _flush(database, people, drafts)
        database.executescript(_FINISH)
    database.close()


def stock(file: Path) -> Iterator[list[Person]]:
    """The people of the stock in the order of recording, a batch at a time."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        found = database.execute(f"SELECT {', '.join(COLUMNS)} FROM people WHERE since = '' ORDER BY n")  # noqa: S608
        while rows := list(islice(found, BATCH_ROWS)):
            yield [person_of(row) for row in rows]
    finally:
        database.close()


def person_of(row: Sequence[object]) -> Person:
    """A record from its row."""
    return Person(**dict(zip(COLUMNS, row, strict=True)))  # type: ignore[arg-type]


def _flush(database: sqlite3.Connection, people: list[tuple[object, ...]], drafts: list[tuple[object, ...]]) -> None:
    database.executemany(_INSERT, people)
    database.executemany(_DRAFT, drafts)
    people.clear()
    drafts.clear()


def _draft_row(event: Event) -> tuple[object, ...]:
    recorded, occurred = (date.fromordinal(day).isoformat() for day in (event.recorded, event.occurred))
    patch = json.dumps(event.patch, ensure_ascii=False)
    return recorded, occurred, event.kind, event.personal_id, event.patch.get("household", 0), patch


def _fingerprint(demo: Path) -> str:
    """Digest of all that decides the people: this package's code and words, the areas, the demonstration's people."""
    digest = hashlib.sha256()
    sources = sorted(Path(__file__).parent.glob("*.py"))
    for file in (*sources, NAMES, AREAS, demo):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
