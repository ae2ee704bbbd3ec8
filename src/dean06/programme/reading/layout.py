"""The parts of a dispatch: the letter, prose annexes, table annexes, and the headings of their groups."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dean06.programme.reading.damage import flat, label_fit
from dean06.programme.reading.headings import Column, columns_of, header_runs
from dean06.programme.reading.lines import Line, lines_of
from dean06.programme.reading.model import Span

Part = Literal["letter", "narrative", "table"]

LONGEST_ANNEX_HEADING = 24
_ROMAN = re.compile(r"^\s*((?:X{0,2})(?:IX|IV|V?I{0,3}))(?=[\s.:)])[.:)\s]*(?=\S)")
_LETTER = re.compile(r"^\s*([A-H])\s*[.)]\s*(?=\S)")
LETTERS = tuple("ABCDEFGH")
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
    # A repeat at the top of a page may have kept what the first has lost.
    read = [columns_of([line.text for line in lines[a:b]]) for a, b in headers]
    columns, together = max(read, key=lambda found: len(found[0]))
    together = together or "together" in columns
    columns = tuple("lead" if column == "together" else column for column in columns)
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
    """Group headings among ``lines``: Roman numerals in order, else capital letters that declare a count."""
    return _numbered_headings(lines, is_item_start, ROMANS) or [
        heading for heading in _numbered_headings(lines, is_item_start, LETTERS) if heading.declared is not None
    ]


def _numbered_headings(
    lines: tuple[Line, ...], is_item_start: frozenset[int], codes: Sequence[str]
) -> list[GroupHeading]:
    """Headings whose codes follow one another, each running on until an item or a count ends it."""
    coded = {n: code for n, line in enumerate(lines) if n not in is_item_start and (code := code_of(line.text, codes))}
    headings = [_heading(lines, n, _heading_end(lines, n, is_item_start), code) for n, code in coded.items()]
    found: list[GroupHeading] = []
    for place, heading in enumerate(headings):
        is_next = len(found) < len(codes) and heading.code == codes[len(found)]
        if not is_next or (found and heading.first < found[-1].last):
            continue
        # What is left of a word ("V eID ...") is no heading where a later line of that numeral declares a count.
        counted = any(h.code == heading.code and h.declared is not None for h in headings[place + 1 :])
        if heading.declared is not None or not counted:
            found.append(heading)
    return found


def _heading_end(lines: tuple[Line, ...], number: int, is_item_start: frozenset[int]) -> int:
    last = number + 1
    while last < len(lines) and last - number < 6:
        if _COUNT.search(flat(lines[last - 1].text)) or last in is_item_start or code_of(lines[last].text):
            break
        last += 1
    return last


def _heading(lines: tuple[Line, ...], first: int, last: int, code: str) -> GroupHeading:
    words = " ".join(" ".join(line.text.split()) for line in lines[first:last])
    title = (_ROMAN if code in ROMANS else _LETTER).sub("", words, count=1)
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
    code = code_of(lines[0].text)
    return _heading(lines, 0, len(lines), code) if code else None


def code_of(text: str, codes: Sequence[str] = ()) -> str:
    """The Roman numeral ("II. Nhóm ..."), or the capital letter ("B. Nhóm ..."), a line begins with; or nothing."""
    letter = _LETTER.match(text)
    found = (letter.group(1) if letter else "") if codes is LETTERS else roman_of(text)
    return found or (letter.group(1) if letter and not codes else "")


def roman(value: int) -> str:
    """1 -> I, 4 -> IV, 12 -> XII."""
    parts = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for worth, sign in parts:
        while value >= worth:
            written += sign
            value -= worth
    return written


ROMANS = tuple(roman(value) for value in range(1, 40))


def count_in(text: str) -> int | None:
    """The number of pilots a text declares: "23 mô hình điểm"."""
    match = re.search(r"(?<![\d/.])(\d{1,3})\s*(?:m[o\s]?\s*h[i\s]?nh)(?![a-z])(?!\s*\d)", flat(text))
    return int(match.group(1)) if match else None
