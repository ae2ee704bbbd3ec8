"""Everything the time stamps can be told to do wrong. Switched over the admin endpoint, active until cleared."""

from enum import StrEnum


class Fault(StrEnum):
    """One way to misbehave; the value is its name on the admin endpoint."""

    SLOW = "slow"
    DOWN = "down"
    GARBLED = "garbled"
    OVERSIZED = "oversized"
    REFUSED = "refused"
    WRONG_TIME = "wrong_time"
    OTHER_DIGEST = "other_digest"
    OTHER_NONCE = "other_nonce"
    STRANGER = "stranger"
