"""Everything the twin can be told to do wrong. Switched over the admin endpoint, active until cleared."""

from enum import StrEnum

from dean06.sandbox.switches import Switches


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


class Faults(Switches[Fault]):
    """The switches of one running twin."""

    def __init__(self) -> None:
        super().__init__(Fault)
