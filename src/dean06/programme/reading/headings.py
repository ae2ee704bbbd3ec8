"""The headings of an assignment table: which lines they are, and which columns they name."""

import re
from itertools import pairwise
from typing import Literal, get_args

from dean06.kernel.parties.names import Letters, Lexicon, squash
from dean06.programme.reading.damage import flat, is_subsequence
from dean06.programme.reading.lines import Line

Column = Literal["number", "title", "together", "lead", "coordinate", "force", "deadline", "tools", "other"]
COLUMNS: tuple[Column, ...] = get_args(Column)

LONGEST_HEADER_LINES = 24
LONGEST_HEADER_LINE_WORDS = 30
# A row of table headings names at least this many different columns.
MIN_HEADER_COLUMNS = 3

# How offices head the columns; "together" is the heading above lead, coordinators and force.
_NAMES: dict[Column, str] = {
    "number": "TT|STT|Số TT",
    "title": "Mô hình|Tên mô hình|Mô hình điểm|Nội dung|Nội dung nhiệm vụ|Nhiệm vụ|Nội dung công việc|Tên nhiệm vụ"
    "|Nhiệm vụ, giải pháp|Công việc",
    "together": "Phân công thực hiện|Phân công nhiệm vụ|Đơn vị thực hiện|Tổ chức thực hiện|Phân công|Cơ quan thực hiện",
    "lead": (
        "Chủ trì|Đơn vị chủ trì|Cơ quan chủ trì|Đơn vị chủ trì thực hiện|Cơ quan, đơn vị chủ trì|Đơn vị thực hiện chính"
        "|Cơ quan thực hiện chính|Đơn vị đầu mối|Đơn vị chịu trách nhiệm"
    ),
    "coordinate": "Phối hợp|Đơn vị phối hợp|Cơ quan phối hợp|Đơn vị phối hợp thực hiện|Cơ quan, đơn vị phối hợp",
    "force": "Lực lượng triển khai|Lực lượng|Lực lượng thực hiện|Lực lượng tham gia|ự lượng|ự lượng triển khai",
    "deadline": (
        "Thời gian hoàn thành|Thời gian thực hiện|Thời hạn hoàn thành|Thời hạn|Thời gian|Hoàn thành|Tiến độ"
        "|Tiến độ hoàn thành|Thời hạn thực hiện|Hạn hoàn thành"
    ),
    "tools": "Nền tảng|Nền tảng triển khai|Công cụ|Công cụ triển khai|Nền tảng, công cụ|Nền tảng công nghệ|Công nghệ",
    "other": "Ghi chú|Sản phẩm|Kết quả|Mục tiêu|triển khai|thực hiện",
}
# Its last two words alone may belong to another heading ("Phối hợp triển khai").
_FORCE, _FORCE_ENDS = squash("Lực lượng triển khai"), squash("triển khai")
_LEXICON = Lexicon((column, name) for column, names in _NAMES.items() for name in names.split("|"))
_PIECES = frozenset(
    [*(word for names in _NAMES.values() for word in re.findall(r"[a-z]+", flat(names))), "de", "an", "va"]
)


def header_runs(lines: list[Line]) -> list[tuple[int, int]]:
    """Runs of lines that are the headings of a table, repeats at the top of pages included."""
    runs: list[tuple[int, int]] = []
    number = 0
    while number < len(lines):
        if not _is_header_line(lines[number]):
            number += 1
            continue
        end = number
        while end < len(lines) and end - number < LONGEST_HEADER_LINES and _goes_on(lines, end):
            end += 1
        start = _header_start(lines, number, end)
        if start is not None and _names_columns(lines[start:end]):
            # A page number alone in front of a repeated header belongs to the page.
            if runs and start and re.fullmatch(r"\s*\d{1,3}\s*", lines[start - 1].text):
                start -= 1
            runs.append((start, end))
        number = end
    return runs


def _goes_on(lines: list[Line], place: int) -> bool:
    """A further line of headings, or the page number that stands among them."""
    if _is_header_line(lines[place]):
        return True
    is_number = re.fullmatch(r"\s*\d{1,3}\s*", lines[place].text) is not None
    return is_number and place + 1 < len(lines) and _is_header_line(lines[place + 1])


def _header_start(lines: list[Line], first: int, end: int) -> int | None:
    """From "TT" on when it is there: a title may end in words that headings use, too."""
    for number in range(first, end):
        if lines[number].folded.split()[0] in ("tt", "stt", "so"):
            in_front = 0
            while number - in_front > first and _names_one_column(lines[number - in_front - 1]):
                in_front += 1
            return number - in_front
    return first


def _names_one_column(line: Line) -> bool:
    """Whether the line is the heading of one column and nothing else: it may stand in front of the numbers."""
    found = [column for column in columns_of([line.text])[0] if column not in ("number", "title", "together")]
    words = squash(line.text)
    return len(found) == 1 and not line.text.isupper() and words in map(squash, _NAMES[found[0]].split("|"))


def _names_columns(lines: list[Line]) -> bool:
    columns, _ = columns_of([line.text for line in lines])
    named = {column for column in columns if column not in ("number", "other")}
    return len(named) >= MIN_HEADER_COLUMNS and bool(named & {"lead", "coordinate", "together"})


def _is_header_line(line: Line) -> bool:
    words = re.findall(r"[a-z0-9]+", line.folded)
    if not words or len(words) > LONGEST_HEADER_LINE_WORDS or any(word.isdigit() and len(word) > 1 for word in words):
        return False
    known = sum(1 for word in words if word in _PIECES)
    fragments = sum(1 for word in words if word not in _PIECES and _is_fragment(word))
    return known + fragments == len(words) and (known > 0 or fragments > 1)


def _is_fragment(word: str) -> bool:
    if len(word) <= 2 and word.isalpha():
        return True
    return any(0 < len(piece) - len(word) <= 1 and _drops_one(word, piece) for piece in _PIECES)


def _drops_one(short: str, long: str) -> bool:
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def columns_of(cells: list[str]) -> tuple[tuple[Column, ...], bool]:
    """The columns that headings name, in the order printed, the three roles under a common heading in its place.

    The second value: lead and coordinators share one column.
    """
    text = "\n".join(cells)
    letters = Letters(text)
    found: list[tuple[Column, int, int]] = []
    index = 0
    while index < len(letters):
        hits = [] if not letters.gap[index] else _LEXICON.exact_at(letters, index)
        if not hits and letters.gap[index]:
            hits = _LEXICON.tolerant_at(letters, index)
        hit = max(hits, key=lambda h: h.score, default=None)
        if hit is None:
            index += 1
            continue
        found.append((_column(hit.spelling.key), letters.at[hit.start], letters.end_offset(hit.end)))
        index = hit.end
    found = _with_worn_force(found, text)
    return _ordered(found), _shares_column(found, text)


def _with_worn_force(found: list[tuple[Column, int, int]], text: str) -> list[tuple[Column, int, int]]:
    """What is left of "Lực lượng triển khai" behind the coordinators' heading ("l ợng triển  h i"): a column."""
    named = [column for column, _, _ in found]
    if "force" in named or "coordinate" not in named:
        return found
    place = named.index("coordinate")
    behind = next((n for n in range(place + 1, len(named)) if named[n] != "other"), len(named))
    start, end = found[place][2], found[behind][1] if behind < len(found) else len(text)
    left = squash(text[start:end])
    if len(left) <= len(_FORCE_ENDS) or not is_subsequence(left, _FORCE):
        return found
    return [*found[: place + 1], ("force", start, end), *found[behind:]]


def _column(key: str) -> Column:
    return next(column for column in COLUMNS if column == key)


def _ordered(found: list[tuple[Column, int, int]]) -> tuple[Column, ...]:
    """As printed, the roles in the place of the heading they stand under."""
    printed = list(dict.fromkeys(column for column, _, _ in found if column != "other"))
    if "together" not in printed:
        return tuple(printed)
    roles = [column for column in printed if column in ("lead", "coordinate", "force")]
    if "lead" not in roles:
        # Nothing below it names a lead: "Đơn vị thực hiện" is one itself, "Phân công thực hiện" holds every role.
        return tuple("lead" if column == "together" and roles else column for column in printed)
    order: list[Column] = []
    for column in printed:
        if column == "together":
            order.extend(roles)
        elif column not in roles:
            order.append(column)
    return tuple(order)


def _shares_column(found: list[tuple[Column, int, int]], text: str) -> bool:
    for (first, _, end), (second, start, _) in pairwise(found):
        if {first, second} == {"lead", "coordinate"}:
            between = flat(text[end:start])
            return bool(re.fullmatch(r"\s*(?:[,/&\-–]|va)\s*(?:don vi\s*|co quan\s*)?", between))
    return False
