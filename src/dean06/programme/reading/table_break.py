"""A row that a page break cut in two: every column goes on below the repeated header, all in one run of words.

Which words continue which column is decided by what makes whole names: "Phòng Kinh tế" above and "hạ tầng" below.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations, pairwise

from rapidfuzz import fuzz

from dean06.kernel.parties.names import find_units, squash
from dean06.programme.reading.deadlines import expressions, read_deadline
from dean06.programme.reading.headings import Column
from dean06.programme.reading.lines import Stretch
from dean06.programme.reading.roles import only_markers
from dean06.programme.reading.table_cells import is_request, without_request
from dean06.programme.reading.tools import begins_tool
from dean06.programme.reading.units import is_joiner, looks_like_name

# Beyond these a row is not worth trying every division of: the reading stays linear in the length of the text.
MAX_WORDS_BELOW = 40
MAX_STARTS_ABOVE = 11
# Score from which a division is as good as certain.
WHOLE_ROW = 1.9
LIKELY_ROW = 1.6
_WORD = re.compile(r"\S+")
# First words of a deadline whose rest stands below the break.
_BEGUN = re.compile(r"(?<!\w)(?:Triển khai|Trong|Giai đoạn|Quý|Thường|Trước|Năm|Hết|Ngay|Sau|Theo|Hoàn thành)(?!\w)")
# For each end (in words) of the parts so far: the best score, and where all the parts end.
_Ends = dict[int, tuple[float, tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Rejoined:
    """The cells of the row put together again, and how well they read (comparable to a cut of a flat row)."""

    cells: dict[Column, Stretch]
    quality: float
    is_likely: bool


@dataclass(frozen=True, slots=True)
class _Above:
    """One way to divide the upper half: ends of the title and of the unit cells, then deadline and tools."""

    title_end: int
    cuts: tuple[int, ...]
    units_end: int


def rejoin(
    top: Stretch, bottom: Stretch, columns: Sequence[Column], unit_columns: Sequence[Column], title: str
) -> Rejoined | None:
    """The row put together, or None where it is too long or its columns stand in another order."""
    words = list(_WORD.finditer(bottom.text))
    if not words or len(words) > MAX_WORDS_BELOW or list(columns[1:2]) != ["title"]:
        return None
    if tuple(columns[2 : 2 + len(unit_columns)]) != tuple(unit_columns):
        return None
    best: tuple[float, _Above, tuple[int, ...]] | None = None
    for tolerant in (False, True):
        for above in _divisions(top.text, len(unit_columns)):
            score, ends = _fit_below(top.text, bottom.text, words, above, title, tolerant=tolerant)
            if best is None or score > best[0]:
                best = (score, above, ends)
        # Damaged names are tried, at much greater cost, only where whole ones do not account for the row.
        if best is not None and best[0] >= WHOLE_ROW:
            break
    if best is None:
        return None
    score, above, ends = best
    # A row that has its deadline above the break has begun every column there: what follows continues them.
    names: list[Column] = ["title", *unit_columns]
    cells = _build(top, bottom, (above, ends), names, has_tools="tools" in columns)
    is_likely = above.units_end < len(top.text) and score >= LIKELY_ROW
    return Rejoined(cells, score, is_likely)


def _divisions(text: str, count: int) -> list[_Above]:
    units_end = _units_end(text)
    mentions = find_units(text[:units_end], in_list=True)
    words = [m.start() for m in _WORD.finditer(text, 0, units_end)]
    requests = [start for start in words if is_request(text[start:])]
    starts = {m.start for m in mentions if not text[m.start].islower()} | set(requests)
    starts |= {
        start for start in words if _begins_name(text[start:]) and not any(u.start < start < u.end for u in mentions)
    }
    # "Đề nghị" and the unit behind it begin one cell, not two.
    asked = {start for r in requests for start in starts if r < start and not without_request(text[r:start]).strip()}
    usable = sorted(start for start in starts - asked if start and _may_start(text, start))
    if not count <= len(usable) <= MAX_STARTS_ABOVE:
        return []
    return [_Above(chosen[0], chosen[1:], units_end) for chosen in combinations(usable, count)]


def _units_end(text: str) -> int:
    """Where the deadline begins: a whole one, or the first words of one that goes on below."""
    limits = expressions(text)
    if limits:
        return limits[-1].start
    begun = list(_BEGUN.finditer(text))
    return begun[-1].start() if begun else len(text)


def _begins_name(text: str) -> bool:
    return text[:1].isupper() and looks_like_name(text.split(maxsplit=1)[0] + " xx")


def _may_start(text: str, start: int) -> bool:
    return not re.search(r"(?<!\w)(?:của|với|theo|cho|và)\s*$", text[:start])


def _fit_below(
    above_text: str, below_text: str, words: Sequence[re.Match[str]], above: _Above, title: str, *, tolerant: bool
) -> tuple[float, tuple[int, ...]]:
    """Best ends (in words) of the parts of the lower half that continue the title, each unit cell, the deadline."""
    bounds = [above.title_end, *above.cuts, above.units_end]
    units = [above_text[a:b] for a, b in pairwise(bounds)]
    limit = above_text[above.units_end :]
    count = len(words)

    def piece(start: int, end: int) -> str:
        return below_text[words[start].start() : words[end - 1].end()] if end > start else ""

    # best[end] after k parts: (score, ends)
    best: _Ends = {
        end: (_title_score(above_text[: above.title_end], piece(0, end), title), (end,)) for end in range(count + 1)
    }
    for part in units:
        best = _extended(best, count, partial(_units_score, part, tolerant=tolerant), piece)
    best = _extended(best, count, partial(_limit_score, limit), piece)
    # Words left over continue the tools; that is likelier for few of them.
    end = max(best, key=lambda e: best[e][0] - 0.1 * (count - e))
    score, ends = best[end]
    return (score - 0.1 * (count - end)) / (len(units) + 1) + 1.2, ends


def _extended(best: _Ends, count: int, price: Callable[[str], float], piece: Callable[[int, int], str]) -> _Ends:
    """The best ends when one more part takes the words from each end so far to any later one."""
    following: _Ends = {}
    for start, (score, ends) in best.items():
        for end in range(start, count + 1):
            total = score + price(piece(start, end))
            if end not in following or following[end][0] < total:
                following[end] = (total, (*ends, end))
    return following


@lru_cache(maxsize=4096)
def _limit_score(above: str, below: str) -> float:
    """Words below continue the deadline only when it is not whole without them."""
    if not below:
        unfinished = re.search(
            r"(?:sau khi|trong|trước|quý|năm|thường|giai đoạn|theo)\s*$", _first_cell(above), re.IGNORECASE
        )
        return -0.4 if unfinished else 0.0
    joined = f"{_first_cell(above)} {below}"
    deadline = read_deadline(joined)
    if deadline is None or deadline.kind == "none" or begins_tool(below):
        return -1.0
    alone = read_deadline(_first_cell(above))
    gains = alone is None or alone.kind != deadline.kind or alone.date != deadline.date or alone.kind == "event"
    return 0.1 if gains else -1.0


def _first_cell(text: str) -> str:
    """The deadline above, without the tools that stand behind it."""
    found = expressions(text)
    if found:
        return text[: found[0].end]
    tools = re.search(r"\s(?=[A-ZĐ])", text.lstrip())
    return text.lstrip()[: tools.start()] if tools else text


def _title_score(above: str, below: str, title: str) -> float:
    whole = squash(above + " " + below)
    if title:
        return 2.0 * fuzz.ratio(whole, squash(title)) / 100
    inside = sum(m.end - m.start for m in find_units(below, in_list=True, tolerant=False))
    return 0.5 - 0.05 * inside


@lru_cache(maxsize=8192)
def _units_score(above: str, below: str, *, tolerant: bool) -> float:
    """1 when the joined words are nothing but whole, joined names; less for loose words and unjoined names."""
    text = without_request((above + " " + below).strip())
    mentions = find_units(text, in_list=True, tolerant=tolerant)
    if not mentions:
        return -0.5
    named = loose = breaks = 0
    position = 0
    for mention in mentions:
        gap = text[position : mention.start]
        joins = is_joiner(gap) or only_markers(gap)
        loose += 0 if joins else len(squash(gap))
        breaks += int(position > 0 and not joins)
        named += len(squash(text[mention.start : mention.end])) - int(mention.cost)
        position = mention.end
    loose += 0 if only_markers(text[position:]) else len(squash(text[position:]))
    dangling = 0.2 if re.search(r"(?:[,;]|(?<!\w)và)\s*$", text) else 0.0
    return named / (named + 2 * loose) - 0.3 * breaks - dangling - 0.001 * len(mentions)


def _build(
    top: Stretch, bottom: Stretch, division: tuple[_Above, Sequence[int]], names: Sequence[Column], *, has_tools: bool
) -> dict[Column, Stretch]:
    """The cells of both halves put together; ``names`` are title and unit columns."""
    above, ends = division
    words = list(_WORD.finditer(bottom.text))
    bounds = [0, above.title_end, *above.cuts, above.units_end]
    starts = [0, *ends]
    cells: dict[Column, Stretch] = {}
    for number, name in enumerate(names):
        upper = top.cut(bounds[number], bounds[number + 1])
        first, last = starts[number], starts[number + 1]
        lower = bottom.cut(words[first].start(), words[last - 1].end()) if last > first else Stretch([])
        cells[name] = _both(upper, lower)
    begun = above.units_end + len(top.text[above.units_end :]) - len(top.text[above.units_end :].lstrip())
    first_cell = _first_cell(top.text[above.units_end :])
    rest = bottom.cut(words[ends[-1]].start(), len(bottom.text)) if ends[-1] < len(words) else Stretch([])
    limit_end = begun + len(first_cell)
    if first_cell.strip():
        first, last = ends[-2], ends[-1]
        more = bottom.cut(words[first].start(), words[last - 1].end()) if last > first else Stretch([])
        cells["deadline"] = _both(top.cut(begun, limit_end), more)
    if has_tools:
        cells["tools"] = _both(top.cut(limit_end, len(top.text)), rest)
    return cells


def _both(upper: Stretch, lower: Stretch) -> Stretch:
    pieces = [(m.group(), part.at(m.start())) for part in (upper, lower) for m in re.finditer(r"[^\n]+", part.text)]
    return Stretch(pieces)
