"""Implements ``kernel.ports.vneid_inbox``: three verbs, each one call."""

from collections.abc import Sequence

from dean06.adapters.vneid_inbox import wire
from dean06.adapters.vneid_inbox.door import CallFailed, Door
from dean06.adapters.vneid_inbox.settings import InboxConfig
from dean06.kernel.base import clock
from dean06.kernel.ports.handover import Fate, Outcome, Receipt
from dean06.kernel.ports.vneid_inbox import Push

PATH = "/v1/notifications"
PROVIDER = "vneid"


class InboxClient:
    """One inbox. Thread-safe."""

    def __init__(self, config: InboxConfig) -> None:
        self._door = Door(config)

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._door.close()

    def send(self, batch: Sequence[Push]) -> Sequence[Outcome]:
        """See VneidInbox.send."""
        if not batch:
            return []
        try:
            answer = self._door.post(PATH, wire.encode(batch))
            fates = wire.read_answer(answer, [one.reference for one in batch])
        except CallFailed as failed:
            fates = [(Fate.UNCERTAIN if failed.is_uncertain else Fate.LATER, failed.reason)] * len(batch)
        except wire.OutOfProtocol as wrong:
            fates = [(Fate.UNCERTAIN, f"out_of_protocol: {wrong}")] * len(batch)
        return [
            Outcome(reference=one.reference, fate=fate, provider=PROVIDER, detail=detail)
            for one, (fate, detail) in zip(batch, fates, strict=True)
        ]

    def state(self, reference: str) -> Receipt | None:
        """See VneidInbox.state."""
        try:
            body = self._door.get(f"{PATH}/{reference}")
            return None if body is None else wire.read_state(body, reference)
        except (CallFailed, wire.OutOfProtocol):
            return None

    def read_receipts(self, signature: str, body: bytes) -> Sequence[Receipt]:
        """See VneidInbox.read_receipts."""
        config = self._door.config
        return wire.read_receipts(
            config.secret, signature, body, now=clock.now().timestamp(), oldest_s=config.limits.receipt_age_s
        )
