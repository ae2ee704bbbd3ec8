"""One attempt at one outbox message: claim it, perform it, note the result. The public face is ``outbox``."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from dean06.kernel.base import clock, jobs, logging, metrics
from dean06.kernel.base.models import OutboxMessage, OutboxState

MAX_ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
JITTER = 0.25  # each pause is up to a quarter longer, so that failures of one minute do not come back as one
LEASE = timedelta(minutes=2)  # longer than any adapter's timeout with its retries
ERROR_LENGTH = 500
DELIVER_TASK = "dean06.outbox.deliver"

Handler = Callable[[dict[str, Any], str], None]

log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What one call of ``deliver`` came to."""

    DONE = "done"
    FAILED = "failed"  # will be tried again
    DEAD = "dead"
    NOT_DUE = "not_due"  # finished, in somebody else's hands, or waiting for its time


class UnknownTopic(LookupError):
    """No handler is registered for the topic in this process."""


class WorkerLost(RuntimeError):
    """The last allowed attempt never came back: its worker died or hung."""


@dataclass(frozen=True)
class _Registered:
    handler: Handler
    is_local: bool


@dataclass(frozen=True)
class _Claim:
    """Right to deliver a message, good as long as nobody claims it later: ``attempt`` is the fencing token."""

    row_id: UUID
    message_id: str
    topic: str
    payload: dict[str, Any]
    attempt: int

    def still_held(self) -> Any:
        """Query for the row as long as the claim is good."""
        return OutboxMessage.objects.filter(pk=self.row_id, state=OutboxState.SENDING, attempts=self.attempt)


_handlers: dict[str, _Registered] = {}


def handles(topic: str, *, local: bool = False) -> Callable[[Handler], Handler]:
    """Decorator: the function delivers messages of the topic, called as ``handler(payload, message_id)``.

    ``local=True`` for effects in our database alone. A topic has one handler; another one is refused with ValueError.
    """

    def register(handler: Handler) -> Handler:
        known = _handlers.get(topic)
        if known is not None and known.handler.__qualname__ != handler.__qualname__:
            raise ValueError(f"topic {topic!r} already has the handler {known.handler.__qualname__}")
        _handlers[topic] = _Registered(handler, local)
        return handler

    return register


def deliver(message_id: str) -> Outcome:
    """Try to deliver one message now, if it is due and in nobody's hands. Failures are recorded, not raised."""
    claim = _claim(message_id)
    if claim is None:
        return Outcome.NOT_DUE
    try:
        outcome = Outcome.DONE if _perform(claim) else Outcome.NOT_DUE
    except Exception as error:
        log.warning("outbox_delivery_failed", topic=claim.topic, attempt=claim.attempt, exc_info=True)
        outcome = _record_failure(claim, error)
    metrics.OUTBOX_DELIVERIES.labels(topic=claim.topic, result=outcome.value).inc()
    return outcome


def defer(message_id: str, at: datetime | None = None) -> None:
    """Ask the worker to deliver the message, now or at an instant; joins the caller's transaction."""
    jobs.defer_once(DELIVER_TASK, f"outbox:{message_id}", at=at, message_id=message_id)


def pause_after(attempt: int) -> timedelta:
    """Pause after the ``attempt``-th failure in a row: doubling from FIRST_PAUSE to LONGEST_PAUSE, with jitter."""
    doubled = FIRST_PAUSE.total_seconds() * 2.0 ** (attempt - 1)
    pause = min(timedelta(seconds=doubled), LONGEST_PAUSE)
    return pause * (1 + JITTER * random.random())  # noqa: S311 - spreads load, guards nothing


def _claim(message_id: str) -> _Claim | None:
    """Take the message in a transaction of its own, so that an attempt counts even if it kills the worker."""
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update(skip_locked=True).filter(message_id=message_id).first()
        if row is None or not _is_due(row):
            return None
        if row.attempts_in_this_round >= MAX_ATTEMPTS:
            _bury(row, WorkerLost("no answer from the last attempt"))
            metrics.OUTBOX_DELIVERIES.labels(topic=row.topic, result=Outcome.DEAD.value).inc()
            return None
        row.state, row.attempts, row.lease_until = OutboxState.SENDING, row.attempts + 1, clock.now() + LEASE
        row.save(update_fields=["state", "attempts", "lease_until"])
    return _Claim(row.id, row.message_id, row.topic, row.payload, row.attempts)


def _is_due(row: OutboxMessage) -> bool:
    """The row is locked by us. A local delivery holds that lock until it ends: one still "sending" has died."""
    if row.state == OutboxState.PENDING:
        return row.next_attempt_at <= clock.now()
    if row.state != OutboxState.SENDING or row.lease_until is None:
        return False
    registered = _handlers.get(row.topic)
    return row.lease_until <= clock.now() or (registered is not None and registered.is_local)


def _perform(claim: _Claim) -> bool:
    """Run the handler; False when somebody took the message over meanwhile."""
    registered = _handlers.get(claim.topic)
    if registered is None:
        raise UnknownTopic(f"no handler for the topic {claim.topic}")
    if not registered.is_local:
        registered.handler(claim.payload, claim.message_id)
        return _finish(claim)
    with transaction.atomic():  # effect and completion commit together or not at all
        if claim.still_held().select_for_update().first() is None:
            return False
        registered.handler(claim.payload, claim.message_id)
        return _finish(claim)


def _finish(claim: _Claim) -> bool:
    done = {"state": OutboxState.DONE, "lease_until": None, "finished_at": clock.now(), "last_error": ""}
    return bool(claim.still_held().update(**done))


def _record_failure(claim: _Claim, error: Exception) -> Outcome:
    with transaction.atomic():
        row = claim.still_held().select_for_update().first()
        if row is None:
            return Outcome.NOT_DUE
        if row.attempts_in_this_round >= MAX_ATTEMPTS:
            _bury(row, error)
            return Outcome.DEAD
        row.state, row.lease_until, row.last_error = OutboxState.PENDING, None, _describe(error)
        row.next_attempt_at = clock.now() + pause_after(row.attempts_in_this_round)
        row.save(update_fields=["state", "lease_until", "last_error", "next_attempt_at"])
        defer(claim.message_id, at=row.next_attempt_at)
    return Outcome.FAILED


def _bury(row: OutboxMessage, error: Exception) -> None:
    row.state, row.lease_until = OutboxState.DEAD, None
    row.last_error, row.finished_at = _describe(error), clock.now()
    row.save(update_fields=["state", "lease_until", "last_error", "finished_at"])
    log.error("outbox_message_dead", topic=row.topic, attempts=row.attempts)


def _describe(error: Exception) -> str:
    """Kept in the table and shown to the operator, so without personal data."""
    return logging.mask(f"{type(error).__name__}: {error}")[:ERROR_LENGTH]
