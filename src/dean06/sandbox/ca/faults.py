"""Everything the authority can be told to do wrong. Switched over the admin endpoint, active until cleared."""

from enum import StrEnum


class Fault(StrEnum):
    """One way to misbehave; the value is its name on the admin endpoint."""

    SLOW = "slow"
    DOWN = "down"
    GARBLED = "garbled"
    OVERSIZED = "oversized"
    REDIRECT = "redirect"
    LATER = "later"
    OTHER_CERTIFICATE = "other_certificate"
    UNKNOWN_STATUS = "unknown_status"
    TRY_LATER = "try_later"
    STALE = "stale"
    STRANGER = "stranger"
