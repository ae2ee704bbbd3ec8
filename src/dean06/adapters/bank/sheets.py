"""Reading the bank's CSV statement: one account and one day a file, columns by their headings.

UTF-8, separated by commas or semicolons; "Tài khoản, Thời gian, Số tham chiếu, Ghi có, Ghi nợ, Nội dung" and, where a
refund is paid, "Mã lệnh". Every wrong line is named with its number in the file.
"""

import csv
import io
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.money import parse_dong
from dean06.kernel.ports.bank import Entry, LineProblem, Side, Statement, StatementUnreadable

ACCOUNT, TIME, REFERENCE, CREDIT, DEBIT = "Tài khoản", "Thời gian", "Số tham chiếu", "Ghi có", "Ghi nợ"
CONTENT, KEY = "Nội dung", "Mã lệnh"
NEEDED = (ACCOUNT, TIME, REFERENCE, CREDIT, DEBIT, CONTENT)
TIME_FORMATS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S")
MOST_ENTRIES = 20_000
MOST_PROBLEMS = 50
LONGEST_TEXT = 500
VND = "VND"
# What a spreadsheet would run as a formula; banks put an apostrophe in front, which is not part of the text.
FORMULA = re.compile(r"'(?=[=+\-@])")
_ACCOUNT = re.compile(r"[0-9]{6}\.[0-9A-Za-z]{1,19}")
_REFERENCE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def read(data: bytes) -> Statement:
    """The statement in a file. StatementUnreadable names every wrong line."""
    rows = _rows(data)
    entries: list[Entry] = []
    problems: list[LineProblem] = []
    places: set[tuple[str, date]] = set()
    seen: set[str] = set()
    for line, row in rows:
        try:
            entry = _entry(row)
            if entry.bank_reference in seen:
                raise Invalid("Số tham chiếu đã có ở dòng trên.")
            if not _ACCOUNT.fullmatch(row[ACCOUNT]):
                raise Invalid("Tài khoản viết dạng BIN.số, ví dụ 970403.0011012345678.")
        except Invalid as error:
            problems.append(LineProblem(line=line, words=error.message))
            continue
        seen.add(entry.bank_reference)
        places.add((row[ACCOUNT], entry.booked_at.astimezone(VN_TZ).date()))
        entries.append(entry)
    if problems:
        raise StatementUnreadable(problems[:MOST_PROBLEMS])
    if len(places) != 1:
        raise _whole("Một tệp là một tài khoản trong một ngày, có ít nhất một dòng.")
    account, day = places.pop()
    return Statement(account_code=account, day=day, entries=tuple(entries))


def _rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _whole("Tệp CSV phải là UTF-8.") from error
    separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        heads = [head.strip() for head in next(reader, [])]
        missing = [head for head in NEEDED if head not in heads]
        if missing:
            raise StatementUnreadable([LineProblem(line=1, words=f"Thiếu cột: {', '.join(missing)}.")])
        rows: list[tuple[int, dict[str, str]]] = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                filled = [*cells, *[""] * (len(heads) - len(cells))]
                rows.append((reader.line_num, dict(zip(heads, map(str.strip, filled), strict=False))))
            if len(rows) > MOST_ENTRIES:
                raise _whole(f"Sao kê có hơn {MOST_ENTRIES} dòng.")
    except csv.Error as error:
        raise StatementUnreadable([LineProblem(line=reader.line_num, words="Dòng CSV bị hỏng.")]) from error
    return rows


def _entry(row: dict[str, str]) -> Entry:
    came, went = row[CREDIT], row[DEBIT]
    if bool(came) == bool(went):
        raise Invalid("Mỗi dòng có đúng một số tiền, ở cột “Ghi có” hoặc “Ghi nợ”.")
    amount = parse_dong(came or went)
    if amount <= 0:
        raise Invalid("Số tiền phải lớn hơn 0.")
    if not _REFERENCE.fullmatch(row[REFERENCE]):
        raise Invalid("Thiếu số tham chiếu, hoặc số tham chiếu có ký tự lạ.")
    return Entry(
        side=Side.CREDIT if came else Side.DEBIT,
        bank_reference=row[REFERENCE],
        amount=amount,
        currency=VND,
        content=FORMULA.sub("", row[CONTENT], count=1)[:LONGEST_TEXT],
        booked_at=_moment(row[TIME]),
        key=row.get(KEY, ""),
    )


def _moment(text: str, zone: ZoneInfo = VN_TZ) -> datetime:
    for form in TIME_FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone).astimezone(UTC)
        except ValueError:
            continue
    raise Invalid("Thời gian viết dạng 24/11/2026 09:30:00.")


def _whole(words: str) -> StatementUnreadable:
    return StatementUnreadable([LineProblem(line=0, words=words)])
