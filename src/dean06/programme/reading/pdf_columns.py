"""A plan that a PDF sets in columns without rules: columns from the gaps between its words."""

from collections.abc import Sequence
from typing import Any

from dean06.programme.reading.layout import code_of
from dean06.programme.reading.sources import Cell, Composer, Grid
from dean06.programme.reading.text_grids import MIN_COLUMNS, is_column_heading

# Points. Words of one cell stand closer than this, columns at least so far apart.
WORD_GAP = 6.0
GUTTER = 4.0
SAME_LINE = 3.0

_Word = dict[str, Any]


def grid_of_columns(page: Any, composer: Composer) -> Grid | None:
    """The plan on the page; lines above it go to ``composer``. None, and nothing written, without a plan."""
    lines = _lines(page)
    head = next((n for n, line in enumerate(lines) if is_column_heading("   ".join(_segments(line)))), None)
    if head is None:
        return None
    end = len(lines)
    while end > head + 1 and len(lines[end - 1]) == 1 and lines[end - 1][0]["text"] == str(page.page_number):
        end -= 1
    edges = _edges([line for line in lines[head:end] if not _is_group(line)])
    if len(edges) < MIN_COLUMNS:
        return None
    for line in lines[:head]:
        composer.write(_text(line))
    return Grid(tuple(_row(line, edges, composer) for line in lines[head:end]))


def _lines(page: Any) -> list[list[_Word]]:
    lines: list[list[_Word]] = []
    for word in sorted(page.extract_words(), key=lambda w: (w["bottom"], w["x0"])):
        if lines and abs(lines[-1][0]["bottom"] - word["bottom"]) <= SAME_LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w["x0"]) for line in lines]


def _text(words: Sequence[_Word]) -> str:
    return " ".join(word["text"] for word in words)


def _segments(line: Sequence[_Word]) -> list[str]:
    """The runs of words that stand close together."""
    runs: list[list[_Word]] = []
    for word in line:
        if runs and word["x0"] - runs[-1][-1]["x1"] < WORD_GAP:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [_text(run) for run in runs]


def _is_group(line: Sequence[_Word]) -> bool:
    return bool(code_of(_text(line))) and len(_segments(line)) <= 2


def _edges(lines: Sequence[Sequence[_Word]]) -> list[float]:
    """The left edge of every column: where words begin again behind a gap that runs through all lines."""
    edges: list[float] = []
    right = float("-inf")
    for word in sorted((word for line in lines for word in line), key=lambda w: w["x0"]):
        if word["x0"] - right >= GUTTER:
            edges.append(word["x0"])
        right = max(right, word["x1"])
    return edges


def _row(line: Sequence[_Word], edges: Sequence[float], composer: Composer) -> tuple[Cell, ...]:
    if _is_group(line):
        words = _text(line)
        return tuple([composer.cell(words)] * len(edges))
    cells: list[Cell] = []
    for place, left in enumerate(edges):
        right = edges[place + 1] if place + 1 < len(edges) else float("inf")
        words = _text([word for word in line if left <= word["x0"] < right])
        cells.append(composer.cell(words))
    return tuple(cells)
