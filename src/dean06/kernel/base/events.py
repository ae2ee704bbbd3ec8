"""Typed events between packages, delivered after the transaction that published them has committed.

An event tells what happened (ids and facts, no personal data). Handlers run in the publisher's process, right after
its commit; work that must survive a crash goes through the outbox instead.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from django.db import transaction

from dean06.kernel.base import metrics

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events. Subclasses are frozen, keyword-only dataclasses named in the past tense."""


E = TypeVar("E", bound=Event)
Handler = Callable[[E], object]

_handlers: defaultdict[type[Event], list[Handler[Any]]] = defaultdict(list)


def subscribe(event_type: type[E]) -> Callable[[Handler[E]], Handler[E]]:
    """Decorator: call the function after commit for every event of the type or of a type derived from it."""

    def register(handler: Handler[E]) -> Handler[E]:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)
        return handler

    return register


@contextmanager
def subscribed(event_type: type[E], handler: Handler[E]) -> Iterator[None]:
    """Subscribe for the block only; for tests."""
    subscribe(event_type)(handler)
    try:
        yield
    finally:
        _handlers[event_type].remove(handler)


def publish(event: Event) -> None:
    """Deliver the event once the current transaction commits (now, when there is none); never after a rollback."""
    transaction.on_commit(lambda: _deliver(event))


def _deliver(event: Event) -> None:
    """Every handler gets the event; one that fails is logged and counted and does not stop the others."""
    for event_type in type(event).__mro__:
        for handler in tuple(_handlers.get(event_type, ())):
            try:
                handler(event)
            except Exception:
                metrics.EVENT_HANDLER_FAILURES.labels(event=type(event).__name__).inc()
                log.exception("event_handler_failed", event_type=type(event).__name__, handler=handler.__qualname__)
