"""Gateways that live in memory: recognise references as a provider must, and fail when told to."""

from dean06.kernel.base import clock
from dean06.kernel.ports.handover import Fate, Outcome, Receipt, ReceiptRefused, ReceiptState


class FakeSms:
    """Two providers; ``fates`` says what comes of the next batches, ``taken`` what they hold by reference."""

    def __init__(self) -> None:
        self.taken: dict[str, tuple[str, object]] = {}
        self.asked: list[tuple[str, ...]] = []
        self.fates: list[Fate] = []
        self.without: frozenset[str] = frozenset()
        self.states: dict[str, ReceiptState] = {}

    def providers(self):
        return ("mot", "hai")

    def send(self, batch, *, without=frozenset()):
        self.without = frozenset(without)
        self.asked.append(tuple(one.provider for one in batch))
        fate = self.fates.pop(0) if self.fates else Fate.ACCEPTED
        provider = next(name for name in ("mot", "hai", "none") if name not in without)
        if fate in (Fate.ACCEPTED, Fate.UNCERTAIN):
            for one in batch:
                self.taken.setdefault(one.reference, (provider, one))
        return [Outcome(reference=one.reference, fate=fate, provider=provider, detail=fate.value) for one in batch]

    def state(self, provider, reference):
        state = self.states.get(reference)
        return Receipt(reference=reference, state=state, at=clock.now()) if state else None

    def read_receipts(self, provider, signature, body):
        """The signature is the word "good", the body lines of reference and state."""
        if signature != "good":
            raise ReceiptRefused("bad signature")
        lines = [line.split() for line in body.decode().splitlines()]
        return [Receipt(reference=one, state=ReceiptState(state), at=clock.now()) for one, state in lines]


class FakeInbox:
    """An inbox in VNeID."""

    def __init__(self) -> None:
        self.shown: dict[str, object] = {}
        self.fates: list[Fate] = []

    def send(self, batch):
        fate = self.fates.pop(0) if self.fates else Fate.ACCEPTED
        if fate is Fate.ACCEPTED:
            self.shown |= {one.reference: one for one in batch}
        return [Outcome(reference=one.reference, fate=fate, provider="vneid", detail=fate.value) for one in batch]

    def state(self, reference):
        return None

    def read_receipts(self, signature, body):
        return FakeSms().read_receipts("vneid", signature, body)
