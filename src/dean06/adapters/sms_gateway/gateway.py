"""Implements ``kernel.ports.sms``: the preferred provider first, the next where the first surely took nothing."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from dean06.adapters.sms_gateway import wire
from dean06.adapters.sms_gateway.door import CallFailed, Door
from dean06.adapters.sms_gateway.settings import ProviderConfig
from dean06.kernel.base import clock
from dean06.kernel.ports.handover import Fate, Outcome, Receipt, ReceiptRefused
from dean06.kernel.ports.sms import Sms

PATH = "/v1/messages"
NOBODY = "no provider is switched on"


class Gateway:
    """All providers. Thread-safe."""

    def __init__(self, providers: Iterable[ProviderConfig]) -> None:
        self._doors = {one.name: Door(one) for one in providers}

    def close(self) -> None:
        """Close the connections kept open between calls."""
        for door in self._doors.values():
            door.close()

    def providers(self) -> tuple[str, ...]:
        """See SmsGateway.providers."""
        return tuple(self._doors)

    def send(self, batch: Sequence[Sms], *, without: AbstractSet[str] = frozenset()) -> Sequence[Outcome]:
        """See SmsGateway.send."""
        outcomes: dict[str, Outcome] = {}
        waiting = [one for one in batch if not one.provider]
        for name in self._doors:
            asked_before = [one for one in batch if one.provider == name]
            mine = asked_before + ([] if name in without else waiting)
            outcomes |= {one.reference: one for one in self._hand_over(name, mine)}
            waiting = [one for one in waiting if _may_go_on(outcomes.get(one.reference))]
        return [outcomes.get(one.reference, _nobody(one)) for one in batch]

    def state(self, provider: str, reference: str) -> Receipt | None:
        """See SmsGateway.state."""
        door = self._doors.get(provider)
        try:
            body = door.get(f"{PATH}/{reference}") if door else None
            return None if body is None else wire.read_state(body, reference)
        except (CallFailed, wire.OutOfProtocol):
            return None

    def read_receipts(self, provider: str, signature: str, body: bytes) -> Sequence[Receipt]:
        """See SmsGateway.read_receipts."""
        door = self._doors.get(provider)
        if door is None:
            raise ReceiptRefused("unknown provider")
        config = door.config
        return wire.read_receipts(
            config.secret, signature, body, now=clock.now().timestamp(), oldest_s=config.limits.receipt_age_s
        )

    def _hand_over(self, name: str, batch: Sequence[Sms]) -> list[Outcome]:
        if not batch:
            return []
        door = self._doors[name]
        try:
            answer = door.post(PATH, wire.encode(batch, door.config.sender))
            fates = wire.read_answer(answer, [one.reference for one in batch])
        except CallFailed as failed:
            fates = [(Fate.UNCERTAIN if failed.is_uncertain else Fate.LATER, failed.reason)] * len(batch)
        except wire.OutOfProtocol as wrong:
            fates = [(Fate.UNCERTAIN, f"out_of_protocol: {wrong}")] * len(batch)
        return [
            Outcome(reference=one.reference, fate=fate, provider=name, detail=detail)
            for one, (fate, detail) in zip(batch, fates, strict=True)
        ]


def _may_go_on(outcome: Outcome | None) -> bool:
    """The next provider may be asked where none has taken the message, or might have. A refusal holds for all."""
    return outcome is None or outcome.fate is Fate.LATER


def _nobody(message: Sms) -> Outcome:
    return Outcome(reference=message.reference, fate=Fate.LATER, provider=message.provider, detail=NOBODY)
