"""Everything the twin can be told to do wrong: a number of times, or until cleared."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

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


@dataclass
class Faults:
    """The switches of one running twin; ``count`` calls are left to strike, 0 is all of them."""

    active: frozenset[Fault] = frozenset()
    seconds: float = 0.0
    count: int = UNTIL_CLEARED
    struck: int = field(default=0, init=False)
    _changed: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    def set(self, names: list[str], seconds: float = 0.0, count: int = UNTIL_CLEARED) -> None:
        """Replace the active faults; ValueError says what is wrong."""
        if not 0 <= seconds <= MAX_SECONDS:
            raise ValueError(f"seconds must be between 0 and {MAX_SECONDS:g}")
        if count < 0:
            raise ValueError("count must not be negative")
        self.active = frozenset(map(Fault, names))
        self.seconds, self.count, self.struck = seconds, count, 0
        self._changed.set()
        self._changed = asyncio.Event()

    async def delay(self, struck: frozenset[Fault]) -> None:
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
