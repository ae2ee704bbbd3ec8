"""What messaging asks of the gateway for text messages, and what both promise.

The provider side SHALL deliver a reference once however often it is handed over, SHALL hand a batch to the next
provider only where the first surely did not take it, and SHALL believe receipts only with the provider's signature.
The calling side SHALL NOT call inside a database transaction and SHALL ask the same provider again (``Sms.provider``)
after ``Fate.UNCERTAIN``.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from dean06.kernel.ports.handover import Outcome, Receipt


@dataclass(frozen=True, kw_only=True)
class Sms:
    """One text message. ``phone``: country code and number, digits only (84912345678); ``alphabet``: gsm7 or ucs2.

    ``provider``: who was asked before and never answered, empty at first.
    """

    reference: str
    phone: str
    text: str
    alphabet: str
    provider: str = ""


class SmsGateway(Protocol):
    """Text messages in four verbs. Safe to share between threads."""

    def providers(self) -> tuple[str, ...]:
        """Names of the providers, the preferred one first."""
        ...

    def send(self, batch: Sequence[Sms], *, without: AbstractSet[str] = frozenset()) -> Sequence[Outcome]:
        """Hand a batch over; one outcome for each message, in the same order. Providers in ``without`` are not asked.

        Does not raise for what a provider does: that is what outcomes tell.
        """
        ...

    def state(self, provider: str, reference: str) -> Receipt | None:
        """What became of a message the provider took; None while it is on its way, unknown, or nobody answers."""
        ...

    def read_receipts(self, provider: str, signature: str, body: bytes) -> Sequence[Receipt]:
        """Receipts that a provider posted to us. ``signature``: the header X-Signature as it came. ReceiptRefused."""
        ...
