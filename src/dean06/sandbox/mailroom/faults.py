"""Everything a desk can be told to do wrong. Switched over the admin endpoint, active until cleared."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

MAX_SLOW_SECONDS = 60.0


class Fault(StrEnum):
    """One way to misbehave; the value is its name on the admin endpoint."""

    SLOW = "slow"
    DOWN = "down"
    LOST_ANSWER = "lost_answer"  # takes the batch, then answers 500
    GARBLED = "garbled"
    OTHER_REFERENCES = "other_references"
    BUSY = "busy"  # each message: try later
    REJECT = "reject"
    UNDELIVERABLE = "undeliverable"
    NO_RECEIPT = "no_receipt"
    DUPLICATE_RECEIPT = "duplicate_receipt"
    LYING_RECEIPT = "lying_receipt"  # about references it was never given
    FORGED_RECEIPT = "forged_receipt"
    CHANGED_MIND = "changed_mind"  # delivered, then failed


@dataclass
class Faults:
    """The switches of one desk."""

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
