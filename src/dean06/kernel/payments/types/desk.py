"""The bank's days against the books, as operators see them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from dean06.kernel.base.money import Dong
from dean06.kernel.payments.types.orders import RefundReason, RefundState


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
