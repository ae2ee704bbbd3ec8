"""The queue as a file: CSV or a workbook of one sheet. Codes and names stay text; nothing becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from dean06.kernel.base import calendar, clock
from dean06.kernel.cases.types import FoundCase
from dean06.portal.desk_time import time_left
from dean06.portal.register_results import FORMULA_STARTS, XLSX
from dean06.ui.formats import moment

CSV = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"  # Excel takes a CSV for UTF-8 only with it
HEADINGS = ("Mã hồ sơ", "Thủ tục", "Tình trạng", "Kênh nộp", "Nộp lúc", "Hạn trả", "Thời gian", "Bước", "Người giữ")
WIDTHS = (28, 40, 24, 16, 22, 22, 26, 40, 24, 28)
NAME = "Người nộp"


def csv_bytes(found: Iterable[FoundCase], *, with_names: bool) -> bytes:
    """A CSV as Excel reads it."""
    out = io.StringIO()
    csv.writer(out).writerows(_rows(found, with_names))
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def xlsx_bytes(found: Iterable[FoundCase], *, with_names: bool) -> bytes:
    """A workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hồ sơ")
    for letter, width in zip("ABCDEFGHIJ", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in _rows(found, with_names):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORMS = {"csv": (csv_bytes, CSV), "xlsx": (xlsx_bytes, XLSX)}


def _rows(found: Iterable[FoundCase], with_names: bool) -> list[Sequence[str]]:
    heads = (*HEADINGS, NAME) if with_names else HEADINGS
    return [heads, *(_row(one, with_names) for one in found)]


def _row(one: FoundCase, with_names: bool) -> Sequence[str]:
    line = one.line
    left = time_left(line, clock.now(), calendar.default_calendar()).text
    cells = [line.code, line.procedure_name, line.status.label, line.channel.label, moment(line.submitted_at)]
    cells += [moment(line.due_at), left, line.step, line.assignee]
    return tuple(map(_harmless, [*cells, one.applicant_name] if with_names else cells))


def _harmless(text: str) -> str:
    """What somebody typed must not become a formula in the next officer's Excel."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
