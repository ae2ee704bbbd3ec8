"""Implements ``kernel.ports.bank``."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dean06.adapters.bank import camt, notices, sheets
from dean06.adapters.bank.door import Call, Door
from dean06.adapters.bank.settings import BankConfig
from dean06.kernel.ports.bank import (
    BankFailed,
    LineProblem,
    Notice,
    NoticeRefused,
    Reason,
    RefundAnswer,
    RefundOrder,
    RefundStatus,
    Statement,
    StatementUnreadable,
)

NOT_FOUND, UNPROCESSABLE = 404, 422
LONGEST_REASON = 300
_REFERENCE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_KEY = re.compile(r"[A-Za-z0-9.-]{1,64}")


class BankClient:
    """One bank. Thread-safe; connections are kept open between calls."""

    def __init__(self, config: BankConfig) -> None:
        self._config = config
        self._door = Door(config)

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._door.close()

    def statement(self, account_code: str, day: date) -> Statement:
        """See Bank.statement. An answer for another account or day is none."""
        path = f"/v1/accounts/{account_code}/statements/{day.isoformat()}"
        answer = self._door.ask(
            Call(method="GET", service="statement", path=path, headers={"Accept": "application/xml"})
        )
        try:
            found = camt.read(answer.body)
        except StatementUnreadable as error:
            raise BankFailed(Reason.OUT_OF_PROTOCOL, error.problems[0].words) from error
        if (found.account_code, found.day) != (account_code, day):
            raise BankFailed(Reason.OUT_OF_PROTOCOL, "a statement of another account or day")
        return found

    def refund(self, order: RefundOrder) -> RefundAnswer:
        """See Bank.refund."""
        body = {
            "account": order.account_code,
            "original_reference": order.original_reference,
            "amount": order.amount,
            "currency": "VND",
            "words": order.words,
        }
        answer = self._door.ask(
            Call(
                method="POST",
                service="refund",
                path="/v1/refunds",
                answers=frozenset({200, 201, 202, UNPROCESSABLE}),
                headers={"Content-Type": "application/json", "Idempotency-Key": order.key},
                body=json.dumps(body, ensure_ascii=False).encode(),
            )
        )
        return _refund_answer(answer.body, order.key)

    def refund_status(self, key: str) -> RefundAnswer | None:
        """See Bank.refund_status."""
        if not _KEY.fullmatch(key):
            raise BankFailed(Reason.REQUEST_REFUSED, "not a key")
        answers = frozenset({200, NOT_FOUND})
        answer = self._door.ask(Call(method="GET", service="refund_status", path=f"/v1/refunds/{key}", answers=answers))
        return None if answer.status == NOT_FOUND else _refund_answer(answer.body, key)

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
        """See Bank.read_notice."""
        if len(body) > self._config.limits.notice_bytes:
            raise NoticeRefused("oversized")
        window_s = self._config.limits.notice_window_s
        return notices.read(headers, body, secrets=self._config.secrets, now=now, window_s=window_s)

    def read_statement(self, data: bytes) -> Statement:
        """See Bank.read_statement: XML begins with an angle bracket, anything else is read as CSV."""
        if len(data) > self._config.limits.max_bytes:
            raise StatementUnreadable([LineProblem(line=0, words="Tệp sao kê quá lớn.")])
        return camt.read(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else sheets.read(data)


def _refund_answer(body: bytes, key: str) -> RefundAnswer:
    """Only an answer about this key that says all it must is one."""
    try:
        told: dict[str, Any] = json.loads(body)
        status = RefundStatus(told["status"])
        is_ours = told["key"] == key
        reference, reason = str(told.get("reference") or ""), str(told.get("reason") or "")[:LONGEST_REASON]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BankFailed(Reason.OUT_OF_PROTOCOL, "not a refund") from error
    if not is_ours or (status is RefundStatus.DONE and not _REFERENCE.fullmatch(reference)):
        raise BankFailed(Reason.OUT_OF_PROTOCOL, "another refund, or one without a reference")
    return RefundAnswer(status=status, bank_reference=reference, reason=reason)
