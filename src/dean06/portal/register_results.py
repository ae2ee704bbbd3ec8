"""Results of a list in words, on the page and as a workbook."""

import io
from collections.abc import Iterable

from openpyxl import Workbook

from dean06.kernel.ports.population import Match, Reason, RegisterFailed
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.types import STUCK, LineInfo
from dean06.ui.words import status_word

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = tuple(match.value for match in Match)
HEADINGS = ("Dòng", "Số định danh", "Kết quả", "Khác", "Không có để so", "Ghi chú")
WIDTHS = (8, 18, 18, 40, 40, 60)
STUCK_WORDS = "Hệ thống không xử lý hết được danh sách này. Báo người quản trị, rồi gửi lại danh sách."
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def words(line: LineInfo) -> dict[str, str]:
    """What differs and what could not be compared, in words."""
    return {"differs": _names(line.differs), "unknown": _names(line.unknown)}


def reason(code: str) -> str:
    """Why the work waits or stopped, in the register's own sentence or ours; empty when all is well."""
    if code == STUCK:
        return STUCK_WORDS
    return RegisterFailed(Reason(code)).message_vi if code else ""


def workbook(lines: Iterable[LineInfo]) -> bytes:
    """A workbook of one sheet; numbers stay text, so that no leading zero is lost."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Kết quả")
    for column, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.append(HEADINGS)
    for line in lines:
        said = words(line)
        result = status_word(line.result).text if line.result else ""
        sheet.append((line.number, _harmless(line.personal_id), result, said["differs"], said["unknown"], line.problem))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _names(names: Iterable[str]) -> str:
    return ", ".join(registry.CLAIM_LABELS[name] for name in names)


def _harmless(text: str) -> str:
    """What somebody typed must not become a formula in the next officer's Excel."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
