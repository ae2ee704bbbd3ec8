"""Gives committed entries their place in the tree, in batches, one sequencer at a time (docs/adr/0005-audit-log.md)."""

import time
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from dean06.kernel.audit import tiles
from dean06.kernel.audit.models import AuditLeaf, AuditPending

BATCH = 4096
PAUSE_SECONDS = 0.05
MAX_ROUNDS = 16  # of one opportunistic call, so that a request does not work for the whole site for ever
LOCK = (0x64656130, 1)  # PostgreSQL advisory lock: namespace "dea0", the log

WAIT_FOR_LOCK = "SELECT pg_advisory_xact_lock(%s, %s)"
PLACE_FEW = "SELECT audit_place_few(%s, %s)"  # migration 0002
WAITS = "SELECT EXISTS (SELECT FROM audit_auditpending)"
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


class _Pause:
    """When this process may sequence again, on the monotonic clock. Threads share it; a lost race costs a query."""

    until = 0.0


_pause = _Pause()


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
    while placed := _place_batch():
        total += placed
    return total


def sequence_if_free() -> None:
    """Place what waits unless somebody is at it already: the call after every commit.

    Whoever finds the lock taken may leave: its entry was committed before it looked, and the holder looks again after
    letting go, so it will see that entry. In a burst a process does this only every ``PAUSE_SECONDS``; the end of the
    burst is placed by the next act, by whoever needs the tree (every checkpoint and proof does) or by the worker.
    """
    now = time.monotonic()
    if now < _pause.until:
        return
    _pause.until = now + PAUSE_SECONDS
    with connection.cursor() as cursor:
        for _ in range(MAX_ROUNDS):
            placed = _ask(cursor, PLACE_FEW, LOCK)
            if placed is None:
                return
            if placed < 0:  # the next entry makes a tile full
                sequence_pending()
            if not _ask(cursor, WAITS):
                return


def _ask(cursor: CursorWrapper, sql: str, values: tuple[int, ...] = ()) -> Any:
    cursor.execute(sql, values)
    return cursor.fetchone()[0]


def _place_batch() -> int:
    """Place one batch, and write the tiles it makes full, in a transaction of its own."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        hold_lock()
        # A statement of its own: its snapshot must be taken with the lock held, for max() to see every earlier batch.
        cursor.execute(PLACE, [BATCH])
        indexes = [row[0] for row in cursor.fetchall()]
        if indexes:
            tiles.grow(max(indexes) + 1)
        return len(indexes)


def hold_lock() -> None:
    """Wait until no other process changes the tree, for the rest of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_LOCK, LOCK)
