"""Waiting for what other processes do, without fixed sleeps, and telling the dead from the living."""

import time
from collections.abc import Callable
from typing import TypeVar

import psutil

Found = TypeVar("Found")
PATIENCE_SECONDS = 30
POLL_SECONDS = 0.02


def eventually(ask: Callable[[], Found], *, seconds: float = PATIENCE_SECONDS) -> Found:
    """Ask until the answer is true; it is given back."""
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(POLL_SECONDS)
    return found


def is_gone(process: psutil.Process) -> bool:
    """Ended, whether or not somebody has collected its exit status."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
