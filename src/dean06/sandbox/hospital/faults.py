"""Everything the twin can be told to do wrong. Switched over the admin endpoint, active until cleared."""

from enum import StrEnum

from dean06.sandbox.switches import Switches


class Fault(StrEnum):
    """One way to misbehave; the value is its name on the admin endpoint."""

    SLOW = "slow"
    DOWN = "down"
    FORGED = "forged"
    WRONG_PATIENT = "wrong_patient"
    OVERSIZED = "oversized"


class Faults(Switches[Fault]):
    """The switches of one running twin."""

    def __init__(self) -> None:
        super().__init__(Fault)
