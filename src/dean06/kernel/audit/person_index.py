"""Keeps the map of persons in the database in step with the log: by the checkpoint, in batches, never in an act.

The index is complete for the first ``size`` entries of the log and says so itself, so a crash at any point only means
that the next checkpoint does more. Whoever changes it holds the sequencer's lock.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from dean06.kernel.audit import person_map, sequencer
from dean06.kernel.audit.models import AuditIndexState, AuditPage, AuditPerson
from dean06.kernel.audit.person_map import Path, Person
from dean06.kernel.audit.tiles import TreeDamaged, split

BATCH = 4096  # entries
MAX_SUBJECTS = 50_000  # persons of one batch; one entry is never split
STATE = 1  # key of the one row

ENTRIES = """
SELECT leaf.tree_index, leaf.leaf_hash, entry.release_on, entry.subject_count
FROM audit_auditleaf leaf JOIN audit_auditentry entry ON entry.id = leaf.entry_id
WHERE leaf.tree_index >= %s AND leaf.tree_index < %s ORDER BY leaf.tree_index LIMIT %s
"""
SUBJECTS = """
SELECT leaf.tree_index, subject.party_id
FROM audit_auditleaf leaf JOIN audit_auditsubject subject ON subject.entry_id = leaf.entry_id
WHERE leaf.tree_index >= %s AND leaf.tree_index < %s ORDER BY leaf.tree_index
"""
PERSONS = "SELECT key, count, head FROM audit_auditperson WHERE bucket = ANY(%s)"
WRITE_PERSONS = """
INSERT INTO audit_auditperson (bucket, key, count, head)
SELECT * FROM unnest(%s::integer[], %s::bytea[], %s::bigint[], %s::bytea[])
ON CONFLICT (bucket, key) DO UPDATE SET count = excluded.count, head = excluded.head
"""
WRITE_PAGES = """
INSERT INTO audit_auditpage (prefix, hashes) SELECT * FROM unnest(%s::bytea[], %s::bytea[])
ON CONFLICT (prefix) DO UPDATE SET hashes = excluded.hashes
"""


class State(NamedTuple):
    """How far the index is, and its root."""

    size: int
    root: bytes


class Entry(NamedTuple):
    """What the index needs of an entry."""

    place: int
    leaf_hash: bytes
    release_on: date | None
    subject_count: int


def state() -> State:
    """Where the index stands now."""
    row = AuditIndexState.objects.filter(id=STATE).first()
    return State(row.size, bytes(row.root)) if row else State(0, person_map.EMPTY)


def catch_up() -> None:
    """Bring the index near the end of the log, a batch in a transaction: for a log that had none, or grew a lot."""
    while sequencer.size() - state().size > BATCH:
        with transaction.atomic(durable=True):
            sequencer.hold_lock()
            _advance(sequencer.size())


def advance(size: int) -> bytes:
    """Bring the index to exactly ``size`` entries and return its root. Hold the lock, inside a transaction."""
    while state().size < size:
        _advance(size)
    return state().root


def find(party_id: UUID) -> Path:
    """The person's place in the map as it stands; use a snapshot when it must fit a checkpoint."""
    return person_map.find(person_map.key_of(party_id), _page, _bucket)


def _advance(size: int) -> None:
    """Add the next entries, as many as a batch holds."""
    before = state()
    entries = _next_entries(before.size, size)
    if not entries:
        return
    end = entries[-1].place + 1
    parties = _parties(before.size, end)
    if [entry.place for entry in entries] != list(range(before.size, end)) or any(
        len(parties.get(entry.place, ())) != entry.subject_count for entry in entries
    ):
        raise TreeDamaged(f"Bản ghi {before.size} đến {end - 1} thiếu dòng; chạy: dean06 audit verify")
    _write(entries, parties)


def _next_entries(begin: int, size: int) -> list[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [begin, size, BATCH])
        rows = [Entry(index, bytes(leaf), release, count) for index, leaf, release, count in cursor.fetchall()]
    if not rows:
        raise TreeDamaged(f"Thiếu bản ghi từ số {begin}; chạy: dean06 audit verify")
    subjects, taken = 0, 0
    for row in rows:
        subjects += row.subject_count
        if taken and subjects > MAX_SUBJECTS:
            break
        taken += 1
    return rows[:taken]


def _parties(begin: int, end: int) -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SUBJECTS, [begin, end])
        for index, party in cursor.fetchall():
            found.setdefault(index, []).append(party)
    return found


def _write(entries: list[Entry], parties: dict[int, list[UUID]]) -> None:
    keys = {party: person_map.key_of(party) for concerned in parties.values() for party in concerned}
    buckets = _read_buckets({key[: person_map.PREFIX_SIZE] for key in keys.values()})
    persons = {person.key: person for bucket in buckets.values() for person in bucket}
    for entry in entries:
        for party in parties.get(entry.place, ()):
            key = keys[party]
            before = persons.get(key) or person_map.nobody_yet(key)
            persons[key] = person_map.link(before, entry.place, entry.leaf_hash, entry.release_on)
    changed = [persons[key] for key in set(keys.values())]
    pages = _read_pages({person.key[:1] for person in changed} | {b""})
    root = person_map.refold(person_map.by_prefix(persons.values()), pages)
    if changed:
        with connection.cursor() as cursor:
            columns = zip(*((_number(one.prefix), one.key, one.count, one.head) for one in changed), strict=True)
            cursor.execute(WRITE_PERSONS, [list(column) for column in columns])
            cursor.execute(WRITE_PAGES, [list(pages), [b"".join(hashes) for hashes in pages.values()]])
    values = {"size": entries[-1].place + 1, "root": root}
    AuditIndexState.objects.update_or_create(id=STATE, defaults=values)


def _read_buckets(prefixes: Iterable[bytes]) -> dict[bytes, list[Person]]:
    with connection.cursor() as cursor:
        cursor.execute(PERSONS, [[_number(prefix) for prefix in prefixes]])
        return person_map.by_prefix(Person(bytes(key), count, bytes(head)) for key, count, head in cursor.fetchall())


def _read_pages(prefixes: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    pages = {prefix: person_map.blank() for prefix in prefixes}
    for prefix, hashes in AuditPage.objects.filter(prefix__in=list(pages)).values_list("prefix", "hashes"):
        pages[bytes(prefix)] = split(hashes)
    return pages


def _page(prefix: bytes) -> list[bytes]:
    return _read_pages([prefix])[prefix]


def _bucket(prefix: bytes) -> list[Person]:
    return _read_buckets([prefix]).get(prefix, [])


def _number(prefix: bytes) -> int:
    return int.from_bytes(prefix)


def all_persons() -> Iterable[Person]:
    """Every stored person, for ``verify``."""
    rows = AuditPerson.objects.order_by("bucket", "key").values_list("key", "count", "head").iterator()
    return (Person(bytes(key), count, bytes(head)) for key, count, head in rows)


def all_pages() -> dict[bytes, list[bytes]]:
    """Every stored page, for ``verify``."""
    return {bytes(prefix): split(hashes) for prefix, hashes in AuditPage.objects.values_list("prefix", "hashes")}
