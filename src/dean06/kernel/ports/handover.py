"""What ports that carry messages to a person's device have in common: fates and receipts.

One reference names one message on one channel. Handed over twice it is delivered once: the provider SHALL recognise
the reference, we SHALL use the same one however often we ask.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fate(StrEnum):
    """What came of handing a message over."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # it will never be taken: another channel
    LATER = "later"  # surely not taken, may be taken later
    UNCERTAIN = "uncertain"  # perhaps taken: ask the same provider again, with the same reference


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Fate of one message. ``provider``: who was asked last; ``detail``: a word for logs and operators."""

    reference: str
    fate: Fate
    provider: str
    detail: str = ""


class ReceiptState(StrEnum):
    """What a provider says became of a message it took."""

    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A provider's word about one message."""

    reference: str
    state: ReceiptState
    at: datetime
    detail: str = ""


class ReceiptRefused(Exception):
    """What came as receipts is not from the provider, is too old, or is not in the protocol; str() says which."""
