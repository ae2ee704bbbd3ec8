"""Lists as officers have them, in a spreadsheet: into lines to compare, each bad cell said at its line."""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO, Final

from django import forms
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.text import fold
from dean06.kernel.ports.population import Claim
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.types import ListedClaim
from dean06.portal.register_forms import LONGEST_NAME, MEGABYTE, birth_of

MAX_UNPACKED_BYTES: Final = 150 * MEGABYTE
MAX_COLUMNS: Final = 50
# Empty rows count: a workbook may claim that its only row is number one milliard, and the reader fills the gap.
MOST_ROWS: Final = registry.MOST_LINES + 10_000
# What openpyxl, zipfile, zlib and the XML parsers raise for a file that is no sound workbook; a locked one is a
# RuntimeError, an unknown compression its NotImplementedError.
UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, LookupError, ValueError, TypeError,
    AttributeError, ArithmeticError, RuntimeError, OSError, EOFError,
)  # fmt: skip
HEAD_LINES: Final = 10  # the heading may stand below a title
LONGEST_NUMBER: Final = 40
# What people write above a column, without diacritics; the first is what the sample file says.
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "personal_id": ("so dinh danh", "so dinh danh ca nhan", "so cccd", "so can cuoc", "cccd"),
    "full_name": ("ho va ten", "ho ten", "ho, chu dem va ten", "ho, chu dem, ten"),
    "birth": ("ngay sinh", "ngay, thang, nam sinh", "ngay thang nam sinh", "nam sinh"),
    "sex": ("gioi tinh",),
    "old_number": ("so cmnd cu", "so cmnd", "cmnd", "so chung minh nhan dan"),
    "commune": ("ma xa", "ma xa thuong tru"),
}
SAMPLE_HEADING: Final = ("Số định danh", "Họ và tên", "Ngày sinh", "Giới tính", "Số CMND cũ", "Mã xã")
SEXES: Final = {"": "", "nam": "male", "nu": "female"}
_SHAPES = {"old_number": re.compile(r"[0-9]{9}"), "commune": re.compile(r"[0-9]{5}")}
_WRONG = {"old_number": "Số CMND cũ gồm đúng 9 chữ số.", "commune": "Mã xã gồm đúng 5 chữ số."}
Row = Sequence[str]


def read_list(name: str, stream: BinaryIO) -> list[ListedClaim]:
    """Lines of the file below its heading, empty ones left out. Invalid when it is no such file or too long."""
    ending = name.lower().rpartition(".")[2]
    rows = _sheet(stream) if ending == "xlsx" else _csv(stream.read())
    columns, lines = None, []
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise Invalid("Trang tính có quá nhiều dòng trống. Hãy xoá dòng trống rồi gửi lại.", field="file")
        if columns is None:
            columns = _columns(row)
            if columns is None and number >= HEAD_LINES:
                break
            continue
        if not any(row):
            continue
        lines.append(_line(row, columns))
        if len(lines) > registry.MOST_LINES:
            raise Invalid(f"Danh sách dài quá {registry.MOST_LINES} dòng. Hãy chia nhỏ.", field="file")
    if columns is None:
        heads = ", ".join(f"“{head}”" for head in SAMPLE_HEADING)
        raise Invalid(
            f"Không thấy dòng tiêu đề. Cần cột “Số định danh” và ít nhất một cột nữa trong: {heads}.", field="file"
        )
    return lines


def sample() -> str:
    """A file to fill in, with one invented line."""
    out = io.StringIO()
    csv.writer(out).writerows([SAMPLE_HEADING, ("000151000201", "Trần Thị Hoa", "12/04/1951", "Nữ", "", "")])
    return out.getvalue()


def _columns(row: Row) -> dict[str, int] | None:
    """Places of the columns when this is the heading: the number and something to compare."""
    heads = [" ".join(fold(cell).split()) for cell in row]
    found = {name: heads.index(word) for name, words in HEADINGS.items() for word in words if word in heads}
    return found if "personal_id" in found and len(found) > 1 else None


def _line(row: Row, columns: dict[str, int]) -> ListedClaim:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
    number = cells["personal_id"].removeprefix("'")
    try:
        claim = _claim(cells)
    except forms.ValidationError as error:
        return ListedClaim(personal_id=number[:LONGEST_NUMBER], claim=Claim(), problem=error.messages[0])
    number = number[:LONGEST_NUMBER]
    return ListedClaim(personal_id=number, claim=claim, problem=registry.line_problem(number, claim))


def _claim(cells: dict[str, str]) -> Claim:
    name = unicodedata.normalize("NFC", cells.get("full_name", ""))
    if len(name) > LONGEST_NAME:
        raise forms.ValidationError(f"Họ tên dài quá {LONGEST_NAME} ký tự.")
    sex = SEXES.get(fold(cells.get("sex", "")))
    if sex is None:
        raise forms.ValidationError("Giới tính ghi “Nam” hoặc “Nữ”.")
    for part, shape in _SHAPES.items():
        if cells.get(part) and not shape.fullmatch(cells[part]):
            raise forms.ValidationError(_WRONG[part])
    return Claim(
        full_name=name, birth=birth_of(cells.get("birth", "")), sex=sex,
        old_number=cells.get("old_number", ""), commune=cells.get("commune", ""),
    )  # fmt: skip


def _csv(data: bytes) -> Iterator[Row]:
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            "Tệp không phải UTF-8. Trong Excel, lưu lại dạng “CSV UTF-8” hoặc .xlsx.", field="file"
        ) from error
    if "\0" in text:
        raise Invalid("Tệp không phải bảng CSV. Trong Excel, lưu lại dạng “CSV UTF-8” hoặc .xlsx.", field="file")
    head = text[:4096]
    delimiter = max(",;\t", key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield row[:MAX_COLUMNS]
    except csv.Error as error:
        raise Invalid("Tệp CSV hỏng. Hãy lưu lại từ Excel rồi gửi.", field="file") from error


def _sheet(stream: BinaryIO) -> Iterator[Row]:
    """Cells of the first sheet as text. A workbook is an archive: its size unpacked is looked at before."""
    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise Invalid("Tệp Excel mở ra quá lớn. Hãy xoá bớt trang tính, hình rồi gửi lại.", field="file")
        stream.seek(0)
        book = load_workbook(stream, read_only=True, data_only=True)
        yield from _cells(book.worksheets[0].iter_rows(values_only=True, max_col=MAX_COLUMNS))
    except UNREADABLE as error:
        raise Invalid("Không đọc được tệp Excel. Hãy mở, lưu lại dạng .xlsx rồi gửi.", field="file") from error


def _cells(rows: Iterable[Iterable[object]]) -> Iterator[Row]:
    for row in rows:
        yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
