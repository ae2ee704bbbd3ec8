"""Writes an entry in the transaction of the act it tells of."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from dean06.kernel.audit import entry, sequencer
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.ids import new_id

# One statement, one round trip: the entry, the persons it concerns, its place in the waiting list.
INSERT = """
WITH entry AS (
    INSERT INTO audit_auditentry (id, at, action, object_type, object_id, unit_code, subject_count, release_on, body)
    VALUES (%(id)s, %(at)s, %(action)s, %(object_type)s, %(object_id)s, %(unit)s, %(count)s, %(release)s, %(body)s)
), waiting AS (
    INSERT INTO audit_auditpending (entry_id, leaf_hash) VALUES (%(id)s, %(leaf)s)
)
INSERT INTO audit_auditsubject (entry_id, position, party_id, at, salt)
SELECT %(id)s, number - 1, party, %(at)s, salt
FROM unnest(%(parties)s::uuid[], %(salts)s::bytea[]) WITH ORDINALITY AS subject (party, salt, number)
"""


def record(
    actor: Actor,
    action: str,
    *,
    object_type: str,
    object_id: object,
    purpose: str = "",
    legal_basis: str = "",
    subjects: Iterable[UUID] = (),
    fields: Iterable[str] = (),
    details: Mapping[str, Any] | None = None,
    case_ref: str = "",
    device: str = "",
    release_on: date | None = None,
) -> UUID:
    """Write one audit entry into the current transaction and return its id.

    ``action`` and ``object_type`` are dotted lower-case names; ``subjects`` are the party ids of the persons whose data
    was read or changed; with them ``purpose`` and ``legal_basis`` are obligatory (Law 91/2025/QH15 on personal data).
    ``fields`` names the data; ``details`` holds ids and codes only, never personal data. ``case_ref`` is the case or
    act that caused this one, as its unit writes it; ``device`` the code of the device or partner when no person at a
    desk did it. ``release_on`` delays what the persons are told, where the law allows it (a police look-up): until
    that day they see only that there is one more entry and the day. RuntimeError outside a transaction; ValueError or
    TypeError for facts that cannot be written down.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry is written inside the transaction of its act")
    act = entry.Act(
        id=new_id(),
        at=clock.now(),
        actor=actor,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        purpose=purpose,
        legal_basis=legal_basis,
        fields=tuple(fields),
        details=details or {},
        case_ref=case_ref,
        device=device,
        release_on=release_on,
    )
    persons = entry.commit_to(subjects)
    if persons and not (purpose and legal_basis):
        raise ValueError(f"{action}: touching a person's data needs a purpose and a legal basis")
    _insert(act, persons)
    _sequence_on_commit()
    return act.id


def _insert(act: entry.Act, persons: tuple[entry.Subject, ...]) -> None:
    body = entry.serialise(act, persons)
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            {
                "id": act.id,
                "at": act.at,
                "action": act.action,
                "object_type": act.object_type,
                "object_id": act.object_id,
                "unit": act.actor.unit_code,
                "count": len(persons),
                "release": act.release_on,
                "body": body,
                "leaf": entry.leaf_of(body),
                "parties": [person.party_id for person in persons],
                "salts": [person.salt for person in persons],
            },
        )


def _sequence_on_commit() -> None:
    """Ask for sequencing once per transaction. Robust: the act stands even if this fails, and the worker comes by."""
    waiting = connection.run_on_commit
    if not (waiting and waiting[-1][1] is sequencer.sequence_if_free):
        transaction.on_commit(sequencer.sequence_if_free, robust=True)
