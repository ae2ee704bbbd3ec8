"""Everything the twin can be told to do wrong: a number of times, or until cleared."""

import asyncio
from contextlib import suppress
from enum import StrEnum

from dean06.sandbox.switches import Switches

MAX_SECONDS = 600.0
UNTIL_CLEARED = 0


class Fault(StrEnum):
    """One way to misbehave; the value is its name on the admin endpoint."""

    SLOW = "slow"
    HANG = "hang"
    CUT = "cut"
    UNREACHABLE = "unreachable"
    DOWN = "down"
    TOO_MANY = "too_many"
    REDIRECT = "redirect"
    GARBAGE = "garbage"
    OVERSIZED = "oversized"
    WRONG_HASH = "wrong_hash"
    OTHER_PERSON = "other_person"


class Faults(Switches[Fault]):
    """The switches of one running twin; ``count`` calls are left to strike, 0 is all of them."""

    def __init__(self) -> None:
        super().__init__(Fault, most_seconds=MAX_SECONDS)
        self.count, self.struck = UNTIL_CLEARED, 0
        self._changed = asyncio.Event()

    def set(self, names: list[str], seconds: float = 0.0, count: int = UNTIL_CLEARED) -> None:
        """Replace the active faults; ValueError says what is wrong."""
        if count < 0:
            raise ValueError("count must not be negative")
        super().set(names, seconds)
        self.count, self.struck = count, 0
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait(self, struck: frozenset[Fault]) -> None:
        """Wait as told, but no longer than until the switches change."""
        if struck & {Fault.SLOW, Fault.HANG}:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), MAX_SECONDS if Fault.HANG in struck else self.seconds)

    def take(self) -> frozenset[Fault]:
        """The faults that strike this call."""
        struck = self.active
        self.struck += bool(struck)
        if self.count and self.struck == self.count:
            self.active = frozenset()
        return struck

    def body(self) -> dict[str, object]:
        """The switches as they stand."""
        return {"faults": sorted(self.active), "seconds": self.seconds, "count": self.count, "struck": self.struck}
