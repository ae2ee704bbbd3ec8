"""What an incoming credit does to an order: one rule for each case, as a pure function. No Django.

The rules are the house's own (no law orders them): nobody loses a đồng, nothing is taken before it is whole, and what
was not owed goes back to the account it came from.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dean06.kernel.base.money import Dong

# How long an order may be paid, and how long after that money that came late still pays it.
ORDER_LASTS = timedelta(days=3)
STILL_PAYABLE = timedelta(days=7)
LONGEST_ORDER = timedelta(days=90)
# A partial payment is held a little longer than the order lasts, so that the order ends first and decides.
HOLD_SLACK = timedelta(minutes=10)
MOST_ORDER = 1_000_000_000
LONGEST_PURPOSE = 200
NOTHING = Dong(0)


class State(StrEnum):
    """Where an order stands."""

    OPEN = "open"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUNDING = "refunding"
    REFUNDED = "refunded"

    @property
    def label(self) -> str:
        """The word people read."""
        return LABELS[self]


LABELS = {
    State.OPEN: "Chờ thanh toán",
    State.PAID: "Đã thanh toán",
    State.EXPIRED: "Quá hạn thanh toán",
    State.CANCELLED: "Đã huỷ",
    State.REFUNDING: "Đang hoàn tiền",
    State.REFUNDED: "Đã hoàn tiền",
}
# Which state may follow which; every state may also stay (a trigger of 0004 holds the same; a test compares the two).
NEXT: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.PAID, State.EXPIRED, State.CANCELLED}),
    State.PAID: frozenset({State.REFUNDING}),
    State.EXPIRED: frozenset({State.PAID}),
    State.CANCELLED: frozenset(),
    State.REFUNDING: frozenset({State.REFUNDED}),
    State.REFUNDED: frozenset(),
}
# At most one order a subject is in one of these.
LIVE = (State.OPEN, State.PAID, State.REFUNDING)


class Verdict(StrEnum):
    """What was made of one credit."""

    EXACT = "exact"
    PARTIAL = "partial"
    OVER = "over"
    DOUBLE = "double"
    LATE_PAID = "late_paid"
    LATE_RETURNED = "late_returned"
    CLOSED = "closed"  # the order was cancelled or refunded
    UNKNOWN = "unknown"  # no order, or more than one: the suspense account

    @property
    def label(self) -> str:
        """The words an operator reads."""
        return VERDICTS[self]


VERDICTS = {
    Verdict.EXACT: "Đủ tiền",
    Verdict.PARTIAL: "Thiếu, đang giữ",
    Verdict.OVER: "Thừa, hoàn phần thừa",
    Verdict.DOUBLE: "Trả lần hai, hoàn lại",
    Verdict.LATE_PAID: "Trả muộn, vẫn nhận",
    Verdict.LATE_RETURNED: "Trả muộn, hoàn lại",
    Verdict.CLOSED: "Đơn đã đóng, hoàn lại",
    Verdict.UNKNOWN: "Chưa rõ khoản nào",
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An order as a credit finds it. ``held``: parts kept for it; ``is_wanted``: late money would still pay for it."""

    state: State
    amount: Dong
    held: Dong = NOTHING
    is_wanted: bool = False


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Where one credit goes, to the đồng: ``taken`` + ``kept`` + ``returned`` + ``suspended`` is the credit.

    ``state`` is the order's afterwards, None when there is no order. When ``taken`` is positive what was held before is
    taken as well.
    """

    verdict: Verdict
    state: State | None = None
    taken: Dong = NOTHING
    kept: Dong = NOTHING
    returned: Dong = NOTHING
    suspended: Dong = NOTHING


def judge(order: Standing | None, credit: Dong) -> Decision:
    """The rule for a credit of a positive amount; ``order`` None when its content names no order of ours."""
    if order is None:
        return Decision(verdict=Verdict.UNKNOWN, suspended=credit)
    if order.state is State.OPEN:
        return _pay(order, credit)
    if order.state is State.EXPIRED:
        return _late(order, credit)
    verdict = Verdict.DOUBLE if order.state is State.PAID else Verdict.CLOSED
    return Decision(verdict=verdict, state=order.state, returned=credit)


def _pay(order: Standing, credit: Dong) -> Decision:
    missing = order.amount - order.held
    if credit < missing:
        return Decision(verdict=Verdict.PARTIAL, state=State.OPEN, kept=credit)
    verdict = Verdict.EXACT if credit == missing else Verdict.OVER
    return Decision(verdict=verdict, state=State.PAID, taken=Dong(missing), returned=Dong(credit - missing))


def _late(order: Standing, credit: Dong) -> Decision:
    """Parts held went back when the order expired, so a late credit must be whole by itself."""
    if not order.is_wanted or credit < order.amount:
        return Decision(verdict=Verdict.LATE_RETURNED, state=State.EXPIRED, returned=credit)
    return Decision(
        verdict=Verdict.LATE_PAID,
        state=State.PAID,
        taken=order.amount,
        returned=Dong(credit - order.amount),
    )


def is_over(expires_at: datetime, now: datetime) -> bool:
    """Whether an order's time has passed; the last instant is outside."""
    return expires_at <= now
