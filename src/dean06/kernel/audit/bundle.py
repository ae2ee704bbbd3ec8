"""What a person may take away: every act about them, with proofs that need no trust in us.

Form 2. ``docs/audit_verify.py`` checks each entry, ``docs/audit_complete.py`` that none is left out and what a second
party says to it (docs/adr/0014-complete-lists.md).
"""

import base64
import time
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import checkpoints, entry, keys, labels, person_index, sequencer, tree, witnessing
from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.audit.person_map import Path
from dean06.kernel.audit.tiles import StoredNodes
from dean06.kernel.audit.types import SignedCheckpoint
from dean06.kernel.audit.witness_state import witness_state
from dean06.kernel.base import clock
from dean06.kernel.base.errors import Unavailable

FORMAT = "dean06-audit-bundle/2"
PAST_CHECKPOINTS = 100
ATTEMPTS = 3
WITNESS_SECONDS = 4.0  # for all attempts together: a person is looking at a page that does not come


def export_bundle(party_id: UUID) -> dict[str, Any]:
    """JSON-ready bundle of a person's entries, complete up to a checkpoint taken now. Not inside a transaction.

    Keys: ``format``, ``party``, ``key`` and ``witness`` (verifier keys; witness is "" without one), ``checkpoint``
    (signed by the witness too, if it answers), ``past`` (the newest ``PAST_CHECKPOINTS`` with consistency proofs),
    ``entries`` in the order of the log, ``index`` (the person's place in the map of persons) and ``labels``. An entry
    has ``index`` and ``path``, and either ``body`` and ``subject`` or, while the law withholds it, ``leaf`` and
    ``release_on``. Record the export first. Unavailable when other checkpoints kept coming in between.
    """
    deadline = time.monotonic() + WITNESS_SECONDS
    for _ in range(ATTEMPTS):
        checkpoints.checkpoint()
        witnessing.cosign_latest(deadline=deadline)  # a moment of waiting, so that the person gets a confirmed list
        with transaction.atomic(durable=True):
            sequencer.hold_lock()  # checkpoint and index stay together; everything else in a bundle never changes
            now, reached, path = checkpoints.latest(), person_index.state().size, person_index.find(party_id)
        if now and now.index is not None and reached == now.size:
            return _bundle(party_id, now, path)
    raise Unavailable("Nhật ký đang được ghi dồn dập. Hãy thử lại sau ít phút.")


def _bundle(party_id: UUID, now: SignedCheckpoint, path: Path) -> dict[str, Any]:
    nodes = StoredNodes()
    rows = list(
        AuditSubject.objects.filter(party_id=party_id, entry__leaf__tree_index__lt=now.size)
        .select_related("entry__leaf")
        .order_by("entry__leaf__tree_index")
    )
    neighbours = _subjects([row.entry_id for row in rows if not _withheld_until(row)])
    return {
        "format": FORMAT,
        "party": str(party_id),
        "key": str(keys.verifier()),
        "witness": now.cosignatures[0].witness if now.cosignatures else witness_state().key,
        "checkpoint": now.cosigned_note,
        "past": [_past(nodes, past, now) for past in checkpoints.recent(PAST_CHECKPOINTS + 1) if past.size < now.size],
        "entries": [_entry(nodes, row, neighbours.get(row.entry_id, []), now) for row in rows],
        "index": _index(path),
        "labels": {"actions": labels.registered_actions()},
    }


def _past(nodes: tree.Nodes, past: SignedCheckpoint, now: SignedCheckpoint) -> dict[str, Any]:
    return {"checkpoint": past.cosigned_note, "path": encode(tree.consistency_path(nodes, past.size, now.size))}


def _entry(
    nodes: tree.Nodes, row: AuditSubject, subjects: Sequence[entry.Subject], now: SignedCheckpoint
) -> dict[str, Any]:
    leaf = row.entry.leaf
    place = {"index": leaf.tree_index, "path": encode(tree.inclusion_path(nodes, leaf.tree_index, now.size))}
    if release_on := _withheld_until(row):
        return {**place, "leaf": encode([bytes(leaf.leaf_hash)])[0], "release_on": release_on.isoformat()}
    leaves = tree.nodes_of([subject.leaf for subject in subjects])
    return {
        **place,
        "body": row.entry.body,
        "subject": {
            "position": row.position,
            "salt": encode([bytes(row.salt)])[0],
            "path": encode(tree.inclusion_path(leaves, row.position, len(subjects))),
        },
    }


def _withheld_until(row: AuditSubject) -> date | None:
    release_on = row.entry.release_on
    return release_on if release_on and release_on > clock.today() else None


def _index(path: Path) -> dict[str, Any] | None:
    """Where the person's key leads in the map: to the person's own leaf, to somebody else's, nowhere (None)."""
    if path.found is None:
        return None
    key, head = encode([path.found.key, path.found.head])
    steps = [[bit, encode([other])[0]] for bit, other in path.steps]
    return {"key": key, "count": path.found.count, "head": head, "path": steps}


def _subjects(entry_ids: list[UUID]) -> dict[UUID, list[entry.Subject]]:
    """Everybody in these entries, in commitment order: needed for the paths, not disclosed."""
    found: dict[UUID, list[entry.Subject]] = {}
    rows = AuditSubject.objects.filter(entry_id__in=entry_ids).order_by("entry_id", "position")
    for row in rows.iterator():
        found.setdefault(row.entry_id, []).append(entry.Subject(row.party_id, bytes(row.salt)))
    return found


def encode(hashes: Sequence[bytes]) -> list[str]:
    """Hashes as base64 text."""
    return [base64.b64encode(value).decode() for value in hashes]
