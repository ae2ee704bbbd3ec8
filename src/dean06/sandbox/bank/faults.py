"""Everything the twin can be told to do wrong. Switched over the admin endpoint, active until cleared."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

MAX_SLOW_SECONDS = 60.0


class Fault(StrEnum):
    """One way to misbehave; the value is its name on the admin endpoint."""

    SLOW = "slow"
    DOWN = "down"
    SILENT = "silent"
    DOUBLE = "double"
    FORGED = "forged"
    STALE = "stale"
    HELD = "held"
    REFUND_PENDING = "refund_pending"
    REFUND_REJECTED = "refund_rejected"
    REFUND_LOST = "refund_lost"
    MISSING_LINE = "missing_line"
    WRONG_AMOUNT = "wrong_amount"
    BOMB = "bomb"
    GARBLED = "garbled"


@dataclass
class Faults:
    """The switches of one running twin."""

    active: set[Fault] = field(default_factory=set)
    seconds: float = 0.0

    def __contains__(self, fault: Fault) -> bool:
        return fault in self.active

    def set(self, names: list[str], seconds: float) -> None:
        """Replace the active faults; ValueError names an unknown one."""
        if not 0 <= seconds <= MAX_SLOW_SECONDS:
            raise ValueError(f"seconds must be between 0 and {MAX_SLOW_SECONDS:g}")
        self.active = {Fault(name) for name in names}
        self.seconds = seconds

    async def delay(self) -> None:
        """Wait when told to be slow."""
        if Fault.SLOW in self.active:
            await asyncio.sleep(self.seconds)
