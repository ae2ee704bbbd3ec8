"""Checkpoints, keys and proofs from the stored tree."""

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pymerkle
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dean06.kernel.audit import api, checkpoints, entry, keys, tiles, tree
from dean06.kernel.audit.models import AuditCheckpoint, AuditLeaf
from dean06.kernel.audit.note import Checkpoint, NoteError, Signer, open_note
from dean06.kernel.base.errors import NotFound

pytestmark = pytest.mark.django_db(transaction=True)

Write = Callable[..., UUID]


@pytest.fixture
def state(tmp_path: Path, settings: Any) -> Path:
    settings.STATE = tmp_path
    settings.PUBLIC_URL = "https://dichvu.example:8443"
    return tmp_path


def test_a_checkpoint_is_a_signed_note_of_the_tree(write: Write, state: Path) -> None:
    for _ in range(5):
        write()
    checkpoint = api.checkpoint()
    text, signed = open_note(checkpoint.note, [keys.verifier()])
    leaves = [entry.leaf_of(leaf.entry.body) for leaf in AuditLeaf.objects.order_by("tree_index")]
    assert Checkpoint.parse(text) == Checkpoint(
        "dichvu.example:8443/nhat-ky", 5, tree.root_of(leaves), checkpoint.index
    )
    assert signed == [keys.verifier()]


def test_an_unchanged_log_is_not_signed_twice(write: Write) -> None:
    write()
    assert api.checkpoint() == api.checkpoint() == api.latest_checkpoint()
    write()
    assert api.checkpoint().size == 2
    assert AuditCheckpoint.objects.count() == 2


def test_the_key_is_for_its_owner_only_and_stays(state: Path) -> None:
    verifier = keys.verifier()
    file = state / "keys" / keys.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys.verifier() == verifier
    assert (state / "keys" / keys.PUBLIC_FILE).read_text() == f"{verifier}\n"
    assert sorted(os.listdir(state / "keys")) == [keys.FILE, keys.PUBLIC_FILE]


def test_processes_that_start_together_share_one_key(state: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda _: str(Signer.parse(keys.key_file().read_text()).verifier), range(8)))
    assert len(set(names)) == 1
    assert (state / "keys" / keys.PUBLIC_FILE).read_text() == f"{names[0]}\n"


def test_a_lost_key_is_not_silently_replaced(write: Write, state: Path) -> None:
    write()
    api.checkpoint()
    (state / "keys" / keys.FILE).unlink()
    write()
    with pytest.raises(keys.KeyMissing, match="sao lưu"):
        api.checkpoint()
    findings = api.verify().findings
    assert [one.kind for one in findings] == ["checkpoint"]


def test_a_damaged_key_file_is_an_error(state: Path) -> None:
    keys.verifier()
    (state / "keys" / keys.FILE).write_text("PRIVATE+KEY+rubbish")
    with pytest.raises(NoteError):
        keys.verifier()


def test_an_entry_is_proven_as_soon_as_it_is_asked_for(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    api.checkpoint()
    monkeypatch.setattr("dean06.kernel.audit.sequencer.MAX_ROUNDS", 0)
    ids = [write(uuid4()) for _ in range(7)]
    for number, entry_id in enumerate(ids):
        proof = api.inclusion_proof(entry_id)
        assert (proof.index, proof.checkpoint.size) == (number, 7)
        leaf = entry.leaf_of(proof.body)
        tree.verify_inclusion(leaf, proof.index, 7, proof.path, proof.checkpoint.root)
    with pytest.raises(NotFound):
        api.inclusion_proof(uuid4())


def test_the_log_only_grows_and_proves_it(write: Write) -> None:
    sizes = []
    for size in (1, 4, 6, 9):
        while not sizes or sizes[-1].size < size:
            write()
            sizes.append(api.checkpoint())
    for old in sizes:
        for new in sizes[sizes.index(old) :]:
            proof = api.consistency_proof(old.size, new.size)
            assert (proof.old_root, proof.new_root) == (old.root, new.root)
            tree.verify_consistency(old.size, new.size, proof.path, old.root, new.root)
    for impossible in ((3, 2), (0, 10), (-1, 2)):
        with pytest.raises(NotFound):
            api.consistency_proof(*impossible)


def fill(size: int) -> list[bytes]:
    """Put leaves into the stored tree as the sequencer does, in uneven batches, without writing acts."""
    from django.db import connection, transaction

    leaves = [tree.leaf_hash(str(number).encode()) for number in range(size)]
    done = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # leaves without entries
        for batch in [1, 255, 256, 1000, 77, size]:
            until = min(size, done + batch)
            cursor.execute(
                "INSERT INTO audit_auditleaf (tree_index, leaf_hash, entry_id) "
                "SELECT %s + number - 1, hash, gen_random_uuid() "
                "FROM unnest(%s::bytea[]) WITH ORDINALITY AS leaf (hash, number)",
                [done, leaves[done:until]],
            )
            tiles.grow(until)
            done = until
    return leaves


def test_proofs_from_tiles_are_those_of_a_foreign_library() -> None:
    size = 3 * tiles.WIDTH + 41
    leaves = fill(size)
    foreign = pymerkle.InmemoryTree.init_from_entries([str(number).encode() for number in range(size)])
    nodes = tiles.StoredNodes()

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def check(data: st.DataObject) -> None:
        upto = data.draw(st.integers(1, size))
        index, old = data.draw(st.integers(0, upto - 1)), data.draw(st.integers(1, upto))
        root = foreign.get_root(upto)
        assert tree.range_hash(nodes, 0, upto) == root
        path = tree.inclusion_path(nodes, index, upto)
        assert path == foreign.prove_inclusion(index + 1, upto).path[1:]
        tree.verify_inclusion(leaves[index], index, upto, path, root)
        tree.verify_consistency(old, upto, tree.consistency_path(nodes, old, upto), foreign.get_root(old), root)

    check()


@pytest.mark.slow
def test_proofs_among_a_hundred_thousand_entries_read_little(django_assert_max_num_queries: Any) -> None:
    size = 100_000
    leaves = fill(size)
    root = tree.root_of(leaves)
    with django_assert_max_num_queries(12):
        nodes = tiles.StoredNodes()
        assert tree.range_hash(nodes, 0, size) == root
        tree.verify_inclusion(leaves[31_337], 31_337, size, tree.inclusion_path(nodes, 31_337, size), root)
        path = tree.consistency_path(nodes, 65_000, size)
    tree.verify_consistency(65_000, size, path, tree.root_of(leaves[:65_000]), root)


def test_missing_hashes_are_an_error_not_a_wrong_proof() -> None:
    fill(300)
    with pytest.raises(tiles.TreeDamaged):
        tiles.StoredNodes()(0, 300)
    with pytest.raises(tiles.TreeDamaged):
        tiles.StoredNodes()(9, 0)
    with pytest.raises(tiles.TreeDamaged):
        tiles.grow(600)


def test_recent_checkpoints_come_newest_first(write: Write) -> None:
    for _ in range(3):
        write()
        api.checkpoint()
    assert [one.size for one in checkpoints.recent(2)] == [3, 2]
