"""What the audit log asks of a witness, and what both promise: add-checkpoint of C2SP tlog-witness in our words.

A witness is a second party (the province) with a key of its own. It remembers the largest checkpoint of our log that it
ever signed, and signs another only when a proof shows that the log was merely continued since. So the log cannot be
rewritten, rolled back or shown to two people in two forms without one of its checkpoints lacking the second signature.

The provider side SHALL hand over the witness's lines as they came, only cut into lines, and SHALL ask again by itself
only when no answer came: the same question asked twice is harmless, for a witness that has signed says so by its size.
All its tries together SHALL end with the time the caller has, in TIMED_OUT.
The calling side SHALL believe a line only after checking it with the witness's key, SHALL NOT call inside a database
transaction, and SHALL treat ``WitnessElsewhere`` beyond its own size as a sign that the log has lost entries.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol


class Reason(StrEnum):
    """Why the witness gave no line; stable words for logs, metrics and tests."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    CIRCUIT_OPEN = "circuit_open"
    LOG_UNKNOWN = "log_unknown"
    KEY_REFUSED = "key_refused"
    PROOF_REFUSED = "proof_refused"
    REQUEST_REFUSED = "request_refused"
    OUT_OF_PROTOCOL = "out_of_protocol"


TEMPORARY = frozenset({Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY, Reason.CIRCUIT_OPEN})


class WitnessFailed(Exception):
    """No usable answer. ``detail``: for the log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason

    @property
    def is_temporary(self) -> bool:
        """True when the same call may succeed later."""
        return self.reason in TEMPORARY


class WitnessElsewhere(Exception):
    """The witness last signed the log at ``size`` entries, not at ``old``: prove the way from there.

    When ``size`` is what was asked from and the checkpoint has that size too, it signed another root.
    """

    def __init__(self, size: int) -> None:
        super().__init__(f"the witness is at {size} entries")
        self.size = size


class Witness(Protocol):
    """A witness in one verb. Safe to share between threads."""

    def cosign(self, note: str, *, old: int, proof: Sequence[bytes], within: float = math.inf) -> tuple[str, ...]:
        """Ask for signatures under the log's signed checkpoint ``note``; signature lines, each ending in a newline.

        ``old``: entries in the checkpoint this witness signed last, 0 when unknown or never; ``proof``: RFC 6962 proof
        of consistency from there, empty from 0 and to the same size; ``within``: seconds the caller has at most. Raises
        WitnessElsewhere, WitnessFailed.
        """
        ...
