"""Writers do not wait for each other, and none of their entries is lost, doubled or left behind."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from dean06.kernel.audit import api, checkpoints, sequencer, tiles
from dean06.kernel.audit.models import AuditEntry, AuditLeaf, AuditPending, AuditTile

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
ACTS = 40
ALMOST_A_TILE = 180


class Undone(Exception):
    """An act that was rolled back."""


def test_eight_writers_lose_nothing(write: Callable[..., UUID]) -> None:
    with transaction.atomic():
        before = [write() for _ in range(ALMOST_A_TILE)]  # so that the writers meet at the edge of a tile
    start = threading.Barrier(WRITERS)

    def undo() -> None:
        with transaction.atomic():
            write(uuid4())
            raise Undone

    def work(writer: int) -> list[UUID]:
        start.wait()
        kept = []
        try:
            for number in range(ACTS):
                if number % 4 == 3:
                    with pytest.raises(Undone):
                        undo()
                else:
                    kept.append(write(uuid4()))
                if number % 16 == writer:
                    checkpoints.checkpoint()
        finally:
            connection.close()
        return kept

    with ThreadPoolExecutor(WRITERS) as pool:
        kept = [entry_id for ids in pool.map(work, range(WRITERS)) for entry_id in ids]
    assert len(kept) == WRITERS * ACTS * 3 // 4
    kept += before
    assert set(AuditEntry.objects.values_list("id", flat=True)) == set(kept)
    # The last one out left nothing waiting, without any worker.
    assert not AuditPending.objects.exists()
    assert set(AuditLeaf.objects.values_list("entry_id", flat=True)) == set(kept)
    result = api.verify()
    assert result.is_intact, result.findings
    assert result.size == len(kept)


def test_a_writer_that_finds_a_sequencer_at_work_leaves_and_is_seen(write: Callable[..., UUID]) -> None:
    """The holder of the lock looks again after letting go: what was committed meanwhile gets its place."""
    in_lock, committed = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                sequencer.hold_lock()
                in_lock.set()
                assert committed.wait(30)
            sequencer.sequence_if_free()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(hold)
        assert in_lock.wait(30)
        entry_id = write()
        assert AuditPending.objects.filter(entry_id=entry_id).exists()  # the writer did not wait
        committed.set()
        holder.result(30)
    assert AuditLeaf.objects.get().entry_id == entry_id


def test_an_open_act_does_not_hold_up_the_others(write: Callable[..., UUID]) -> None:
    """A slow transaction keeps only its own entry from the tree."""
    recorded, finish = threading.Event(), threading.Event()

    def slow() -> UUID:
        try:
            with transaction.atomic():
                entry_id = write()
                recorded.set()
                assert finish.wait(30)
            return entry_id
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(slow)
        assert recorded.wait(30)
        quick = write()
        assert AuditLeaf.objects.get().entry_id == quick
        finish.set()
        late = waiting.result(30)
    assert dict(AuditLeaf.objects.values_list("entry_id", "tree_index")) == {quick: 0, late: 1}


def test_sequencing_inside_an_act_is_refused() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        api.sequence_pending()


def test_more_than_one_batch_is_placed(write: Callable[..., UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 3)
    with transaction.atomic():
        for _ in range(10):
            write()
    assert not AuditPending.objects.exists()
    assert list(AuditLeaf.objects.order_by("tree_index").values_list("tree_index", flat=True)) == list(range(10))


def test_a_burst_is_placed_in_few_batches(write: Callable[..., UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "PAUSE_SECONDS", 3600)
    ids = [write() for _ in range(5)]
    assert dict(AuditLeaf.objects.values_list("entry_id", "tree_index")) == {ids[0]: 0}
    assert api.inclusion_proof(ids[4]).index == 4  # who needs the tree does not wait for anybody
    assert not AuditPending.objects.exists()


def test_a_tile_left_unwritten_is_written_later(write: Callable[..., UUID]) -> None:
    with transaction.atomic():
        for _ in range(tiles.WIDTH - 1):
            write()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiles, "grow", lambda size: None)
        write()
    assert not AuditTile.objects.exists()
    with transaction.atomic():
        for _ in range(tiles.WIDTH):
            write()
    assert sorted(AuditTile.objects.values_list("level", "tile_index")) == [(0, 0), (0, 1), (1, 0)]
    assert api.verify().is_intact
