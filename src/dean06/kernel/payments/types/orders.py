"""Orders, credits and refunds: what comes in, what is told, what people see."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dean06.kernel.base.events import Event
from dean06.kernel.base.money import Dong
from dean06.kernel.payments.rules import State, Verdict


class Method(StrEnum):
    """How an order was paid."""

    TRANSFER = "transfer"
    CASH = "cash"
    POS = "pos"

    @property
    def label(self) -> str:
        """The words on a receipt."""
        return {"transfer": "Chuyển khoản", "cash": "Tiền mặt", "pos": "Thẻ qua máy POS"}[self.value]


class Source(StrEnum):
    """How we heard of a credit first."""

    NOTICE = "notice"
    STATEMENT = "statement"
    COUNTER = "counter"

    @property
    def label(self) -> str:
        """The words an operator reads."""
        return {"notice": "Thông báo của ngân hàng", "statement": "Sao kê", "counter": "Thu tại quầy"}[self.value]


class RefundReason(StrEnum):
    """Why money goes back."""

    OVER = "over"
    DOUBLE = "double"
    LATE = "late"
    CLOSED = "closed"
    LAPSED = "lapsed"  # parts held for an order that ended unpaid
    DECIDED = "decided"  # an officer's decision on a paid order
    UNCLAIMED = "unclaimed"  # from the suspense account

    @property
    def label(self) -> str:
        """The words people read."""
        return {
            "over": "Phần trả thừa",
            "double": "Trả lần hai",
            "late": "Trả sau khi hết hạn",
            "closed": "Đơn đã đóng",
            "lapsed": "Trả chưa đủ khi hết hạn",
            "decided": "Hoàn theo quyết định của đơn vị",
            "unclaimed": "Không rõ khoản thu",
        }[self.value]


class RefundState(StrEnum):
    """Where a refund stands."""

    WAITING = "waiting"  # the bank is being asked
    ACCEPTED = "accepted"  # the bank took the order and has not paid yet
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The words people read."""
        return {
            "waiting": "Đang gửi ngân hàng",
            "accepted": "Ngân hàng đang xử lý",
            "done": "Đã hoàn",
            "failed": "Không hoàn được",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An order was opened; ``is_repeat``: the key had opened it before, and it may have moved since."""

    order_id: UUID
    code: str
    is_repeat: bool


@dataclass(frozen=True, kw_only=True)
class BankCredit:
    """A credit as the bank tells it, by a notice or a statement. ``booked_at`` is aware; the amount is positive."""

    account_code: str
    bank_reference: str
    amount: Dong
    content: str
    booked_at: datetime
    currency: str = "VND"


@dataclass(frozen=True, kw_only=True)
class Booked:
    """What was made of a credit; ``is_repeat``: it was booked before, and this is what was made of it then."""

    credit_id: UUID
    verdict: Verdict
    order_id: UUID | None
    is_repeat: bool


@dataclass(frozen=True, kw_only=True)
class OrderPaid(Event):
    """An order is paid in full. Handlers may miss it (a crash after the commit): what must not be missed asks again."""

    order_id: UUID
    code: str
    subject: str
    unit_code: str
    amount: Dong
    paid_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderClosed(Event):
    """An order ended unpaid: expired or cancelled. An expired one may still be paid by money that comes late."""

    order_id: UUID
    subject: str
    state: State


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(Event):
    """A paid order has been given back."""

    order_id: UUID
    subject: str
    amount: Dong


@dataclass(frozen=True, kw_only=True)
class RefundInfo:
    """Money on its way back to the payer."""

    amount: Dong
    reason: RefundReason
    state: RefundState
    at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderStep:
    """One line of an order's history."""

    at: datetime
    words: str
    amount: Dong


@dataclass(frozen=True, kw_only=True)
class ReceiptInfo:
    """A receipt as it was written."""

    order_id: UUID
    number: int
    year: int
    form: str
    issued_at: datetime
    payer_name: str = field(repr=False)
    unit_name: str
    purpose: str
    amount: Dong
    method: Method
    cashier: str


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """An order as its payer sees it. ``held``: parts paid and kept; ``missing`` and ``qr`` while it may be paid."""

    id: UUID
    code: str
    subject: str
    state: State
    amount: Dong
    held: Dong
    missing: Dong
    purpose: str
    unit_code: str
    unit_name: str
    opened_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    bank_name: str
    account_number: str
    account_holder: str
    qr: str
    receipt: ReceiptInfo | None
    refunds: tuple[RefundInfo, ...]
    steps: tuple[OrderStep, ...]


@dataclass(frozen=True, kw_only=True)
class FoundOrder:
    """Somebody else's order as an officer of the payee sees it."""

    order: OrderView
    payer_name: str = field(repr=False)
