"""Reading camt.053 (ISO 20022 BankToCustomerStatement, any version 02 to 13), the part we use: bytes in, entries out.

A statement that does not add up, or has a line that is not what the standard says, is unusable as a whole: a day booked
in half is worse than a day booked tomorrow.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from lxml import etree

from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.ports.bank import Entry, LineProblem, Side, Statement, StatementUnreadable

NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(?:0[2-9]|1[0-3])\}")
ROOT = "Document"
MOST_ENTRIES = 20_000
MOST_PROBLEMS = 50
LONGEST_TEXT = 500
OPENING, CLOSING = "OPBD", "CLBD"
BOOKED = "BOOK"
SIDES = {"CRDT": Side.CREDIT, "DBIT": Side.DEBIT}
NO_KEY = {"", "NOTPROVIDED"}
_REFERENCE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
Element: TypeAlias = etree._Element


class _Wrong(Exception):
    """A line is not what the standard says; the message is Vietnamese."""


def read(data: bytes) -> Statement:
    """The one statement in a file. StatementUnreadable names every wrong line."""
    root = _root(data)
    statements = root.findall("{*}BkToCstmrStmt/{*}Stmt")
    if len(statements) != 1:
        raise _whole("Tệp phải có đúng một sao kê (Stmt).")
    statement = statements[0]
    entries = tuple(_entries(statement))
    try:
        account, day = _account(statement), _day(statement)
        opening, closing = _balance(statement, OPENING), _balance(statement, CLOSING)
    except _Wrong as wrong:
        raise _whole(str(wrong)) from wrong
    _check(entries, day, opening, closing)
    return Statement(account_code=account, day=day, entries=entries, opening=opening, closing=closing)


def _root(data: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise StatementUnreadable([LineProblem(line=line, words="Tệp XML bị hỏng.")]) from error
    if root.getroottree().docinfo.doctype:
        raise _whole("Tệp có khai báo DOCTYPE nên không được nhận.")
    if not (isinstance(root.tag, str) and NAMESPACE.match(root.tag) and root.tag.endswith(f"}}{ROOT}")):
        raise _whole("Đây không phải sao kê camt.053.")
    return root


def _entries(statement: Element) -> Iterator[Entry]:
    rows = statement.findall("{*}Ntry")
    if len(rows) > MOST_ENTRIES:
        raise _whole(f"Sao kê có hơn {MOST_ENTRIES} dòng.")
    problems: list[LineProblem] = []
    for row in rows:
        try:
            if (_text(row, "{*}Sts/{*}Cd") or _text(row, "{*}Sts")) == BOOKED:
                yield _entry(row)
        except _Wrong as wrong:
            problems.append(LineProblem(line=int(row.sourceline or 0), words=str(wrong)))
    if problems:
        raise StatementUnreadable(problems[:MOST_PROBLEMS])


def _entry(row: Element) -> Entry:
    side = SIDES.get(_text(row, "{*}CdtDbtInd"))
    reference = _text(row, "{*}AcctSvcrRef")
    details = row.findall("{*}NtryDtls/{*}TxDtls")
    if side is None:
        raise _Wrong("Dòng không nói ghi có hay ghi nợ (CdtDbtInd).")
    if not _REFERENCE.fullmatch(reference):
        raise _Wrong("Dòng thiếu số tham chiếu của ngân hàng (AcctSvcrRef).")
    if len(details) > 1:
        raise _Wrong("Dòng gộp nhiều giao dịch (TxDtls); yêu cầu ngân hàng gửi sao kê chi tiết.")
    amount, currency = _amount(row)
    key = _text(row, "{*}NtryDtls/{*}TxDtls/{*}Refs/{*}EndToEndId")
    words = row.findall("{*}NtryDtls/{*}TxDtls/{*}RmtInf/{*}Ustrd")
    return Entry(
        side=side,
        bank_reference=reference,
        amount=amount,
        currency=currency,
        content=" ".join(filter(None, ((one.text or "").strip() for one in words)))[:LONGEST_TEXT],
        booked_at=_moment(row),
        key="" if key in NO_KEY else key,
    )


def _amount(row: Element) -> tuple[int, str]:
    found = row.find("{*}Amt")
    try:
        amount = Decimal((found.text or "").strip()) if found is not None else Decimal(0)
    except InvalidOperation as error:
        raise _Wrong("Số tiền (Amt) không phải là số.") from error
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount < 10**15:
        raise _Wrong("Số tiền (Amt) phải là số đồng nguyên.")
    return int(amount), (found.get("Ccy") or "") if found is not None else ""


def _moment(row: Element) -> datetime:
    text = _text(row, "{*}BookgDt/{*}DtTm") or _text(row, "{*}BookgDt/{*}Dt")
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise _Wrong("Ngày hạch toán (BookgDt) không đọc được.") from error
    return (found if found.tzinfo else found.replace(tzinfo=VN_TZ)).astimezone(UTC)


def _account(statement: Element) -> str:
    bank = _text(statement, "{*}Acct/{*}Svcr/{*}FinInstnId/{*}ClrSysMmbId/{*}MmbId")
    number = _text(statement, "{*}Acct/{*}Id/{*}Othr/{*}Id")
    if not (bank and number):
        raise _Wrong("Sao kê không nói của tài khoản nào (Acct).")
    return f"{bank}.{number}"


def _day(statement: Element) -> date:
    for balance in statement.findall("{*}Bal"):
        if _text(balance, "{*}Tp/{*}CdOrPrtry/{*}Cd") == CLOSING:
            try:
                return date.fromisoformat(_text(balance, "{*}Dt/{*}Dt")[:10])
            except ValueError as error:
                raise _Wrong("Ngày của số dư cuối (CLBD) không đọc được.") from error
    raise _Wrong("Sao kê thiếu số dư cuối ngày (CLBD).")


def _balance(statement: Element, code: str) -> int:
    for balance in statement.findall("{*}Bal"):
        if _text(balance, "{*}Tp/{*}CdOrPrtry/{*}Cd") == code:
            amount, _ = _amount(balance)
            return -amount if _text(balance, "{*}CdtDbtInd") == "DBIT" else amount
    raise _Wrong(f"Sao kê thiếu số dư ({code}).")


def _check(entries: tuple[Entry, ...], day: date, opening: int, closing: int) -> None:
    moved = sum(one.amount if one.side is Side.CREDIT else -one.amount for one in entries)
    if opening + moved != closing:
        raise _whole("Số dư đầu cộng phát sinh không bằng số dư cuối: tệp thiếu dòng. Hãy tải lại sao kê.")
    if len({one.bank_reference for one in entries}) != len(entries):
        raise _whole("Hai dòng có cùng số tham chiếu.")
    if any(one.booked_at.astimezone(VN_TZ).date() != day for one in entries):
        raise _whole("Có dòng không thuộc ngày của sao kê.")


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return (found.text or "").strip() if found is not None else ""


def _whole(words: str) -> StatementUnreadable:
    return StatementUnreadable([LineProblem(line=0, words=words)])
