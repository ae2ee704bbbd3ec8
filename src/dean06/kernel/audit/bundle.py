"""What a person may take away: every act about them with proofs that need no trust in us (docs/audit_verify.py)."""

import base64
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dean06.kernel.audit import checkpoints, entry, keys, labels, tree
from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.audit.tiles import StoredNodes
from dean06.kernel.audit.types import SignedCheckpoint
from dean06.kernel.base import clock

FORMAT = "dean06-audit-bundle/1"
PAST_CHECKPOINTS = 100


def export_bundle(party_id: UUID) -> dict[str, Any]:
    """JSON-ready bundle of a person's entries, with proofs against a checkpoint taken now. Not inside a transaction.

    Every entry up to that checkpoint is in it. Earlier checkpoints (the newest ``PAST_CHECKPOINTS``) come with
    consistency proofs, so that whoever kept one sees that the log since then only grew. Record the export first.
    """
    now = checkpoints.checkpoint()
    nodes = StoredNodes()
    rows = list(
        AuditSubject.objects.filter(party_id=party_id, entry__leaf__tree_index__lt=now.size)
        .exclude(entry__release_on__gt=clock.today())
        .select_related("entry__leaf")
        .order_by("entry__leaf__tree_index")
    )
    neighbours = _subjects([row.entry_id for row in rows])
    return {
        "format": FORMAT,
        "party": str(party_id),
        "key": str(keys.verifier()),
        "checkpoint": now.note,
        "past": [_past(nodes, past, now) for past in checkpoints.recent(PAST_CHECKPOINTS + 1) if past.size < now.size],
        "entries": [_entry(nodes, row, neighbours[row.entry_id], now) for row in rows],
        "labels": {"actions": labels.registered_actions()},
    }


def _past(nodes: tree.Nodes, past: SignedCheckpoint, now: SignedCheckpoint) -> dict[str, Any]:
    return {"checkpoint": past.note, "path": encode(tree.consistency_path(nodes, past.size, now.size))}


def _entry(
    nodes: tree.Nodes, row: AuditSubject, subjects: Sequence[entry.Subject], now: SignedCheckpoint
) -> dict[str, Any]:
    index = row.entry.leaf.tree_index
    leaves = tree.nodes_of([subject.leaf for subject in subjects])
    return {
        "body": row.entry.body,
        "index": index,
        "path": encode(tree.inclusion_path(nodes, index, now.size)),
        "subject": {
            "position": row.position,
            "salt": encode([bytes(row.salt)])[0],
            "path": encode(tree.inclusion_path(leaves, row.position, len(subjects))),
        },
    }


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
