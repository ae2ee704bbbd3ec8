"""Gives committed entries their place in the tree, in batches, one sequencer at a time (docs/adr/0005-audit-log.md)."""

from django.db import connection, transaction

from dean06.kernel.audit import tiles
from dean06.kernel.audit.models import AuditLeaf, AuditPending

BATCH = 4096
MAX_ROUNDS = 16  # of one opportunistic call, so that a request does not work for the whole site for ever
LOCK = (0x64656130, 1)  # PostgreSQL advisory lock: namespace "dea0", the log

# The lock must be held before the next statement takes its snapshot: only then does max() see every earlier batch.
# A batch lost in a crash is made again from the waiting list, so its commit need not wait for the disk; a checkpoint
# does wait, and the write-ahead log keeps their order.
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(%s, %s), set_config('synchronous_commit', 'off', true)"
WAIT_FOR_LOCK = "SELECT pg_advisory_xact_lock(%s, %s)"
PLACE = """
WITH taken AS (
    DELETE FROM audit_auditpending
    WHERE entry_id IN (SELECT entry_id FROM audit_auditpending ORDER BY entry_id LIMIT %s)
    RETURNING entry_id, leaf_hash
)
INSERT INTO audit_auditleaf (tree_index, entry_id, leaf_hash)
SELECT (SELECT coalesce(max(tree_index) + 1, 0) FROM audit_auditleaf) + row_number() OVER (ORDER BY entry_id) - 1,
    entry_id, leaf_hash
FROM taken
RETURNING tree_index
"""


def size() -> int:
    """Number of entries in the tree."""
    last = AuditLeaf.objects.order_by("-tree_index").values_list("tree_index", flat=True).first()
    return 0 if last is None else last + 1


def waiting() -> int:
    """Number of committed entries that have no place in the tree yet."""
    return AuditPending.objects.count()


def sequence_pending() -> int:
    """Place every waiting entry, after any other sequencer is done; returns how many. Not inside a transaction."""
    total = 0
    while placed := _sequence_batch(wait=True):
        total += placed
    return total


def sequence_if_free() -> None:
    """Place what waits unless somebody is at it already: the call after every commit.

    Whoever finds the lock taken may leave: its entry was committed before it looked, and the holder looks again after
    letting go (``exists`` below), so it will see that entry.
    """
    for _ in range(MAX_ROUNDS):
        if _sequence_batch(wait=False) is None or not AuditPending.objects.exists():
            return


def _sequence_batch(*, wait: bool) -> int | None:
    """Place one batch in a transaction of its own; None when another sequencer holds the lock."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        if wait:
            hold_lock()
        else:
            cursor.execute(TRY_LOCK, LOCK)
            if not cursor.fetchone()[0]:
                return None
        cursor.execute(PLACE, [BATCH])
        indexes = [row[0] for row in cursor.fetchall()]
        if indexes:
            tiles.grow(min(indexes), max(indexes) + 1)
        return len(indexes)


def hold_lock() -> None:
    """Wait until no other process changes the tree, for the rest of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_LOCK, LOCK)
