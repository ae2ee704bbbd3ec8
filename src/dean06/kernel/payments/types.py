"""What payments tells the rest of the house, and what it is told."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from dean06.kernel.base.events import Event
from dean06.kernel.base.money import Dong
from dean06.kernel.payments.rules import State, Verdict

__all__ = [
    "ENDS_HOLD",
    "Balance",
    "BankCredit",
    "BookFinding",
    "Booked",
    "DayView",
    "Draft",
    "FoundOrder",
    "Kind",
    "Limit",
    "LineKind",
    "LineView",
    "Method",
    "OpenRefund",
    "Opened",
    "OrderClosed",
    "OrderPaid",
    "OrderRefunded",
    "OrderStep",
    "OrderView",
    "Origin",
    "Posted",
    "ReceiptInfo",
    "Reconciled",
    "RefundInfo",
    "RefundReason",
    "RefundState",
    "Source",
    "State",
    "SuspenseView",
    "Verdict",
    "direct",
    "hold",
    "release",
    "settle",
]


class Limit(StrEnum):
    """What the database refuses an account, holds counted in."""

    NONE = "none"
    NO_OVERDRAFT = "no_overdraft"  # debits must not exceed credits: somebody's money with us
    NO_OVERFILL = "no_overfill"  # credits must not exceed debits: what somebody owes us


class Kind(StrEnum):
    """What a transfer does. The last three end a hold; a hold ends exactly once."""

    DIRECT = "direct"
    HOLD = "hold"
    SETTLE = "settle"
    RELEASE = "release"
    EXPIRE = "expire"


ENDS_HOLD = (Kind.SETTLE, Kind.RELEASE, Kind.EXPIRE)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One transfer as its author wants it; made by ``direct``, ``hold``, ``settle`` and ``release``.

    ``debit`` and ``credit`` are account codes, empty when a hold is ended (it names them); ``amount`` is None for the
    whole hold; ``expires_at`` (aware) belongs to holds only.
    """

    kind: Kind
    debit: str = ""
    credit: str = ""
    amount: Dong | None = None
    hold_id: UUID | None = None
    expires_at: datetime | None = None


def direct(debit: str, credit: str, amount: Dong) -> Draft:
    """Move an amount for good."""
    return Draft(kind=Kind.DIRECT, debit=debit, credit=credit, amount=amount)


def hold(debit: str, credit: str, amount: Dong, *, expires_at: datetime) -> Draft:
    """Set an amount aside until it is settled or released, at the latest until ``expires_at``."""
    return Draft(kind=Kind.HOLD, debit=debit, credit=credit, amount=amount, expires_at=expires_at)


def settle(hold_id: UUID, amount: Dong | None = None) -> Draft:
    """Turn a hold into a movement; with a smaller amount the rest goes back at once."""
    return Draft(kind=Kind.SETTLE, hold_id=hold_id, amount=amount)


def release(hold_id: UUID) -> Draft:
    """Give a hold back whole."""
    return Draft(kind=Kind.RELEASE, hold_id=hold_id)


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What was written: ids of the transfers in the order of the drafts; ``is_repeat``: the key had done it before."""

    posting_id: UUID
    transfer_ids: tuple[UUID, ...]
    is_repeat: bool


@dataclass(frozen=True, kw_only=True)
class Balance:
    """An account's sums in đồng: what has moved, and what is held."""

    debits: Dong
    credits: Dong
    held_debits: Dong
    held_credits: Dong

    @property
    def available(self) -> int:
        """Credits less debits and less what is held from them: what may still be taken from somebody's money."""
        return self.credits - self.debits - self.held_debits


@dataclass(frozen=True, kw_only=True)
class BookFinding:
    """One thing wrong with the books, said in Vietnamese; ``account`` is empty when it concerns them all."""

    account: str
    message: str


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


class Origin(StrEnum):
    """Where a statement came from."""

    BANK = "bank"
    UPLOAD = "upload"

    @property
    def label(self) -> str:
        """The words an operator reads."""
        return {"bank": "Lấy từ ngân hàng", "upload": "Tải lên"}[self.value]


class LineKind(StrEnum):
    """How one movement compares between the bank's statement and the books."""

    MATCHED = "matched"
    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    AMOUNT_DIFFERS = "amount_differs"

    @property
    def label(self) -> str:
        """The words an operator reads."""
        return {
            "matched": "Khớp",
            "missing_here": "Sổ chưa có",
            "missing_there": "Sao kê không có",
            "amount_differs": "Lệch số tiền",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """What comparing a day found: how many lines of each kind, and how many credits were booked from it."""

    account_code: str
    day: date
    matched: int
    missing_here: int
    missing_there: int
    amount_differs: int
    booked: int
    is_repeat: bool


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A compared movement as an operator sees it."""

    id: UUID
    account_code: str
    day: date
    is_debit: bool
    bank_reference: str
    theirs: Dong | None
    ours: Dong | None
    kind: LineKind
    resolved_at: datetime | None
    resolved_by: str
    resolution: str


@dataclass(frozen=True, kw_only=True)
class DayView:
    """How one account's day stands."""

    account_code: str
    day: date
    origins: tuple[Origin, ...]
    read_at: datetime
    lines: int
    open_lines: int


@dataclass(frozen=True, kw_only=True)
class SuspenseView:
    """Money nobody knows the reason of. ``content`` is what the payer wrote; ``is_mistyped``: a code was meant."""

    id: UUID
    account_code: str
    bank_reference: str
    amount: Dong
    content: str = field(repr=False)
    booked_at: datetime
    is_mistyped: bool


@dataclass(frozen=True, kw_only=True)
class OpenRefund:
    """A refund that is not done, as an operator sees it."""

    id: UUID
    order_code: str
    amount: Dong
    reason: RefundReason
    state: RefundState
    asked_at: datetime
    failure: str


@dataclass(frozen=True, kw_only=True)
class FoundOrder:
    """Somebody else's order as an officer of the payee sees it."""

    order: OrderView
    payer_name: str = field(repr=False)
