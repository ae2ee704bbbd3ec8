"""Money: whole đồng, never fractions, never floating point."""

import re
from typing import Literal, NewType

from dean06.kernel.base.errors import Invalid

Dong = NewType("Dong", int)

_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:([.,\s])\d{3}(?:\3\d{3})*)?|\d+)\s*(?:đ|₫|đồng|vnđ|vnd)?", re.IGNORECASE)
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9


def format_dong(amount: Dong | int) -> str:
    """12500 as "12.500 đ"."""
    return f"{amount:,} đ".replace(",", ".")


def parse_dong(text: str) -> Dong:
    """An amount as people write it ("12.500 đ", "12,500", "12500 đồng"); Invalid for fractions and anything else."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise Invalid("Nhập số tiền bằng đồng, ví dụ 12.500 hoặc 12500.", code="bad_amount")
    sign, digits = match.group(1), re.sub(r"\D", "", match.group(2))
    return Dong(int(sign + digits))


def in_words(amount: Dong | int, *, zero_ten: Literal["linh", "lẻ"] = "linh") -> str:
    """Số tiền bằng chữ: 12500 as "Mười hai nghìn năm trăm đồng". ``zero_ten`` is the word for an empty tens place."""
    words = " ".join(_read(abs(amount), zero_ten)) + " đồng"
    spoken = f"âm {words}" if amount < 0 else words
    return spoken[0].upper() + spoken[1:]


def _read(number: int, zero_ten: str, *, is_inner: bool = False) -> list[str]:
    """Words of a number; an inner part of a larger number says its empty hundreds aloud."""
    if number >= _BILLION:
        high, low = divmod(number, _BILLION)
        rest = _read(low, zero_ten, is_inner=True) if low else []
        return [*_read(high, zero_ten, is_inner=is_inner), "tỷ", *rest]
    words: list[str] = []
    for scale, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group = number // scale % 1000
        if group:
            words += _read_group(group, zero_ten, is_inner=is_inner or bool(words))
            words += [name] if name else []
    return words or [_DIGITS[0]]


def _read_group(group: int, zero_ten: str, *, is_inner: bool) -> list[str]:
    """Words of 1..999."""
    hundreds, tens, units = group // 100, group // 10 % 10, group % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or is_inner else []
    if tens == 0:
        return words + ([zero_ten] if words and units else []) + ([_DIGITS[units]] if units else [])
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words + ([_unit_after_ten(tens, units)] if units else [])


def _unit_after_ten(tens: int, units: int) -> str:
    """Units change after a ten: lăm for năm; after mươi also mốt for một and tư for bốn."""
    if units == 5:
        return "lăm"
    if tens > 1 and units in (1, 4):
        return {1: "mốt", 4: "tư"}[units]
    return _DIGITS[units]
