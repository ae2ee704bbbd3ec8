"""The index in the database: behind every checkpoint, in step with the log, whatever crashes or runs beside it."""

import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.kernel.audit.conftest import intruder

from dean06.kernel.audit import api, checkpoints, note, person_index, person_map, sequencer
from dean06.kernel.audit.models import AuditEntry, AuditLeaf, AuditPerson
from dean06.kernel.audit.tiles import TreeDamaged
from dean06.kernel.audit.types import Finding, Kind
from dean06.kernel.audit.verify_index import IndexRecount

pytestmark = pytest.mark.django_db(transaction=True)

Write = Callable[..., UUID]


def proven(party_id: UUID) -> person_map.Person:
    """What the newest checkpoint says about a person."""
    last = checkpoints.latest()
    assert last
    assert last.index == person_index.state().root
    return person_map.verify(person_map.key_of(party_id), person_index.find(party_id), last.index)


def recounted(party_id: UUID) -> person_map.Person:
    """The person's chain from the rows, by its definition."""
    person = person_map.nobody_yet(person_map.key_of(party_id))
    for leaf in AuditLeaf.objects.filter(entry__subjects__party_id=party_id).order_by("tree_index"):
        person = person_map.link(person, leaf.tree_index, bytes(leaf.leaf_hash), leaf.entry.release_on)
    return person


def only_finding() -> Finding:
    (found,) = api.verify().findings
    return found


def test_every_checkpoint_carries_the_root_of_the_index(write: Write) -> None:
    people = [uuid4() for _ in range(5)]
    for number in range(12):
        write(people[number % 5], people[(number * 3 + 1) % 5])
        if number in {3, 7, 11}:
            signed = api.checkpoint()
            text = note.open_note(signed.note, [checkpoints.keys.verifier()])[0]
            assert note.Checkpoint.parse(text).index == signed.index
            for person in people:
                assert proven(person) == recounted(person)
    assert proven(uuid4()).count == 0
    assert api.verify().is_intact


def test_an_empty_log_proves_that_nobody_was_looked_at() -> None:
    assert api.checkpoint().index == person_map.EMPTY
    assert proven(uuid4()).count == 0


def test_a_log_from_before_the_index_gets_one_with_its_next_checkpoint(write: Write) -> None:
    person = uuid4()
    write(person)
    first = api.checkpoint()
    key = checkpoints.keys.signer()
    with intruder() as run:  # as the version before wrote it
        run("UPDATE audit_auditcheckpoint SET note = %s", key.sign(note.Checkpoint(key.name, 1, first.root).text))
        for table in ("auditperson", "auditpage", "auditindexstate"):
            run(f"DELETE FROM audit_{table}")
    assert checkpoints.latest().index is None
    assert api.checkpoint().size == 2
    assert AuditEntry.objects.filter(action="audit.begin_index").count() == 1
    assert proven(person).count == 1
    assert api.checkpoint().size == 2
    assert api.verify().is_intact


def test_a_crash_between_placing_indexing_and_signing_is_made_good(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = uuid4()
    monkeypatch.setattr(person_index, "BATCH", 3)
    for _ in range(8):
        write(person)
    with monkeypatch.context() as patch:
        patch.setattr(checkpoints, "_sign", _crash)
        with pytest.raises(ZeroDivisionError):
            api.checkpoint()
    assert 0 < person_index.state().size < 8  # whole batches stay, the last one went with the checkpoint
    write(person)
    api.checkpoint()
    assert proven(person) == recounted(person)
    assert proven(person).count == 9
    assert api.verify().is_intact


def _crash(*_: object) -> None:
    raise ZeroDivisionError


def test_batches_end_between_entries(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_index, "MAX_SUBJECTS", 4)
    person = uuid4()
    for crowd in (6, 1, 2, 9, 0):
        write(person, *(uuid4() for _ in range(crowd)))
    api.checkpoint()
    assert proven(person) == recounted(person)


def test_a_look_at_twenty_thousand_people_is_one_step(write: Write) -> None:
    crowd = [uuid4() for _ in range(20_000)]
    write(*crowd)
    api.checkpoint()
    write(crowd[7])
    api.checkpoint()
    assert [proven(crowd[7]).count, proven(crowd[8]).count] == [2, 1]
    assert len(person_index.find(crowd[8]).steps) < 40
    assert api.verify().is_intact


def test_processes_that_sign_at_once_agree(write: Write) -> None:
    people = [uuid4() for _ in range(4)]
    start = threading.Barrier(4)

    def work(mine: UUID) -> None:
        try:
            start.wait()
            for _ in range(10):
                write(mine, *people)
                api.checkpoint()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, people))
    assert sequencer.size() == 40
    api.checkpoint()
    assert [proven(person).count for person in people] == [40] * 4
    assert api.verify().is_intact


def test_rows_lost_before_they_were_indexed_are_not_signed(write: Write) -> None:
    entry_id = write(uuid4(), uuid4())
    with intruder() as run:
        run("DELETE FROM audit_auditsubject WHERE entry_id = %s AND position = 1", entry_id)
    with pytest.raises(TreeDamaged, match="dean06 audit verify"):
        api.checkpoint()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditperson SET count = count + 1",
        "DELETE FROM audit_auditperson",
        "UPDATE audit_auditindexstate SET root = sha256('')",
        "UPDATE audit_auditpage SET hashes = decode(repeat('00', 8192), 'hex')",
    ],
)
def test_a_changed_index_is_noticed(sql: str, write: Write) -> None:
    write(uuid4())
    api.checkpoint()
    with intruder() as run:
        run(sql)
    assert only_finding().kind is Kind.INDEX


def test_a_list_signed_short_is_noticed(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log itself lies: it signs an index in which one look at a person is missing."""
    person = uuid4()
    for _ in range(3):
        write(person)
    honest = person_map.link
    with monkeypatch.context() as patch:
        patch.setattr(person_map, "link", lambda who, index, *rest: who if index == 1 else honest(who, index, *rest))
        api.checkpoint()
    found = api.verify().findings
    assert {one.kind for one in found} == {Kind.INDEX}


def test_a_persons_list_never_shrinks_in_the_database(write: Write) -> None:
    write(uuid4())
    api.checkpoint()
    for change in ({"count": 0}, {"count": 1, "head": bytes(32)}):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            AuditPerson.objects.update(**change)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditPerson.objects.all().delete()


def test_recounting_many_people_takes_no_memory() -> None:
    """Twenty thousand persons as objects would be six megabytes; they are in a file."""
    recount = IndexRecount()
    tracemalloc.start()
    for number in range(20):
        recount.append(bytes(32), None, (uuid4() for _ in range(1000)))
        recount.root()
        assert recount.size == number + 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000
