"""A receipt (biên lai) as PDF, in the words of its form; the same receipt gives the same bytes."""

import json
from pathlib import Path
from typing import Final

import typst

from dean06.kernel.base import clock
from dean06.kernel.base.money import format_dong, in_words
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import ReceiptInfo
from dean06.ui import fonts
from dean06.ui.formats import moment

TEMPLATE = Path(__file__).with_name("receipt.typ")
STANDARD: Final = "a-2a"
NUMBER_LENGTH = 7


def number_of(receipt: ReceiptInfo) -> str:
    """The number as it is printed: 0000042/2026."""
    return f"{receipt.number:0{NUMBER_LENGTH}d}/{receipt.year}"


def pdf(receipt: ReceiptInfo, *, code: str) -> bytes:
    """The PDF/A. FileNotFoundError when the document fonts are not built."""
    form = payments.receipt_form(receipt.form)
    issued = clock.local(receipt.issued_at)
    data = {
        "unit": receipt.unit_name,
        "title": form.title,
        "symbol": form.symbol,
        "note": form.note,
        "number": number_of(receipt),
        "day": [issued.year, issued.month, issued.day],
        "rows": [
            ["Người nộp tiền", receipt.payer_name],
            ["Nội dung thu", receipt.purpose],
            ["Số tiền", format_dong(receipt.amount)],
            ["Bằng chữ", in_words(receipt.amount)],
            ["Hình thức", receipt.method.label],
            ["Mã thanh toán", code],
            ["Lập lúc", moment(receipt.issued_at)],
            *([["Người thu tiền", receipt.cashier]] if receipt.cashier else []),
        ],
    }
    return typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=[fonts.directory()],
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(receipt.issued_at.timestamp()),
    )
