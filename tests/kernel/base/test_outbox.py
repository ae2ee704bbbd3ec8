"""The outbox within one process: idempotence, back-off, dead letters, retry."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction

from dean06.kernel.base import clock, delivery, outbox
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.delivery import FIRST_PAUSE, JITTER, LEASE, LONGEST_PAUSE, MAX_ATTEMPTS, Outcome
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted
from dean06.kernel.base.models import OutboxMessage, OutboxState

pytestmark = pytest.mark.django_db
NOON = datetime(2023, 12, 1, 5, 0, tzinfo=UTC)
OPERATOR = Actor(name="Vận hành", role=Role.OPERATOR)


class Recipient:
    """A handler that can be told to fail."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, Any], str]] = []
        self.error: Exception | None = None

    def __call__(self, payload: dict[str, Any], message_id: str) -> None:
        self.calls.append((payload, message_id))
        if self.error:
            raise self.error


@pytest.fixture
def recipient(monkeypatch: pytest.MonkeyPatch) -> Recipient:
    monkeypatch.setattr(delivery, "_handlers", {})
    made = Recipient()
    delivery._handlers["t"] = delivery._Registered(made, is_local=False)
    return made


@pytest.fixture(autouse=True)
def noon() -> Iterator[datetime]:
    with clock.at(NOON) as held:
        yield held


def waiting_jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select args->>'message_id' from procrastinate_jobs where status='todo' and task_name=%s order by id",
            [delivery.DELIVER_TASK],
        )
        return [row[0] for row in cursor.fetchall()]


def message(message_id: str = "m") -> OutboxMessage:
    return OutboxMessage.objects.get(message_id=message_id)


def enqueue(message_id: str = "m") -> None:
    with transaction.atomic():
        outbox.enqueue("t", {"case": "1"}, message_id=message_id)


def fail_until(attempts: int) -> list[datetime]:
    """Deliver at each due instant; returns when the attempts were made."""
    made = []
    for _ in range(attempts):
        due = message().next_attempt_at
        with clock.at(due):
            outbox.deliver("m")
        made.append(due)
    return made


def test_a_message_and_its_job_are_written_together(recipient: Recipient) -> None:
    enqueue()
    assert waiting_jobs() == ["m"]
    assert outbox.deliver("m") is Outcome.DONE
    assert recipient.calls == [({"case": "1"}, "m")]
    assert (message().state, message().attempts, message().finished_at) == (OutboxState.DONE, 1, NOON)


def test_a_rollback_takes_both(recipient: Recipient) -> None:
    with transaction.atomic():
        outbox.enqueue("t", {}, message_id="m")
        transaction.set_rollback(True)
    assert waiting_jobs() == []
    assert outbox.deliver("m") is Outcome.NOT_DUE


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        outbox.enqueue("t", {}, message_id="m")


def test_the_same_id_is_one_message_for_ever(recipient: Recipient) -> None:
    enqueue()
    enqueue()
    assert waiting_jobs() == ["m"]
    outbox.deliver("m")
    enqueue()
    assert outbox.deliver("m") is Outcome.NOT_DUE
    assert len(recipient.calls) == 1
    assert waiting_jobs() == ["m"]


def test_failures_are_retried_with_growing_pauses(recipient: Recipient) -> None:
    recipient.error = ConnectionError("no route")
    enqueue()
    made = fail_until(MAX_ATTEMPTS - 1)
    pauses = [later - earlier for earlier, later in pairwise(made)]
    for attempt, pause in enumerate(pauses, start=1):
        least = min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)
        assert least <= pause <= least * (1 + JITTER)
    assert message().state == OutboxState.PENDING
    assert message().last_error == "ConnectionError: no route"
    with clock.at(message().next_attempt_at - timedelta(milliseconds=1)):
        assert outbox.deliver("m") is Outcome.NOT_DUE
    recipient.error = None
    with clock.at(message().next_attempt_at):
        assert outbox.deliver("m") is Outcome.DONE
    assert message().last_error == ""


def test_pauses_differ_between_messages() -> None:
    assert len({delivery.pause_after(3) for _ in range(20)}) > 1


def test_after_the_last_attempt_it_is_a_dead_letter_without_personal_data(recipient: Recipient) -> None:
    recipient.error = ValueError("042201001234 is not known")
    enqueue()
    fail_until(MAX_ATTEMPTS)
    (letter,) = outbox.dead_letters()
    assert (letter.message_id, letter.topic, letter.attempts) == ("m", "t", MAX_ATTEMPTS)
    assert letter.last_error == "ValueError: *** is not known"
    with clock.at(NOON + timedelta(days=365)):
        assert outbox.deliver("m") is Outcome.NOT_DUE
        assert outbox.sweep() == 0
    assert len(recipient.calls) == MAX_ATTEMPTS


def test_the_operator_gives_it_another_round(recipient: Recipient) -> None:
    recipient.error = ValueError("x")
    enqueue()
    fail_until(MAX_ATTEMPTS)
    for role in Role:
        if role not in (Role.OPERATOR, Role.SYSTEM):
            with pytest.raises(NotPermitted):
                outbox.retry("m", Actor(name="x", role=role))
    assert outbox.retry("m", OPERATOR).attempts == MAX_ATTEMPTS
    assert outbox.dead_letters() == []
    with pytest.raises(Conflict):
        outbox.retry("m", OPERATOR)
    fail_until(MAX_ATTEMPTS - 1)
    assert message().state == OutboxState.PENDING
    fail_until(1)
    assert outbox.dead_letters()[0].attempts == 2 * MAX_ATTEMPTS
    recipient.error = None
    outbox.retry("m", SYSTEM)
    assert outbox.deliver("m") is Outcome.DONE


def test_retrying_what_is_not_there() -> None:
    with pytest.raises(NotFound):
        outbox.retry("nothing", OPERATOR)


def test_a_message_nobody_handles_ends_as_a_dead_letter(recipient: Recipient) -> None:
    delivery._handlers.clear()
    enqueue()
    fail_until(MAX_ATTEMPTS)
    assert "UnknownTopic" in outbox.dead_letters()[0].last_error


def test_a_message_that_kills_its_worker_every_time_is_given_up(recipient: Recipient) -> None:
    enqueue()
    for attempt in range(MAX_ATTEMPTS):
        with clock.at(NOON + (LEASE + timedelta(seconds=1)) * attempt):
            assert delivery._claim("m") is not None  # and never heard of again
    with clock.at(NOON + (LEASE + timedelta(seconds=1)) * MAX_ATTEMPTS):
        assert outbox.deliver("m") is Outcome.NOT_DUE
    assert "WorkerLost" in outbox.dead_letters()[0].last_error
    assert recipient.calls == []


def test_who_lost_the_claim_cannot_record_a_result(recipient: Recipient) -> None:
    enqueue()
    late = delivery._claim("m")
    assert late is not None
    with clock.at(NOON + LEASE):
        assert outbox.deliver("m") is Outcome.DONE
    assert not delivery._finish(late)
    assert delivery._record_failure(late, ValueError("late")) is Outcome.NOT_DUE
    assert (message().state, message().attempts) == (OutboxState.DONE, 2)


def test_a_local_effect_is_undone_with_its_failure(recipient: Recipient) -> None:
    def write_and_fail(payload: dict[str, Any], message_id: str) -> None:
        OutboxMessage.objects.create(message_id="effect", topic="t")
        raise ValueError("after the effect")

    delivery._handlers["t"] = delivery._Registered(write_and_fail, is_local=True)
    enqueue()
    assert outbox.deliver("m") is Outcome.FAILED
    assert not OutboxMessage.objects.filter(message_id="effect").exists()
    assert message().state == OutboxState.PENDING


def test_the_sweep_finds_messages_without_a_job(recipient: Recipient) -> None:
    enqueue("lost")
    enqueue("held")
    delivery._claim("held")
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    assert outbox.sweep() == 0
    with clock.at(NOON + outbox.OVERDUE_AFTER + timedelta(seconds=1)):
        assert outbox.sweep() == 1
    assert waiting_jobs() == ["lost"]
    with clock.at(NOON + LEASE + timedelta(seconds=1)):
        assert outbox.sweep() == 2
    assert sorted(waiting_jobs()) == ["held", "lost"]


def test_a_topic_has_one_handler(recipient: Recipient) -> None:
    def first(payload: dict[str, Any], message_id: str) -> None: ...
    def second(payload: dict[str, Any], message_id: str) -> None: ...

    assert outbox.handles("u")(first) is first
    outbox.handles("u")(first)
    with pytest.raises(ValueError, match="already"):
        outbox.handles("u")(second)


def test_a_local_handler_takes_others_of_its_topic_along_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_handlers", {})
    told: list[list[int]] = []

    @outbox.handles("t", local=True)
    def tell(payload: dict[str, Any], message_id: str) -> None:
        told.append([payload["n"], *(one["n"] for one in outbox.take_along("t", limit=3))])

    with transaction.atomic():
        for number in range(6):
            outbox.enqueue("t", {"n": number}, message_id=f"t:{number}")
        outbox.enqueue("other", {"n": 9}, message_id="o")
    outcomes = [outbox.deliver(f"t:{number}") for number in range(6)]
    assert told == [[0, 1, 2, 3], [4, 5]]
    assert outcomes == [Outcome.DONE, *[Outcome.NOT_DUE] * 3, Outcome.DONE, Outcome.NOT_DUE]
    assert message("o").state == OutboxState.PENDING
    assert {message(f"t:{number}").attempts for number in range(6)} == {1}


def test_what_was_taken_along_goes_back_when_the_handler_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_handlers", {})

    @outbox.handles("t", local=True)
    def fail(payload: dict[str, Any], message_id: str) -> None:
        outbox.take_along("t", limit=3)
        raise ValueError("broken")

    with transaction.atomic():
        for number in range(2):
            outbox.enqueue("t", {}, message_id=f"t:{number}")
    assert outbox.deliver("t:0") is Outcome.FAILED
    assert (message("t:1").state, message("t:1").attempts) == (OutboxState.PENDING, 0)
    assert outbox.deliver("t:1") is Outcome.FAILED
    with clock.at(message("t:0").next_attempt_at), transaction.atomic():
        assert outbox.take_along("t", limit=3) == [], "what has failed is tried by itself"
