"""Documents ordered by the thousand: none twice, none lost, however often the worker dies; wrong ones by themselves."""

from pathlib import Path
from typing import Any

import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.documents.wallet import DESK, FACTS, UNIT, believe, give_keys, officer, person
from tests.sandbox.pki import Pki, pki, shared_pki

from dean06.kernel.base import outbox
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Invalid, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api, tasks
from dean06.kernel.documents.models import BulkIssue, BulkLine, Document, LineState
from dean06.kernel.documents.services import bulk
from dean06.kernel.documents.types import BulkProgress, IssueOrder
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.ca import CertificateAuthority

__all__ = ["pki", "shared_pki"]
pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What nothing catches."""


@pytest.fixture(autouse=True)
def issuer(pki: Pki, settings: Any, tmp_path: Path):
    """A commune with both keys."""
    settings.STATE = tmp_path
    settings.PUBLIC_URL = "https://dv.example"
    parties.load_reference_data(SYSTEM)
    with override(CertificateAuthority, pki.client):
        believe(pki.root)
        give_keys(UNIT)
        yield


@pytest.fixture
def holder(db: None) -> Actor:
    return person()


def orders(holder: Actor, count: int, **changes: Any) -> list[IssueOrder]:
    said = {"holder_id": holder.party_id, "facts": FACTS} | changes
    return [IssueOrder(reference=f"thu:{number}", number=f"{number + 1}/2026", **said) for number in range(count)]


def ask(holder: Actor, count: int = 6, **changes: Any):
    said = {"reference": "dot-1", "kind": "giay_khai_sinh", "unit_code": UNIT, "orders": orders(holder, count)}
    return api.issue_many(changes.pop("actor", officer(DESK)), **said | changes)


def work() -> int:
    """Until nothing of it is left; how many messages it took."""
    taken = 0
    assert tasks.issue_some  # the worker's handler is registered
    waiting = OutboxMessage.objects.filter(topic=bulk.TOPIC, state=OutboxState.PENDING)
    while (message_id := waiting.values_list("message_id", flat=True).first()) is not None:
        assert outbox.deliver(message_id) is outbox.Outcome.DONE
        taken += 1
    return taken


def every_lane() -> None:
    """A turn of each, as a worker takes them."""
    for lane in range(bulk.LANES):
        bulk.take_turn({"bulk": str(BulkIssue.objects.get().pk), "lane": lane, "turn": 0})


def progress() -> BulkProgress:
    (found,) = api.bulk_issues(officer(DESK))
    return found


def test_all_are_issued_each_with_its_own_entry(holder: Actor) -> None:
    ask(holder)
    assert (progress().waiting, progress().finished_at, Document.objects.count()) == (6, None, 0)
    work()
    assert (progress().issued, progress().waiting) == (6, 0)
    assert progress().finished_at is not None
    assert len(actions_of("documents.issue")) == 6
    assert len(actions_of("documents.issue_many")) == 1
    assert {one.number for one in api.own_documents(holder)} == {f"{number}/2026" for number in range(1, 7)}
    assert set(BulkLine.objects.values_list("state", flat=True)) == {LineState.ISSUED}
    assert not BulkLine.objects.exclude(request={}).exists()  # nothing is kept twice


def test_a_lane_hands_over_and_ends(holder: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LONGEST_TURN_SECONDS", 0)
    ask(holder, 9)
    assert work() == 9  # a document a turn: 3 turns of the first lane, 2 of each other
    assert progress().issued == 9


@pytest.mark.parametrize("where", ["before", "inside", "after"])
def test_killed_in_the_middle_none_twice_none_lost(holder: Actor, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Before a document, in its transaction, and between its commit and the note that it is done."""
    ask(holder)
    issue, calls = bulk.issue_document, []

    def dying(*args: Any, **said: Any):
        calls.append(said["reference"])
        if len(calls) == 2 and where == "before":
            raise Killed
        with monkeypatch.context() as patch:
            if len(calls) == 2 and where == "inside":
                patch.setattr("dean06.kernel.documents.services.issuing.record", kill)
            made = issue(*args, **said)
        if len(calls) == 2 and where == "after":
            raise Killed
        return made

    def kill(*_args: Any, **_said: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(bulk, "issue_document", dying)
        with pytest.raises(Killed):
            every_lane()
    assert Document.objects.count() == (2 if where == "after" else 1)
    work()
    assert Document.objects.count() == 6
    assert len(actions_of("documents.issue")) == 6
    assert (progress().issued, progress().waiting) == (6, 0)


def test_two_workers_on_one_lane_issue_once(holder: Actor) -> None:
    ask(holder, 1)
    line = BulkLine.objects.get()
    stale = BulkLine.objects.get()
    bulk._decide(line.bulk, line)
    bulk._decide(line.bulk, stale)
    assert Document.objects.count() == 1
    assert progress().issued == 1


def test_a_wrong_one_is_refused_by_itself(holder: Actor) -> None:
    said = orders(holder, 3)
    wrong = IssueOrder(reference="sai", number="9/2026", holder_id=holder.party_id, facts={"full_name": "Chỉ Tên"})
    nobody = IssueOrder(reference="khong-ai", number="10/2026", holder_id=new_id(), facts=FACTS)
    ask(holder, orders=[said[0], wrong, said[1], nobody, said[2]])
    work()
    assert (progress().issued, progress().refused, progress().waiting) == (3, 2, 0)
    assert [reference for reference, _ in progress().problems] == ["sai", "khong-ai"]
    assert all(problem for _, problem in progress().problems)


def test_without_a_key_it_waits_and_nothing_is_refused(holder: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(holder, 1)
    message_id = OutboxMessage.objects.filter(topic=bulk.TOPIC).order_by("message_id").first().message_id
    with monkeypatch.context() as patch:
        patch.setattr("dean06.kernel.documents.services.issuing.signer_of", lambda *_: None)
        assert outbox.deliver(message_id) is outbox.Outcome.FAILED
    assert (progress().waiting, progress().refused) == (1, 0)


def test_ordered_once(holder: Actor) -> None:
    first = ask(holder)
    assert ask(holder) == first
    assert BulkLine.objects.count() == 6
    with pytest.raises(Invalid) as refusal:
        ask(holder, reference="dot-2", orders=[*orders(holder, 2), *orders(holder, 1)])
    assert refusal.value.code == "ordered_twice"
    assert BulkIssue.objects.count() == 1


def test_who_may_and_how_many(holder: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    for actor in (holder, officer("ubnd-xa-duc-minh")):
        with pytest.raises(NotPermitted):
            ask(holder, actor=actor)
    with pytest.raises(NotPermitted):
        api.bulk_issues(holder)
    assert api.bulk_issues(officer("ubnd-xa-duc-minh")) == ()
    monkeypatch.setattr(bulk, "MOST_DOCUMENTS", 3)
    for wrong in ([], orders(holder, 4)):
        with pytest.raises(Invalid):
            ask(holder, orders=wrong)
    with pytest.raises(Invalid):
        ask(holder, kind="khong-co")
    assert not BulkIssue.objects.exists()


def test_orders_are_read_as_they_come(holder: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "WRITTEN_AT_ONCE", 2)
    ahead = []

    def stream():
        for number, order in enumerate(orders(holder, 6)):
            ahead.append(number - BulkLine.objects.count())
            yield order

    ask(holder, orders=stream())
    assert max(ahead) <= 2
