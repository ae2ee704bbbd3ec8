"""Implements ``kernel.ports.judicial_register``: one door, what it may answer, and what a refusal means."""

from typing import Final

import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.judicial_register import wire
from dean06.adapters.judicial_register.settings import RegisterConfig
from dean06.kernel.base import clock
from dean06.kernel.base.bearer_door import NO_CONTENT, BearerDoor, Failing
from dean06.kernel.ports.judicial_register import (
    Answer,
    AnswerRefused,
    Order,
    Reason,
    Receipt,
    RegisterFailed,
)

CALLS = Counter("dean06_judicial_register_calls", "Calls to the judicial register", ["call", "outcome"])
SECONDS = Histogram("dean06_judicial_register_call_seconds", "Duration of calls to the judicial register", ["call"])
FAILING: Final = Failing(
    kind=RegisterFailed,
    make=lambda reason, detail: RegisterFailed(Reason(reason), detail),
    reason=lambda failed: failed.reason,
    by_status={404: Reason.UNKNOWN_ORDER, 409: Reason.OTHER_ORDER},
)
log = structlog.get_logger("dean06.adapters.judicial_register")


class RegisterClient:
    """One register. Thread-safe; connections are kept between calls."""

    def __init__(self, config: RegisterConfig) -> None:
        self._config = config
        self._door = BearerDoor(config, FAILING, event="judicial_register.call", log=log, calls=CALLS, seconds=SECONDS)

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._door.close()

    def order(self, order: Order) -> Receipt:
        """See JudicialRegister.order."""
        _, told = self._door.call("order", "POST", "/orders", wire.order(order))
        try:
            return wire.receipt(told, order.id)
        except AnswerRefused as refused:
            raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "no receipt of this order") from refused

    def answer(self, order_id: str) -> Answer | None:
        """See JudicialRegister.answer. Asked for by us, an answer has no age; that of another order is none."""
        status, told = self._door.call("answer", "GET", f"/orders/{order_id}")
        if status == NO_CONTENT:
            return None
        if not isinstance(told, dict) or not isinstance(told.get("answer"), str):
            raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "no answer")
        found = wire.answer(told["answer"], self._door.key())
        if found.order_id != order_id:
            raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "an answer to another order")
        return found

    def brought(self, raw: str) -> Answer:
        """See JudicialRegister.brought."""
        found, limits = wire.answer(raw, self._door.key()), self._config.limits
        age_s = (clock.now() - found.at).total_seconds()
        if not -limits.skew_s <= age_s <= limits.brought_s:
            raise AnswerRefused("stale")
        return found
