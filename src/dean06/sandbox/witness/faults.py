"""Everything the twin can be told to do wrong. Switched over the admin endpoint, active until cleared."""

from enum import StrEnum

from dean06.sandbox.switches import Switches


class Fault(StrEnum):
    """One way to misbehave; the value is its name on the admin endpoint."""

    SLOW = "slow"
    DRIP = "drip"
    DOWN = "down"
    GARBLED = "garbled"
    OVERSIZED = "oversized"
    REDIRECT = "redirect"
    NO_LINE = "no_line"
    STRANGERS = "strangers"
    WRONG_KEY = "wrong_key"
    FALSE_SIGNATURE = "false_signature"
    OTHER_TEXT = "other_text"
    FUTURE = "future"
    PAST = "past"
    AHEAD = "ahead"
    PLAIN_CONFLICT = "plain_conflict"


class Faults(Switches[Fault]):
    """The switches of one running twin."""

    def __init__(self) -> None:
        super().__init__(Fault)
