"""Ports and who stands behind them. The composition root binds, everybody else resolves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any, TypeVar

T = TypeVar("T")

_lock = RLock()
_factories: dict[Any, Callable[[], Any]] = {}
_instances: dict[Any, Any] = {}
_MISSING = object()


class NotBound(LookupError):
    """Nobody was bound to the port; the composition root forgot it."""


def bind(port: Callable[..., T], factory: Callable[[], T]) -> None:
    """Say how to make the port's implementation; a later binding replaces an earlier one."""
    with _lock:
        _factories[port] = factory
        _instances.pop(port, None)


def resolve(port: Callable[..., T]) -> T:
    """The one instance of the port in this process, made on first use; NotBound when nobody was bound."""
    with _lock:
        if port not in _instances:
            if port not in _factories:
                raise NotBound(f"no implementation bound for {port!r}")
            _instances[port] = _factories[port]()
        instance: T = _instances[port]
        return instance


@contextmanager
def override(port: Callable[..., Any], instance: T) -> Iterator[T]:
    """Put ``instance`` behind the port for the block, in every thread; for tests and fault drills."""
    with _lock:
        before = _instances.get(port, _MISSING)
        _instances[port] = instance
    try:
        yield instance
    finally:
        with _lock:
            if before is _MISSING:
                del _instances[port]
            else:
                _instances[port] = before
