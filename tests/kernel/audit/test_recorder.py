"""Entries live and die with their act; what they say is canonical."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from tests.kernel.audit.conftest import CLERK

from dean06.kernel.audit import api, entry, recorder, sequencer
from dean06.kernel.audit.models import AuditEntry, AuditLeaf, AuditPending, AuditSubject
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM

WHEN = datetime(2023, 12, 15, 1, 2, 3, tzinfo=UTC)


def record(**changes: Any) -> UUID:
    options = {"object_type": "test.file", "object_id": "7", **changes}
    return api.record(options.pop("actor", CLERK), options.pop("action", "test.look"), **options)


class Undone(Exception):
    """An act that was rolled back."""


def undone() -> None:
    with transaction.atomic():
        record(action="test.undone")
        raise Undone


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_shares_the_fate_of_its_act() -> None:
    with pytest.raises(Undone):
        undone()
    assert not AuditEntry.objects.exists()
    with transaction.atomic():
        record()
        with pytest.raises(Undone):
            undone()
    assert [row.entry.action for row in AuditLeaf.objects.all()] == ["test.look"]


@pytest.mark.django_db(transaction=True)
def test_an_entry_gets_its_place_as_soon_as_its_act_is_committed() -> None:
    with transaction.atomic():
        first = record()
        second = record()
        assert api.waiting() == 2
    assert api.waiting() == 0
    places = dict(AuditLeaf.objects.values_list("entry_id", "tree_index"))
    assert places == {first: 0, second: 1}


@pytest.mark.django_db(transaction=True)
def test_one_transaction_asks_for_sequencing_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def count() -> None:
        calls.append(1)

    monkeypatch.setattr(recorder.sequencer, "sequence_if_free", count)
    with transaction.atomic():
        for _ in range(5):
            record()
    assert calls == [1]


@pytest.mark.django_db(transaction=True)
def test_a_failing_sequencer_does_not_undo_the_act(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sequencer, "PLACE_FEW", "SELECT 1 / 0 WHERE %s <> %s")
        with transaction.atomic():
            record()
    assert (AuditEntry.objects.count(), AuditPending.objects.count()) == (1, 1)
    assert api.sequence_pending() == 1


@pytest.mark.django_db
def test_the_body_says_everything_in_canonical_form() -> None:
    party = uuid4()
    with clock.at(WHEN):
        entry_id = record(
            purpose="Giải quyết hồ sơ",
            legal_basis="Luật thử",
            subjects=[party, party],
            fields=["full_name"],
            details={"b": 1, "a": [True, None, date(2023, 12, 3), WHEN, party]},
            case_ref="000.01.23.H40",
            device="cong-01",
            release_on=date(2024, 1, 15),
        )
    row = AuditEntry.objects.get(id=entry_id)
    body = json.loads(row.body)
    assert row.body == json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "Giải quyết hồ sơ" in row.body
    subject = AuditSubject.objects.get(entry_id=entry_id)
    assert (subject.party_id, subject.at, len(bytes(subject.salt))) == (party, WHEN, 16)
    assert str(party) not in json.dumps(body["subjects"])
    assert body == {
        "v": 2,
        "id": str(entry_id),
        "at": "2023-12-15T01:02:03.000000Z",
        "actor": {
            "user": str(CLERK.user_id),
            "party": str(CLERK.party_id),
            "role": "clerk",
            "unit": "phong-y-te",
            "unit_name": "Phòng Y tế",
            "post": "Chuyên viên",
            "level": 2,
        },
        "action": "test.look",
        "object": {"type": "test.file", "id": "7"},
        "purpose": "Giải quyết hồ sơ",
        "legal_basis": "Luật thử",
        "fields": ["full_name"],
        "subjects": {"count": 1, "root": entry.Subject(party, bytes(subject.salt)).leaf.hex()},
        "details": {"a": [True, None, "2023-12-03", "2023-12-15T01:02:03.000000Z", str(party)], "b": 1},
        "request": "req-1",
        "case": "000.01.23.H40",
        "device": "cong-01",
        "release_on": "2024-01-15",
    }
    assert (row.unit_code, row.subject_count, row.release_on) == ("phong-y-te", 1, date(2024, 1, 15))


@pytest.mark.django_db
def test_the_name_of_the_actor_is_not_in_the_log() -> None:
    assert CLERK.name not in AuditEntry.objects.get(id=record()).body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"action": "look"}, ValueError),
        ({"action": "Test.Look"}, ValueError),
        ({"action": "test." + "a" * 100}, ValueError),
        ({"object_type": "hồ sơ"}, ValueError),
        ({"object_id": "x" * 201}, ValueError),
        ({"object_id": "a\x00b"}, ValueError),
        ({"details": {"much": "x" * entry.MAX_BODY_BYTES}}, ValueError),
        ({"details": {"share": 0.5}}, TypeError),
        ({"details": {"file": b"bytes"}}, TypeError),
        ({"case_ref": "x" * 201}, ValueError),
        ({"device": "a\nb"}, ValueError),
        ({"release_on": date(9999, 12, 31)}, ValueError),
        ({"subjects": [uuid4()]}, ValueError),
        ({"subjects": [uuid4()], "purpose": "Xem"}, ValueError),
    ],
)
def test_facts_that_cannot_be_written_down_are_refused(changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        record(**changes)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_bulk_look_makes_a_small_body() -> None:
    entry_id = record(subjects=[uuid4() for _ in range(5000)], purpose="Đối soát", legal_basis="Luật thử")
    assert len(AuditEntry.objects.get(id=entry_id).body) < 1000
    assert AuditSubject.objects.filter(entry_id=entry_id).count() == 5000
    api.sequence_pending()
    assert api.verify().is_intact


@pytest.mark.django_db
def test_a_person_sees_who_looked_newest_first() -> None:
    person, other = uuid4(), uuid4()
    api.register_action("test.seen", "Tra cứu hồ sơ")
    api.register_field("test_birth", "ngày sinh")
    why = {"purpose": "Giải quyết hồ sơ", "legal_basis": "Luật thử"}
    with clock.at(WHEN):
        record(action="test.seen", subjects=[person], fields=["test_birth"], **why)
    record(actor=SYSTEM, subjects=[person, other], **why)
    record(subjects=[other], **why)
    newest, oldest = api.looks_at(person)
    assert (newest.who, newest.action_label, newest.tree_index) == ("Hệ thống (tự động)", "Thao tác “test.look”", None)
    assert (oldest.at, oldest.who, oldest.action_label) == (WHEN, "Chuyên viên, Phòng Y tế", "Tra cứu hồ sơ")
    assert (oldest.field_labels, oldest.purpose, oldest.legal_basis) == (("ngày sinh",), *why.values())
    assert [look.entry_id for look in api.looks_at(person, limit=1, offset=1)] == [oldest.entry_id]
    assert (api.count_looks_at(person), api.count_looks_at(uuid4())) == (2, 0)
    api.sequence_pending()
    assert {look.tree_index for look in api.looks_at(person)} == {0, 1}


def test_an_action_has_one_name() -> None:
    api.register_action("test.named", "Xem")
    api.register_action("test.named", "Xem")
    with pytest.raises(ValueError, match="already called"):
        api.register_action("test.named", "Sửa")
    assert api.registered_actions()["test.named"] == "Xem"
