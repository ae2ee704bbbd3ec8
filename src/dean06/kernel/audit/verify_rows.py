"""Reads the log's rows for verification and compares each entry with what was hashed."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from dean06.kernel.audit import entry
from dean06.kernel.audit.types import Finding, Kind

CHUNK = 2048

# LEFT JOIN: an entry whose row is gone must still be noticed.
PLACED = """
SELECT leaf.tree_index, leaf.entry_id, leaf.leaf_hash,
    entry.at, entry.action, entry.object_type, entry.object_id, entry.unit_code, entry.subject_count, entry.release_on,
    entry.body
FROM audit_auditleaf leaf LEFT JOIN audit_auditentry entry ON entry.id = leaf.entry_id
WHERE leaf.tree_index >= %s ORDER BY leaf.tree_index LIMIT %s
"""
WAITING = """
SELECT NULL, waiting.entry_id, waiting.leaf_hash,
    entry.at, entry.action, entry.object_type, entry.object_id, entry.unit_code, entry.subject_count, entry.release_on,
    entry.body
FROM audit_auditpending waiting LEFT JOIN audit_auditentry entry ON entry.id = waiting.entry_id
WHERE waiting.entry_id > %s ORDER BY waiting.entry_id LIMIT %s
"""
UNLISTED = """
SELECT id FROM audit_auditentry entry
WHERE NOT EXISTS (SELECT FROM audit_auditleaf leaf WHERE leaf.entry_id = entry.id)
AND NOT EXISTS (SELECT FROM audit_auditpending waiting WHERE waiting.entry_id = entry.id)
ORDER BY id LIMIT %s
"""
SUBJECTS = """
SELECT entry_id, position, party_id, at, salt FROM audit_auditsubject
WHERE entry_id = ANY(%s) ORDER BY entry_id, position
"""
FIRST_ID = UUID(int=0)


class Row(NamedTuple):
    """A leaf (or waiting) row with its entry; the entry's columns are None when the entry's row is gone."""

    place: int | None
    entry_id: UUID
    leaf_hash: bytes
    at: datetime | None
    action: str | None
    object_type: str | None
    object_id: str | None
    unit_code: str | None
    subject_count: int | None
    release_on: date | None
    body: str | None


class SubjectRow(NamedTuple):
    """One person of an entry."""

    entry_id: UUID
    position: int
    party_id: UUID
    at: datetime
    salt: bytes


class Checked(NamedTuple):
    """A row, the persons stored with it, and what is wrong with them."""

    row: Row
    parties: list[UUID]
    faults: list[Finding]


def placed() -> Iterator[Checked]:
    """Every leaf in order with what is wrong with its entry."""
    begin = 0
    while rows := _rows(PLACED, begin):
        yield from _checked(rows)
        begin = (rows[-1].place or 0) + 1


def waiting() -> Iterator[Checked]:
    """Every entry that waits for its place, with what is wrong with it."""
    after = FIRST_ID
    while rows := _rows(WAITING, after):
        yield from _checked(rows)
        after = rows[-1].entry_id


def unlisted(limit: int) -> list[UUID]:
    """Entries that are neither in the tree nor waiting: somebody took their place away."""
    with connection.cursor() as cursor:
        cursor.execute(UNLISTED, [limit])
        return [row[0] for row in cursor.fetchall()]


def name(row: Row) -> str:
    """How a finding names the entry."""
    place = "đang chờ" if row.place is None else f"số {row.place}"
    return f"Bản ghi {place} ({row.entry_id})"


def _rows(sql: str, begin: int | UUID) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [begin, CHUNK])
        return [Row._make((*values[:2], bytes(values[2]), *values[3:])) for values in cursor.fetchall()]


def _checked(rows: list[Row]) -> Iterator[Checked]:
    subjects: dict[UUID, list[SubjectRow]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SUBJECTS, [[row.entry_id for row in rows]])
        for values in cursor.fetchall():
            subject = SubjectRow._make((*values[:4], bytes(values[4])))
            subjects.setdefault(subject.entry_id, []).append(subject)
    for row in rows:
        concerned = subjects.get(row.entry_id, [])
        yield Checked(row, [subject.party_id for subject in concerned], list(_faults(row, concerned)))


def _faults(row: Row, subjects: Sequence[SubjectRow]) -> Iterator[Finding]:
    if row.body is None:
        yield _finding(Kind.REMOVED, row, "đã bị xóa khỏi nhật ký")
        return
    if entry.leaf_of(row.body) != row.leaf_hash:
        yield _finding(Kind.ALTERED, row, "đã bị sửa: nội dung không còn khớp mã băm trong cây")
    try:
        body = entry.read(row.body)
    except (json.JSONDecodeError, ValueError):
        yield _finding(Kind.ALTERED, row, "không đọc được nội dung")
        return
    if _hashed(body) != _shown(row):
        yield _finding(Kind.COLUMNS, row, "có cột tra cứu khác với nội dung đã băm")
    if not _same_subjects(row, subjects, body["subjects"]):
        yield _finding(Kind.SUBJECTS, row, "có danh sách người liên quan khác với lúc ghi")


def _hashed(body: dict[str, Any]) -> tuple[object, ...]:
    thing, unit, count = body["object"], body["actor"]["unit"], body["subjects"]["count"]
    return body["id"], body["at"], body["action"], thing["type"], thing["id"], unit, count, body["release_on"]


def _shown(row: Row) -> tuple[object, ...]:
    at, release_on = row.at and entry.instant_text(row.at), row.release_on and row.release_on.isoformat()
    columns = (row.action, row.object_type, row.object_id, row.unit_code, row.subject_count)
    return str(row.entry_id), at, *columns, release_on


def _same_subjects(row: Row, subjects: Sequence[SubjectRow], written: dict[str, object]) -> bool:
    if any(subject.position != number or subject.at != row.at for number, subject in enumerate(subjects)):
        return False
    return entry.commitment([entry.Subject(subject.party_id, subject.salt) for subject in subjects]) == written


def _finding(kind: Kind, row: Row, what: str) -> Finding:
    return Finding(kind=kind, message=f"{name(row)} {what}.", index=row.place, entry_id=row.entry_id)
