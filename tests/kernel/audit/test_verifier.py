"""Every way of cheating with the rows, by somebody the triggers do not stop, is noticed and said precisely."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from tests.kernel.audit.conftest import intruder

from dean06.kernel.audit import api, checkpoints, entry, keys, tiles, tree
from dean06.kernel.audit.models import AuditEntry, AuditLeaf
from dean06.kernel.audit.note import Checkpoint, Signer
from dean06.kernel.audit.types import Finding, Kind

pytestmark = pytest.mark.django_db(transaction=True)

Write = Callable[..., UUID]


def findings(**options: object) -> tuple[Finding, ...]:
    return api.verify(**options).findings


def only_finding(**options: object) -> Finding:
    found = findings(**options)
    assert len(found) == 1, found
    return found[0]


@pytest.fixture
def log(write: Write) -> list[UUID]:
    """Ten entries, a checkpoint, ten more, a checkpoint."""
    ids = [write(uuid4()) for _ in range(10)]
    api.checkpoint()
    ids += [write(uuid4(), uuid4()) for _ in range(10)]
    api.checkpoint()
    return ids


def rewrite(entry_id: UUID, *, and_leaf: bool) -> None:
    """Change the purpose of an act; a careful intruder also recomputes its hash."""
    body = AuditEntry.objects.get(id=entry_id).body.replace("Giải quyết", "Tò mò")
    with intruder() as run:
        run("UPDATE audit_auditentry SET body = %s WHERE id = %s", body, entry_id)
        if and_leaf:
            run("UPDATE audit_auditleaf SET leaf_hash = %s WHERE entry_id = %s", entry.leaf_of(body), entry_id)


def test_an_untouched_log_is_intact(log: list[UUID], write: Write) -> None:
    write()
    result = api.verify()
    assert result.is_intact
    assert (result.size, result.waiting, result.checkpoints) == (21, 0, 2)
    leaves = [entry.leaf_of(row.entry.body) for row in AuditLeaf.objects.order_by("tree_index")]
    assert result.root == tree.root_of(leaves)


def test_an_empty_log_is_intact() -> None:
    assert api.verify().is_intact
    assert api.checkpoint().size == 0
    assert api.verify().is_intact


def test_an_altered_entry_is_named(log: list[UUID]) -> None:
    rewrite(log[7], and_leaf=False)
    found = only_finding()
    assert (found.kind, found.index, found.entry_id) == (Kind.ALTERED, 7, log[7])
    assert f"Bản ghi số 7 ({log[7]}) đã bị sửa" in found.message


def test_an_entry_altered_with_its_hash_is_found_between_two_checkpoints(log: list[UUID]) -> None:
    rewrite(log[13], and_leaf=True)
    found = only_finding()
    assert found.kind is Kind.TREE
    assert "từ 10 đến 19" in found.message


def test_an_entry_altered_with_its_hash_in_a_full_tile_is_named(write: Write) -> None:
    ids = [write() for _ in range(tiles.WIDTH + 3)]
    rewrite(ids[100], and_leaf=True)
    kinds = {one.kind: one for one in findings()}
    assert kinds[Kind.TILE].entry_id == ids[100]
    assert kinds[Kind.TILE].index == 100


def test_a_removed_entry_is_named(log: list[UUID]) -> None:
    with intruder() as run:
        run("DELETE FROM audit_auditentry WHERE id = %s", log[4])
    found = next(one for one in findings() if one.kind is Kind.REMOVED)
    assert (found.index, found.entry_id) == (4, log[4])
    assert "đã bị xóa" in found.message


def test_an_entry_removed_with_its_place_leaves_a_gap(log: list[UUID]) -> None:
    with intruder() as run:
        for table, column in (("auditentry", "id"), ("auditleaf", "entry_id"), ("auditsubject", "entry_id")):
            run(f"DELETE FROM audit_{table} WHERE {column} = %s", log[4])
    found = only_finding()
    assert (found.kind, found.index) == (Kind.REMOVED, 4)
    assert "Thiếu số 4" in found.message


def test_an_entry_removed_with_its_place_and_the_rest_moved_up_breaks_the_signed_root(log: list[UUID]) -> None:
    with intruder() as run:
        for table, column in (("auditentry", "id"), ("auditleaf", "entry_id"), ("auditsubject", "entry_id")):
            run(f"DELETE FROM audit_{table} WHERE {column} = %s", log[4])
        for index in range(5, 20):
            run("UPDATE audit_auditleaf SET tree_index = %s WHERE tree_index = %s", index - 1, index)
    kinds = [one.kind for one in findings()]
    assert kinds == [Kind.TREE, Kind.TRUNCATED]
    assert "từ 0 đến 9" in findings()[0].message


def test_a_place_taken_away_names_the_entry(log: list[UUID]) -> None:
    with intruder() as run:
        run("DELETE FROM audit_auditleaf WHERE entry_id = %s", log[4])
    found = next(one for one in findings() if one.kind is Kind.UNLISTED)
    assert found.entry_id == log[4]


def test_swapped_entries_are_both_named(log: list[UUID]) -> None:
    one, two = (AuditEntry.objects.get(id=log[index]).body for index in (2, 3))
    with intruder() as run:
        run("UPDATE audit_auditentry SET body = %s WHERE id = %s", two, log[2])
        run("UPDATE audit_auditentry SET body = %s WHERE id = %s", one, log[3])
    assert {found.entry_id for found in findings() if found.kind is Kind.ALTERED} == {log[2], log[3]}


def test_swapped_places_break_the_signed_root(log: list[UUID]) -> None:
    with intruder() as run:
        for old, new in ((2, 1000), (3, 2), (1000, 3)):
            run("UPDATE audit_auditleaf SET tree_index = %s WHERE tree_index = %s", new, old)
    found = only_finding()
    assert found.kind is Kind.TREE
    assert "từ 0 đến 9" in found.message


def test_a_cut_tail_is_noticed(log: list[UUID]) -> None:
    with intruder() as run:
        for entry_id in log[15:]:
            run("DELETE FROM audit_auditsubject WHERE entry_id = %s", entry_id)
            run("DELETE FROM audit_auditleaf WHERE entry_id = %s", entry_id)
            run("DELETE FROM audit_auditentry WHERE id = %s", entry_id)
    found = only_finding()
    assert found.kind is Kind.TRUNCATED
    assert "các số từ 15 đến 19" in found.message


def test_a_tail_cut_with_its_checkpoint_is_noticed_by_one_kept_elsewhere(log: list[UUID]) -> None:
    kept = checkpoints.latest()
    assert kept
    with intruder() as run:
        run("DELETE FROM audit_auditcheckpoint WHERE size = 20")
        for entry_id in log[10:]:
            run("DELETE FROM audit_auditsubject WHERE entry_id = %s", entry_id)
            run("DELETE FROM audit_auditleaf WHERE entry_id = %s", entry_id)
            run("DELETE FROM audit_auditentry WHERE id = %s", entry_id)
    assert only_finding().kind is Kind.INDEX  # the index still says how far it was
    with intruder() as run:
        for table in ("auditperson", "auditpage", "auditindexstate"):
            run(f"DELETE FROM audit_{table}")
    assert api.verify().is_intact  # nothing left in the database could tell
    found = only_finding(trusted=[kept.note])
    assert found.kind is Kind.TRUNCATED
    assert "các số từ 10 đến 19" in found.message


@pytest.mark.parametrize("index", [None, bytes(32)])
def test_another_text_of_a_kept_checkpoint_is_noticed(index: bytes | None, log: list[UUID]) -> None:
    """The log signed twice at one size: over another index of persons, or silent about it."""
    ours = checkpoints.latest()
    assert ours
    other = Checkpoint(keys.verifier().name, ours.size, ours.root, index).text
    assert api.verify(trusted=[ours.cosigned_note]).is_intact
    found = only_finding(trusted=[keys.signer().sign(other)])
    assert found.kind is Kind.CHECKPOINT
    assert "nhật ký đã ký hai mốc khác nhau ở 20 bản ghi" in found.message


def test_a_tail_cut_behind_full_tiles_is_noticed_without_any_checkpoint(write: Write) -> None:
    ids = [write() for _ in range(tiles.WIDTH + 3)]
    with intruder() as run:
        for entry_id in ids[200:]:
            run("DELETE FROM audit_auditleaf WHERE entry_id = %s", entry_id)
            run("DELETE FROM audit_auditentry WHERE id = %s", entry_id)
    found = only_finding()
    assert (found.kind, found.index) == (Kind.TRUNCATED, 200)


def test_a_checkpoint_signed_by_another_key_is_false(log: list[UUID]) -> None:
    forged = Signer.generate(keys.verifier().name)
    text = Checkpoint(forged.name, 20, bytes(32)).text
    with intruder() as run:
        run("UPDATE audit_auditcheckpoint SET note = %s, root = %s WHERE size = 20", forged.sign(text), bytes(32))
    found = only_finding()
    assert found.kind is Kind.CHECKPOINT
    assert "Mốc đã ký ở 20 bản ghi là giả" in found.message


def test_a_checkpoint_whose_row_says_something_else_than_its_note_is_noticed(log: list[UUID]) -> None:
    with intruder() as run:
        run("UPDATE audit_auditcheckpoint SET root = %s WHERE size = 10", bytes(32))
    assert only_finding().kind is Kind.CHECKPOINT


@pytest.mark.parametrize(
    "change", ["action = 'test.other'", "unit_code = ''", "subject_count = 0", "release_on = '2099-01-01'"]
)
def test_columns_that_differ_from_the_hashed_body_are_noticed(change: str, log: list[UUID]) -> None:
    with intruder() as run:
        run(f"UPDATE audit_auditentry SET {change} WHERE id = %s", log[0])
    found = only_finding()
    assert (found.kind, found.entry_id) == (Kind.COLUMNS, log[0])


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM audit_auditsubject WHERE entry_id = %s AND position = 1",
        "UPDATE audit_auditsubject SET party_id = gen_random_uuid() WHERE entry_id = %s AND position = 1",
        "UPDATE audit_auditsubject SET at = at - interval '1 day' WHERE entry_id = %s AND position = 1",
    ],
)
def test_a_look_hidden_from_its_person_is_noticed(sql: str, log: list[UUID]) -> None:
    with intruder() as run:
        run(sql, log[15])
    found = only_finding()
    assert (found.kind, found.index) == (Kind.SUBJECTS, 15)


def test_a_changed_tile_above_the_leaves_is_noticed(write: Write) -> None:
    for _ in range(tiles.WIDTH):
        write()
    with intruder() as run:
        run("UPDATE audit_audittile SET hashes = %s WHERE level = 1", bytes(32))
    assert only_finding().kind is Kind.TILE


def test_a_lost_tile_is_noticed(write: Write) -> None:
    for _ in range(tiles.WIDTH + 1):
        write()
    with intruder() as run:
        run("DELETE FROM audit_audittile WHERE level = 1")
    assert only_finding().kind is Kind.TILE


def test_a_waiting_entry_that_was_altered_is_named(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dean06.kernel.audit.sequencer.MAX_ROUNDS", 0)
    entry_id = write()
    rewrite(entry_id, and_leaf=False)
    found = only_finding()
    assert (found.kind, found.index, found.entry_id) == (Kind.ALTERED, None, entry_id)
    assert "đang chờ" in found.message


def test_a_hopelessly_damaged_log_gives_a_bounded_report(log: list[UUID]) -> None:
    with intruder() as run:
        run("UPDATE audit_auditleaf SET tree_index = tree_index + 1000000000000")
        run("UPDATE audit_auditentry SET body = '{'")
    found = findings()
    assert {Kind.REMOVED, Kind.ALTERED} <= {one.kind for one in found}
    assert len(found) <= 200


def test_an_inconsistent_tree_is_never_signed(log: list[UUID], write: Write) -> None:
    rewrite(log[3], and_leaf=True)
    write()
    with pytest.raises(tiles.TreeDamaged, match="20 bản ghi"):
        api.checkpoint()
