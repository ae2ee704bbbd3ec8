"""The switches every twin has: which of its faults are on, until cleared."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

F = TypeVar("F", bound=StrEnum)
MOST_SECONDS = 60.0


@dataclass
class Switches(Generic[F]):
    """The switches of one running twin. ``kind`` are the faults it knows, one of them may be ``slow``."""

    kind: type[F]
    active: frozenset[F] = frozenset()
    seconds: float = 0.0
    most_seconds: float = MOST_SECONDS

    def __contains__(self, fault: object) -> bool:
        return fault in self.active

    def set(self, names: list[str], seconds: float = 0.0) -> None:
        """Replace the active faults; ValueError says what is wrong."""
        if not 0 <= seconds <= self.most_seconds:
            raise ValueError(f"seconds must be between 0 and {self.most_seconds:g}")
        self.active = frozenset(map(self.kind, names))
        self.seconds = seconds

    async def delay(self) -> None:
        """Wait when told to be slow."""
        if any(fault.value == "slow" for fault in self.active):
            await asyncio.sleep(self.seconds)
