"""The book of certifications on paper (Typst, ``book.typ``) and as a workbook."""

import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

import typst
from openpyxl import Workbook

from dean06.kernel.base.money import Dong, format_dong
from dean06.pilots.p02_certified_documents.rules import BOOK_SYMBOL
from dean06.pilots.p02_certified_documents.types import DayBook, Line
from dean06.ui import fonts
from dean06.ui.formats import moment

TEMPLATE = Path(__file__).with_name("book.typ")
STANDARD: Final = "a-2a"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = (
    "Số chứng thực", "Thời điểm", "Người yêu cầu", "Giấy tờ của", "Giấy tờ", "Số trang", "Phí (đồng)",
    "Người chứng thực", "Tình trạng", "Lý do",
)  # fmt: skip
WIDTHS = (16, 22, 28, 28, 44, 10, 12, 26, 26, 50)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def pdf(book: DayBook) -> bytes:
    """A day of the book, PDF/A. FileNotFoundError when the document fonts are not built."""
    data = {
        "unit": book.unit_name,
        "day": [book.day.year, book.day.month, book.day.day],
        "symbol": BOOK_SYMBOL,
        "rows": [_cells(line) for line in book.lines],
        "total": format_dong(Dong(book.fees)),
    }
    return typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=[fonts.directory()],
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(datetime.combine(book.day, time.min, UTC).timestamp()),
    )


def xlsx(lines: Sequence[Line]) -> bytes:
    """A workbook of one sheet; nothing somebody typed becomes a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ chứng thực")
    for letter, width in zip("ABCDEFGHIJ", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(HEADINGS)
    for line in lines:
        sheet.append([_harmless(cell) if isinstance(cell, str) else cell for cell in _row(line)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(line: Line) -> tuple[str | int, ...]:
    return (
        line.number,
        moment(line.decided_at),
        line.requester_name,
        line.holder_name,
        line.original_name,
        line.pages,
        line.fee,
        line.decided_by,
        line.state.label,
        line.reason,
    )


def _cells(line: Line) -> list[str]:
    return [
        line.number,
        moment(line.decided_at),
        names(line),
        line.original_name,
        str(line.pages or ""),
        format_dong(Dong(line.fee)) if line.fee else "",
        line.decided_by,
        f"{line.state.label}: {line.reason}" if line.reason else line.state.label,
    ]


def names(line: Line) -> str:
    """Who asked, and for whom when not for herself."""
    own = line.requester_name == line.holder_name
    return line.requester_name if own else f"{line.requester_name}, thay cho {line.holder_name}"


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
