"""What messaging asks of the inbox in the VNeID application, and what both promise.

The provider side SHALL show a reference once however often it is handed over, to the person of the number alone, and
SHALL believe receipts only with the signature. The calling side SHALL NOT call inside a database transaction and SHALL
hand over no more than a title, one sentence and a link: the content stays here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dean06.kernel.ports.handover import Outcome, Receipt


@dataclass(frozen=True, kw_only=True)
class Push:
    """One notice in the application. ``link``: full address the application opens."""

    reference: str
    personal_id: str
    title: str
    text: str
    link: str


class VneidInbox(Protocol):
    """The inbox in three verbs. Safe to share between threads."""

    def send(self, batch: Sequence[Push]) -> Sequence[Outcome]:
        """Hand a batch over; one outcome for each notice, in the same order. Does not raise for the other side."""
        ...

    def state(self, reference: str) -> Receipt | None:
        """What became of a notice; None while it is on its way, unknown, or nobody answers."""
        ...

    def read_receipts(self, signature: str, body: bytes) -> Sequence[Receipt]:
        """Receipts posted to us. ``signature``: the header X-Signature as it came. ReceiptRefused."""
        ...
