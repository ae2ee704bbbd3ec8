"""Tables in plain text: cells parted by tabs or bars, or set in columns by blanks (`pdftotext -layout`)."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from dean06.programme.reading.headings import columns_of
from dean06.programme.reading.layout import code_of, is_annex_heading
from dean06.programme.reading.lines import Line
from dean06.programme.reading.model import Span
from dean06.programme.reading.sources import Cell, Grid

MIN_COLUMNS = 4
MIN_ROWS = 3
# A blank this wide parts two columns; a narrower one parts words.
GUTTER = 2
# One line in so many may cross a gutter (a page number, a word set too wide).
CROSSINGS = 25
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_RULE = re.compile(r"^[\s|:+=_-]*$")
_END = re.compile(r"^\s*(?:noi nhan|tm\s*\.|kt\s*\.|tl\s*\.)")
_NUMBER = re.compile(r"^\s*\d{1,3}\s*[.)]?\s*$")


def text_grids(text: str) -> tuple[Grid, ...]:
    """Every table that plain text sets with separators or in columns; empty when there is none."""
    lines = [Line(match.group(), match.start(), 0) for match in re.finditer(r"[^\n\r\f\v]*(?:\n|$)", text)]
    lines = [Line(line.text.rstrip("\n"), line.start, 0) for line in lines]
    return tuple(_separated(lines)) or tuple(_aligned(lines))


def _separated(lines: Sequence[Line]) -> Iterator[Grid]:
    for sign in "\t|":
        filled = [line for line in lines if line.text.strip() and not _RULE.match(line.text)]
        for is_table, run in groupby(filled, key=lambda line: _is_of_table(line, sign)):
            rows = [_split(line, sign) for line in _trimmed(list(run), sign)] if is_table else []
            width = max(map(len, rows), default=0)
            if len(rows) >= MIN_ROWS and width >= MIN_COLUMNS:
                yield Grid(tuple(_filled_up(row, width) for row in rows))


def _is_of_table(line: Line, sign: str) -> bool:
    """A row of cells, or the heading of a group between two of them."""
    return line.text.count(sign) >= MIN_COLUMNS - 2 or bool(code_of(line.text))


def _trimmed(run: list[Line], sign: str) -> list[Line]:
    """Without headings in front of the first row and behind the last: those are not the table's."""
    rows = [place for place, line in enumerate(run) if line.text.count(sign) >= MIN_COLUMNS - 2]
    return run[rows[0] : rows[-1] + 1] if rows else []


def _split(line: Line, sign: str) -> list[Cell]:
    outer = re.match(rf"\s*{re.escape(sign)}?", line.text) if sign == "|" else None
    start = outer.end() if outer else 0
    end = len(line.text.rstrip()) - 1 if sign == "|" and line.text.rstrip().endswith(sign) else len(line.text)
    cells: list[Cell] = []
    for piece in line.text[start:end].split(sign):
        cells.append(_cell(line, start, start + len(piece)))
        start += len(piece) + 1
    return cells


def _filled_up(row: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    """A row as wide as the table; one cell alone (a group) covers every place."""
    if len([cell for cell in row if cell.text]) == 1 and len(row) < width:
        return tuple([next(cell for cell in row if cell.text)] * width)
    end = row[-1].span.end
    return (*row, *(Cell("", Span(end, end)) for _ in range(width - len(row))))


def _cell(line: Line, start: int, end: int) -> Cell:
    words = line.text[start:end]
    first = start + len(words) - len(words.lstrip())
    return Cell(words.strip(), Span(line.start + first, line.start + first + len(words.strip())))


def _aligned(lines: Sequence[Line]) -> Iterator[Grid]:
    heads = [number for number, line in enumerate(lines) if is_column_heading(line.text)]
    for place, first in enumerate(heads):
        last = heads[place + 1] if place + 1 < len(heads) else len(lines)
        ends = (n for n in range(first + 1, last) if is_annex_heading(lines[n]) or _END.match(lines[n].folded))
        body = lines[first : next(ends, last)]
        columns = _columns(body)
        if len(columns) >= MIN_COLUMNS:
            yield Grid(tuple(_rows(body, columns)))


def is_column_heading(text: str) -> bool:
    """Whether a line names several columns of a plan, set apart by wide blanks."""
    segments = [match.group() for match in _SEGMENT.finditer(text)]
    if len(segments) < MIN_COLUMNS or len(segments) > 3 * MIN_COLUMNS:
        return False
    named = {column for segment in segments for column in columns_of([segment])[0]}
    return len(named) >= MIN_COLUMNS - 1 and bool(named & {"lead", "coordinate"})


def _columns(body: Sequence[Line]) -> list[tuple[int, int]]:
    """The columns, from gutter to gutter: places where (nearly) every line is blank."""
    told = [line.text for line in body if line.text.strip() and not _is_group(line)]
    width = max(map(len, told), default=0)
    allowed = len(told) // CROSSINGS
    inked = [sum(place < len(text) and not text[place].isspace() for text in told) > allowed for place in range(width)]
    columns: list[tuple[int, int]] = []
    for place, is_inked in enumerate(inked):
        if is_inked and (not columns or place - columns[-1][1] >= GUTTER):
            columns.append((place, place + 1))
        elif is_inked:
            columns[-1] = (columns[-1][0], place + 1)
    ends = [start for start, _ in columns[1:]] + [max(map(len, (line.text for line in body)), default=0)]
    return [(start, end) for (start, _), end in zip(columns, ends, strict=True)]


def _is_group(line: Line) -> bool:
    """A heading over the whole width."""
    return bool(code_of(line.text)) and len(_SEGMENT.findall(line.text)) <= 2


def _rows(body: Sequence[Line], columns: Sequence[tuple[int, int]]) -> Iterator[tuple[Cell, ...]]:
    """One row a line; a number set in the middle of its row is given first."""
    for is_filled, run in groupby(body, key=lambda line: bool(line.text.strip())):
        paragraph = list(run) if is_filled else []
        rows = [_row(line, columns) for line in paragraph]
        numbered = [number for number, row in enumerate(rows) if _NUMBER.match(row[0].text)]
        if len(numbered) == 1 and numbered[0] > 0:
            cell = rows[numbered[0]][0]
            yield (cell, *(Cell("", Span(cell.span.end, cell.span.end)) for _ in columns[1:]))
        yield from rows


def _row(line: Line, columns: Sequence[tuple[int, int]]) -> tuple[Cell, ...]:
    if _is_group(line):
        return tuple([_cell(line, 0, len(line.text))] * len(columns))
    starts = [0, *(start for start, _ in columns[1:])]
    ends = [*starts[1:], max(len(line.text), starts[-1])]
    return tuple(_cell(line, start, end) for start, end in zip(starts, ends, strict=True))
