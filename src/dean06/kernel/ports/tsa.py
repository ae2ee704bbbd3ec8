"""What we ask of a time-stamping authority (RFC 3161), and what both promise.

The provider side (adapter) SHALL ask with a fresh nonce and SHALL hand over only a granted token over the very digest
and nonce it asked with. The token's signature and its time are judged by whoever believes it.
The calling side SHALL NOT call inside a database transaction.
"""

from enum import StrEnum
from typing import Protocol


class Reason(StrEnum):
    """Why there is no token; stable words for logs, metrics and tests."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    CIRCUIT_OPEN = "circuit_open"
    REFUSED = "refused"
    OUT_OF_PROTOCOL = "out_of_protocol"
    OTHER_QUESTION = "other_question"


class TsaFailed(Exception):
    """No usable token. ``detail``: for the log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


class TimeStampAuthority(Protocol):
    """A time-stamping authority in one verb. Safe to share between threads."""

    def stamp(self, digest: bytes) -> bytes:
        """Time-stamp token (CMS, DER) over a SHA-256 digest. TsaFailed."""
        ...
