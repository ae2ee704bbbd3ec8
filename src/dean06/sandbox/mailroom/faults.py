"""Everything a desk can be told to do wrong. Switched over the admin endpoint, active until cleared."""

from enum import StrEnum

from dean06.sandbox.switches import Switches


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


class Faults(Switches[Fault]):
    """The switches of one desk."""

    def __init__(self) -> None:
        super().__init__(Fault)
