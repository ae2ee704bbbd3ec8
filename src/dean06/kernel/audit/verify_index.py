"""Recomputes the map of persons beside the tree and compares it with the signed roots and the stored rows."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from uuid import UUID

from dean06.kernel.audit import person_index, person_map
from dean06.kernel.audit.person_map import Person
from dean06.kernel.audit.types import Finding, Kind

TABLE = """
CREATE TABLE person (bucket BLOB, key BLOB, count INTEGER, head BLOB, PRIMARY KEY (bucket, key)) WITHOUT ROWID
"""


class Persons:
    """Everybody met so far, in a nameless temporary file that goes with the process: memory stays flat."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute(TABLE)

    def get(self, key: bytes) -> Person | None:
        """The person of this key."""
        row = self._file.execute("SELECT count, head FROM person WHERE bucket = ? AND key = ?", (_prefix(key), key))
        found = row.fetchone()
        return Person(key, *found) if found else None

    def put(self, person: Person) -> None:
        """Keep the person as she is now."""
        row = (person.prefix, person.key, person.count, person.head)
        self._file.execute("INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?)", row)

    def bucket(self, prefix: bytes) -> list[Person]:
        """The persons of one bucket, sorted by key."""
        rows = self._file.execute("SELECT key, count, head FROM person WHERE bucket = ? ORDER BY key", (prefix,))
        return [Person(*row) for row in rows]

    def __len__(self) -> int:
        return int(self._file.execute("SELECT count(*) FROM person").fetchone()[0])


class IndexRecount:
    """The map as it grows again from the entries."""

    def __init__(self) -> None:
        self.size = 0
        self._persons = Persons()
        self._pages: dict[bytes, list[bytes]] = {b"": person_map.blank()}
        self._touched: set[bytes] = set()
        self._root = person_map.EMPTY
        self._stored = person_index.state()
        self._last_good = 0

    def append(self, leaf_hash: bytes, release_on: date | None, parties: Iterable[UUID]) -> None:
        """The next entry of the log, with everybody it concerns."""
        for party in parties:
            key = person_map.key_of(party)
            before = self._persons.get(key) or person_map.nobody_yet(key)
            self._persons.put(person_map.link(before, self.size, leaf_hash, release_on))
            self._touched.add(_prefix(key))
        self.size += 1

    def meet(self, size: int, signed: bytes) -> Iterator[Finding]:
        """A checkpoint at the present size names this root."""
        if self.root() == signed:
            self._last_good = size
        else:
            between = f"từ {self._last_good} đến {size - 1}"
            message = f"Sổ mục theo người không khớp mốc đã ký ở {size} bản ghi: danh sách sai ở các số {between}."
            yield Finding(kind=Kind.INDEX, message=message, index=self._last_good)

    def root(self) -> bytes:
        """Root of the map so far."""
        for first, prefixes in groupby(sorted(self._touched), key=lambda prefix: prefix[:1]):  # a page at a time
            self._pages.setdefault(first, person_map.blank())
            changed = {prefix: self._persons.bucket(prefix) for prefix in prefixes}
            self._root = person_map.refold(changed, self._pages)
        self._touched = set()
        return self._root

    def finish(self) -> Iterator[Finding]:
        """After the last entry: the stored index may not be ahead of the log."""
        if self._stored.size > self.size:
            message = f"Sổ mục theo người nói đã có {self._stored.size} bản ghi, nhật ký chỉ có {self.size}."
            yield Finding(kind=Kind.INDEX, message=message)

    def compare_stored(self) -> Iterator[Finding]:
        """The rows proofs are made from, once the recount is where they are."""
        if self.size != self._stored.size:
            return
        root, counted = self.root(), 0
        for person in person_index.all_persons():
            counted += 1
            if self._persons.get(person.key) != person:
                message = f"Sổ mục theo người sai ở khóa {person.key.hex()[:16]}: số mục hoặc mã băm đã bị thay."
                yield Finding(kind=Kind.INDEX, message=message)
        missing = len(self._persons) - counted
        if missing > 0:
            yield Finding(kind=Kind.INDEX, message=f"Sổ mục theo người thiếu {missing} người.")
        pages = person_index.all_pages()
        if root != self._stored.root or any(pages.get(name) != page for name, page in self._pages.items() if counted):
            message = "Các ô băm của sổ mục theo người đã bị thay."
            yield Finding(kind=Kind.INDEX, message=message)


def _prefix(key: bytes) -> bytes:
    return key[: person_map.PREFIX_SIZE]
