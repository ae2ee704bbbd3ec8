"""The parts of a dispatch: the letter, prose annexes, table annexes, and the headings of their groups."""

import re
from dataclasses import dataclass
from typing import Literal

from dean06.kernel.parties.names import Letters as _Letters
from dean06.kernel.parties.names import Lexicon, squash
from dean06.programme.reading.damage import flat, label_fit
from dean06.programme.reading.lines import Line, lines_of
from dean06.programme.reading.model import Span

Part = Literal["letter", "narrative", "table"]
Column = Literal["number", "title", "together", "lead", "coordinate", "force", "deadline", "tools", "other"]

LONGEST_ANNEX_HEADING = 24
LONGEST_HEADER_LINES = 24
# A row of table headings names at least this many different columns.
MIN_HEADER_COLUMNS = 3

_HEADER_WORDS = Lexicon(
    [
        ("number", "TT"),
        ("number", "STT"),
        ("number", "Số TT"),
        ("title", "Mô hình"),
        ("title", "Tên mô hình"),
        ("title", "Mô hình điểm"),
        ("title", "Nội dung"),
        ("title", "Nội dung nhiệm vụ"),
        ("title", "Nhiệm vụ"),
        ("title", "Nội dung công việc"),
        ("title", "Tên nhiệm vụ"),
        ("together", "Phân công thực hiện"),
        ("together", "Phân công nhiệm vụ"),
        ("together", "Đơn vị thực hiện"),
        ("together", "Tổ chức thực hiện"),
        ("together", "Phân công"),
        ("lead", "Chủ trì"),
        ("lead", "Đơn vị chủ trì"),
        ("lead", "Cơ quan chủ trì"),
        ("lead", "Đơn vị chủ trì thực hiện"),
        ("coordinate", "Phối hợp"),
        ("coordinate", "Đơn vị phối hợp"),
        ("coordinate", "Cơ quan phối hợp"),
        ("coordinate", "Đơn vị phối hợp thực hiện"),
        ("force", "Lực lượng triển khai"),
        ("force", "Lực lượng"),
        ("force", "Lực lượng thực hiện"),
        ("force", "Lực lượng tham gia"),
        ("force", "ự lượng"),
        ("force", "ự lượng triển khai"),
        ("deadline", "Thời gian hoàn thành"),
        ("deadline", "Thời gian thực hiện"),
        ("deadline", "Thời hạn hoàn thành"),
        ("deadline", "Thời hạn"),
        ("deadline", "Thời gian"),
        ("deadline", "Hoàn thành"),
        ("deadline", "Tiến độ"),
        ("deadline", "Tiến độ hoàn thành"),
        ("tools", "Nền tảng"),
        ("tools", "Nền tảng triển khai"),
        ("tools", "Công cụ"),
        ("tools", "Công cụ triển khai"),
        ("tools", "Nền tảng, công cụ"),
        ("tools", "Nền tảng công nghệ"),
        ("tools", "Công nghệ"),
        ("other", "Ghi chú"),
        ("other", "Sản phẩm"),
        ("other", "Kết quả"),
        ("other", "Mục tiêu"),
        ("other", "triển khai"),
        ("other", "thực hiện"),
    ]
)
_HEADER_PIECES = frozenset(
    [
        "tt",
        "stt",
        "so",
        "mo",
        "hinh",
        "diem",
        "ten",
        "noi",
        "dung",
        "nhiem",
        "vu",
        "cong",
        "viec",
        "phan",
        "thuc",
        "hien",
        "don",
        "vi",
        "co",
        "quan",
        "chu",
        "tri",
        "phoi",
        "hop",
        "luc",
        "luong",
        "trien",
        "khai",
        "tham",
        "gia",
        "thoi",
        "gian",
        "han",
        "hoan",
        "thanh",
        "tien",
        "do",
        "nen",
        "tang",
        "cu",
        "nghe",
        "va",
        "ghi",
        "san",
        "pham",
        "ket",
        "qua",
        "to",
        "chuc",
        "muc",
        "tieu",
        "de",
        "an",
    ]
)
_ROMAN = re.compile(r"^\s*((?:X{0,2})(?:IX|IV|V?I{0,3}))(?=[\s.:)])[.:)\s]*(?=\S)")
_COUNT = re.compile(r"\(\s*(\d{1,3})\s*(?:m|nhiem|[^\W\d]|\s)[^)\d]{0,16}\)?\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines of one part of the dispatch; ``header`` are the headings of a table."""

    part: Part
    lines: tuple[Line, ...]
    columns: tuple[Column, ...] = ()
    is_together: bool = False
    # Offsets of the first line after a repeated header: the page broke there, perhaps through a row.
    page_starts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """ "II. Nhóm ... (08 mô hình)": code, title as written, the count it declares, its lines."""

    code: str
    title: str
    declared: int | None
    span: Span
    first: int
    last: int


def blocks_of(text: str, taken: tuple[Span, ...] = ()) -> list[Block]:
    """The parts of ``text`` in order. ``taken``: real tables, whose words are read from their cells instead."""
    lines = [line for line in lines_of(text) if not any(s.start <= line.start < s.end for s in taken)]
    headers = header_runs(lines)
    cuts = sorted({0, *_annex_starts(lines, headers), *(first for first, _ in headers[:1])})
    blocks: list[Block] = []
    for start, end in zip(cuts, [*cuts[1:], len(lines)], strict=True):
        inside = [(a, b) for a, b in headers if start <= a < end]
        blocks.extend(_blocks(lines, start, end, inside, is_first=start == 0))
    return blocks


def _blocks(lines: list[Line], start: int, end: int, headers: list[tuple[int, int]], *, is_first: bool) -> list[Block]:
    """One annex (or the letter): what stands before its first table header, and the table without its headers."""
    if not headers:
        part: Part = "letter" if is_first else "narrative"
        return [Block(part, tuple(lines[start:end]))] if end > start else []
    first = headers[0][0]
    before = [Block("letter" if is_first else "narrative", tuple(lines[start:first]))] if first > start else []
    skipped = {number for a, b in headers for number in range(a, b)}
    body = tuple(lines[number] for number in range(first, end) if number not in skipped)
    columns, together = columns_of([line.text for line in lines[headers[0][0] : headers[0][1]]])
    page_starts = frozenset(lines[b].start for a, b in headers[1:] if b < end)
    return [*before, Block("table", body, columns, together, page_starts)]


def _annex_starts(lines: list[Line], headers: list[tuple[int, int]]) -> list[int]:
    starts = [number for number, line in enumerate(lines) if is_annex_heading(line)]
    if starts:
        return starts
    limit = headers[0][0] if headers else len(lines)
    for number, line in enumerate(lines[:limit]):
        if _is_first_section(lines, number) or (roman_of(line.text) == "I" and number > 3):
            return [number]
    return []


def _is_first_section(lines: list[Line], number: int) -> bool:
    """ "Mô hình 1: ..." opening a line, when the word PHỤ LỤC itself is lost."""
    return bool(re.match(r"^\s*1?\s*[.)]?\s*m?o?\s*hinh\s+1\W", flat(lines[number].text)))


def is_annex_heading(line: Line) -> bool:
    """A short line that begins with PHỤ LỤC, damaged or not."""
    if len(line.letters) > LONGEST_ANNEX_HEADING or not line.text.strip()[:1].isupper():
        return False
    if line.letters.startswith("phuluc"):
        return True
    return len(line.letters) >= 3 and line.text.strip().isupper() and label_fit("phu luc", line.folded)[0] > 0.8


def roman_of(text: str) -> str:
    """The Roman numeral a line begins with, or nothing."""
    match = _ROMAN.match(text)
    return match.group(1) if match else ""


def group_headings(lines: tuple[Line, ...], is_item_start: frozenset[int]) -> list[GroupHeading]:
    """Group headings among ``lines``: Roman numerals in order, each running on until an item or a count ends it."""
    found: list[GroupHeading] = []
    expected = 1
    number = 0
    while number < len(lines):
        code = roman_of(lines[number].text)
        if code and _roman_value(code) == expected and number not in is_item_start:
            last = _heading_end(lines, number, is_item_start)
            found.append(_heading(lines, number, last, code))
            expected += 1
            number = last
        else:
            number += 1
    return found


def _heading_end(lines: tuple[Line, ...], number: int, is_item_start: frozenset[int]) -> int:
    last = number + 1
    while last < len(lines) and last - number < 6:
        if _COUNT.search(flat(lines[last - 1].text)) or last in is_item_start or roman_of(lines[last].text):
            break
        last += 1
    return last


def _heading(lines: tuple[Line, ...], first: int, last: int, code: str) -> GroupHeading:
    words = " ".join(" ".join(line.text.split()) for line in lines[first:last])
    title = _ROMAN.sub("", words, count=1)
    count = _COUNT.search(flat(title))
    declared = int(count.group(1)) if count else None
    return GroupHeading(
        code,
        (title[: count.start()] if count else title).strip(" .:;"),
        declared,
        Span(lines[first].start, lines[last - 1].end),
        first,
        last,
    )


def read_heading(lines: tuple[Line, ...]) -> GroupHeading | None:
    """The heading these lines are, whatever its numeral; None without one."""
    code = roman_of(lines[0].text)
    return _heading(lines, 0, len(lines), code) if code else None


def roman(value: int) -> str:
    """1 -> I, 4 -> IV, 12 -> XII."""
    parts = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for worth, sign in parts:
        while value >= worth:
            written += sign
            value -= worth
    return written


def _roman_value(code: str) -> int:
    return next((value for value in range(1, 40) if roman(value) == code), 0)


def header_runs(lines: list[Line]) -> list[tuple[int, int]]:
    """Runs of lines that are the headings of a table, repeats at the top of pages included."""
    runs: list[tuple[int, int]] = []
    number = 0
    while number < len(lines):
        if not _is_header_line(lines[number]):
            number += 1
            continue
        end = number
        while end < len(lines) and end - number < LONGEST_HEADER_LINES and _is_header_line(lines[end]):
            end += 1
        start = _header_start(lines, number, end)
        if start is not None and _names_columns(lines[start:end]):
            # A page number alone in front of a repeated header belongs to the page.
            if runs and start and re.fullmatch(r"\s*\d{1,3}\s*", lines[start - 1].text):
                start -= 1
            runs.append((start, end))
        number = end
    return runs


def _header_start(lines: list[Line], first: int, end: int) -> int | None:
    """From "TT" on when it is there: a title may end in words that headings use, too."""
    for number in range(first, end):
        if lines[number].folded.split()[0] in ("tt", "stt", "so"):
            return number
    return first


def _names_columns(lines: list[Line]) -> bool:
    columns, _ = columns_of([line.text for line in lines])
    named = {column for column in columns if column not in ("number", "other")}
    return len(named) >= MIN_HEADER_COLUMNS and bool(named & {"lead", "coordinate"})


def _is_header_line(line: Line) -> bool:
    words = re.findall(r"[a-z0-9]+", line.folded)
    if not words or len(words) > 30 or any(word.isdigit() and len(word) > 1 for word in words):
        return False
    known = sum(1 for word in words if word in _HEADER_PIECES)
    fragments = sum(1 for word in words if word not in _HEADER_PIECES and _is_fragment(word))
    return known + fragments == len(words) and (known > 0 or fragments > 1)


def _is_fragment(word: str) -> bool:
    if len(word) <= 2 and word.isalpha():
        return True
    return any(0 < len(piece) - len(word) <= 1 and _drops_one(word, piece) for piece in _HEADER_PIECES)


def _drops_one(short: str, long: str) -> bool:
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def columns_of(cells: list[str]) -> tuple[tuple[Column, ...], bool]:
    """The columns that headings name, in the order printed, the three roles under a common heading in its place.

    The second value: lead and coordinators share one column.
    """
    text = "\n".join(cells)
    letters = _Letters(text)
    found: list[tuple[Column, int, int]] = []
    index = 0
    while index < len(letters):
        hits = [] if not letters.gap[index] else _HEADER_WORDS.exact_at(letters, index)
        if not hits and letters.gap[index]:
            hits = _HEADER_WORDS.tolerant_at(letters, index)
        hit = max(hits, key=lambda h: h.score, default=None)
        if hit is None:
            index += 1
            continue
        found.append((_column(hit.spelling.key), letters.at[hit.start], letters.end_offset(hit.end)))
        index = hit.end
    return _ordered(found), _shares_column(found, text)


def _column(key: str) -> Column:
    columns: tuple[Column, ...] = (
        "number", "title", "together", "lead", "coordinate", "force", "deadline", "tools", "other",
    )  # fmt: skip
    return next(column for column in columns if column == key)


def _ordered(found: list[tuple[Column, int, int]]) -> tuple[Column, ...]:
    order = list(dict.fromkeys(column for column, _, _ in found if column != "other"))
    if "together" in order:
        roles = [column for column in order if column in ("lead", "coordinate", "force")]
        rest: list[Column] = []
        for column in order:
            if column == "together":
                rest.extend(roles)
            elif column not in roles:
                rest.append(column)
        order = rest
    return tuple(order)


def _shares_column(found: list[tuple[Column, int, int]], text: str) -> bool:
    for (first, _, end), (second, start, _) in zip(found, found[1:], strict=False):
        if {first, second} == {"lead", "coordinate"}:
            between = flat(text[end:start])
            return bool(re.fullmatch(r"\s*(?:[,/&\-–]|va)\s*(?:don vi\s*|co quan\s*)?", between))
    return False


def count_in(text: str) -> int | None:
    """The number of pilots a text declares: "23 mô hình điểm"."""
    match = re.search(r"(?<![\d/.])(\d{1,3})\s*(?:m[o\s]?\s*h[i\s]?nh)(?![a-z])(?!\s*\d)", flat(text))
    return int(match.group(1)) if match else None


__all__ = [
    "Block",
    "Column",
    "GroupHeading",
    "blocks_of",
    "columns_of",
    "count_in",
    "group_headings",
    "header_runs",
    "is_annex_heading",
    "read_heading",
    "roman",
    "roman_of",
    "squash",
]
