"""A bank on paper behind the port: pays a key once, and remembers what it was asked and how."""

from datetime import date

from django.db import connection

from dean06.kernel.ports.bank import (
    BankFailed,
    Entry,
    Notice,
    NoticeRefused,
    Reason,
    RefundAnswer,
    RefundOrder,
    RefundStatus,
    Side,
    Statement,
)


class FakeBank:
    """``fails`` are reasons to raise first, one a call; ``after`` are raised after the refund was paid."""

    def __init__(self) -> None:
        self.paid: dict[str, RefundAnswer] = {}
        self.asked: list[RefundOrder] = []
        self.fails: list[Reason] = []
        self.after: list[Exception] = []
        self.answer = RefundStatus.DONE
        self.entries: list[Entry] = []
        self.notice: Notice | str = "unsigned"
        self.was_in_transaction = False
        self.file: Statement | None = None

    def statement(self, account_code: str, day: date) -> Statement:
        self._look()
        return Statement(account_code=account_code, day=day, entries=tuple(self.entries))

    def refund(self, order: RefundOrder) -> RefundAnswer:
        self._look()
        self.asked.append(order)
        if order.key not in self.paid:
            reference = f"RF{len(self.paid) + 1}" if self.answer is RefundStatus.DONE else ""
            reason = "Tài khoản đã đóng" if self.answer is RefundStatus.REJECTED else ""
            self.paid[order.key] = RefundAnswer(status=self.answer, bank_reference=reference, reason=reason)
        if self.after:
            raise self.after.pop(0)
        return self.paid[order.key]

    def refund_status(self, key: str) -> RefundAnswer | None:
        self._look()
        return self.paid.get(key)

    def read_notice(self, headers, body, *, now) -> Notice:
        if isinstance(self.notice, str):
            raise NoticeRefused(self.notice)
        return self.notice

    def read_statement(self, data: bytes) -> Statement:
        assert self.file is not None
        return self.file

    def _look(self) -> None:
        self.was_in_transaction |= connection.in_atomic_block
        if self.fails:
            raise BankFailed(self.fails.pop(0))


def entry(
    reference: str, amount: int, booked_at, *, content: str = "", side: Side = Side.CREDIT, key: str = ""
) -> Entry:
    """A line of a statement."""
    return Entry(
        side=side,
        bank_reference=reference,
        amount=amount,
        currency="VND",
        content=content,
        booked_at=booked_at,
        key=key,
    )
