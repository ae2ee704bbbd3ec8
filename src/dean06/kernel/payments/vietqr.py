"""VietQR: what a banking app scans to pay an account (EMVCo merchant-presented QR, NAPAS specification 1.5.2). Pure.

A code is fields of two-digit id, two-digit length, value; some values are fields again. Lengths count characters, so
only ASCII may be inside: a purpose in Vietnamese is written without its marks, as banks do.
"""

import re
from binascii import crc_hqx
from dataclasses import dataclass

from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.money import Dong
from dean06.kernel.base.text import unaccent

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
DONG = "704"
STATIC, DYNAMIC = "11", "12"
LONGEST_VALUE = 99
LONGEST_REFERENCE = 25
LONGEST_PURPOSE = 25
LONGEST_CODE = 512
MOST_AMOUNT = 9_999_999_999_999  # 13 characters
_BANK = re.compile(r"\d{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_PLAIN = re.compile(r"[ -~]*")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class PaymentCode:
    """An account to be paid. ``amount`` None: the payer types it; ``reference`` comes back on the bank's statement."""

    bank: str  # six-digit BIN
    account: str
    amount: Dong | None = None
    reference: str = ""
    purpose: str = ""


def encode(code: PaymentCode) -> str:
    """The text of the QR code. Invalid when a part cannot be written in one."""
    _need(_BANK.fullmatch(code.bank), "Mã ngân hàng gồm 6 chữ số.")
    _need(_ACCOUNT.fullmatch(code.account), "Số tài khoản gồm từ 1 đến 19 chữ và số.")
    _need(code.amount is None or 0 < code.amount <= MOST_AMOUNT, "Số tiền phải lớn hơn 0 và có nhiều nhất 13 chữ số.")
    transfer = [("00", NAPAS), ("01", _fields([("00", code.bank), ("01", code.account)])), ("02", TO_ACCOUNT)]
    fields = [("00", "01"), ("01", STATIC if code.amount is None else DYNAMIC), ("38", _fields(transfer)), ("53", DONG)]
    if code.amount is not None:
        fields.append(("54", str(code.amount)))
    fields.append(("58", "VN"))
    extra = [("01", _plain(code.reference, LONGEST_REFERENCE)), ("08", _plain(code.purpose, LONGEST_PURPOSE))]
    if code.reference or code.purpose:
        fields.append(("62", _fields([(name, value) for name, value in extra if value])))
    text = _fields(fields) + "6304"
    return text + _crc(text)


def decode(text: str) -> PaymentCode:
    """The account a code pays. Invalid when it is damaged (checksum), of another kind or not for an account here."""
    text = text.strip()
    _need(len(text) <= LONGEST_CODE and _PLAIN.fullmatch(text), "Đây không phải mã VietQR.")
    _need(text[-8:-4] == "6304" and _crc(text[:-4]) == text[-4:].upper(), "Mã QR bị hỏng (sai mã kiểm tra). Quét lại.")
    fields = _parse(text[:-8])
    transfer = _parse(fields.get("38", ""))
    _need(fields.get("00") == "01" and transfer.get("00") == NAPAS, "Đây không phải mã VietQR.")
    _need(transfer.get("02") == TO_ACCOUNT, "Mã này không chuyển tiền vào tài khoản ngân hàng.")
    _need(fields.get("53") == DONG and fields.get("58") == "VN", "Mã này không phải để trả bằng đồng Việt Nam.")
    beneficiary, extra = _parse(transfer.get("01", "")), _parse(fields.get("62", ""))
    bank, account, amount = beneficiary.get("00", ""), beneficiary.get("01", ""), fields.get("54")
    _need(_BANK.fullmatch(bank) and _ACCOUNT.fullmatch(account), "Mã QR thiếu ngân hàng hoặc số tài khoản.")
    _need(amount is None or (_DIGITS.fullmatch(amount) and 0 < int(amount) <= MOST_AMOUNT), "Số tiền trong mã bị sai.")
    return PaymentCode(
        bank=bank,
        account=account,
        amount=None if amount is None else Dong(int(amount)),
        reference=extra.get("01", ""),
        purpose=extra.get("08", ""),
    )


def _need(truth: object, message: str) -> None:
    if not truth:
        raise Invalid(message, code="bad_vietqr")


def _plain(text: str, longest: int) -> str:
    """Letters a code may hold: the text without Vietnamese marks."""
    plain = unaccent(text.strip())
    _need(
        _PLAIN.fullmatch(plain) and len(plain) <= longest,
        f"Nội dung chuyển khoản dài nhất {longest} ký tự, chỉ gồm chữ, số và dấu câu thường.",
    )
    return plain


def _fields(fields: list[tuple[str, str]]) -> str:
    _need(all(len(value) <= LONGEST_VALUE for _, value in fields), "Nội dung quá dài so với một mã QR.")
    return "".join(f"{name}{len(value):02d}{value}" for name, value in fields)


def _parse(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        name, length = text[:2], text[2:4]
        is_whole = _DIGITS.fullmatch(name + length) and len(text) >= 4 + int(length) and name not in found
        _need(is_whole, "Mã QR bị hỏng. Quét lại.")
        found[name], text = text[4 : 4 + int(length)], text[4 + int(length) :]
    return found


def _crc(text: str) -> str:
    """CRC-16/CCITT-FALSE, four hexadecimal digits."""
    return f"{crc_hqx(text.encode('ascii'), 0xFFFF):04X}"
