"""Everything the twin can be told to do wrong. Switched over the admin endpoint, active until cleared."""

from enum import StrEnum

from dean06.sandbox.switches import Switches


class Fault(StrEnum):
    """One way to misbehave; the value is its name on the admin endpoint."""

    SLOW = "slow"
    DOWN = "down"
    BUSY = "busy"
    SESSION_OVER = "session_over"
    DOUBLE = "double"
    GARBLED = "garbled"
    NOT_JSON = "not_json"
    WRONG_FILE = "wrong_file"
    NO_FILE = "no_file"
    HUGE_FILE = "huge_file"
    REFUSE_REPORTS = "refuse_reports"
    LOST_ANSWER = "lost_answer"


class Faults(Switches[Fault]):
    """The switches of one running twin."""

    def __init__(self) -> None:
        super().__init__(Fault)
