"""A row that a page break cut in two: every column goes on below the repeated header, all in one run of words.

Which words continue which column is decided by what makes whole names: "Phòng Kinh tế" above and "hạ tầng" below.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from dean06.kernel.parties.names import find_units, squash
from dean06.programme.reading.damage import flat
from dean06.programme.reading.deadlines import expressions
from dean06.programme.reading.layout import Column
from dean06.programme.reading.lines import Stretch
from dean06.programme.reading.units import is_joiner

# Beyond these a row is not worth trying every division of: the reading stays linear in the length of the text.
MAX_WORDS_BELOW = 40
MAX_STARTS_ABOVE = 9
# Score from which a division is as good as certain.
WHOLE_ROW = 1.9
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Rejoined:
    """The cells of the row put together again, and how well they read (comparable to a cut of a flat row)."""

    cells: dict[Column, Stretch]
    quality: float


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
    return Rejoined(_build(top, bottom, above, ends, unit_columns, columns), score)


def _divisions(text: str, count: int) -> list[_Above]:
    limits = [e for e in expressions(text)]
    units_end = limits[-1].start if limits else len(text)
    starts = [m.start() for m in _WORD.finditer(text) if m.start() and m.start() < units_end and _may_start(text, m)]
    if not count <= len(starts) <= MAX_STARTS_ABOVE:
        return []
    return [_Above(chosen[0], chosen[1:], units_end) for chosen in combinations(starts, count)]


def _may_start(text: str, match: re.Match[str]) -> bool:
    return match.group()[:1].isupper() and not re.search(
        r"(?<![a-z])(?:cua|voi|theo|cho|va)\s*$", flat(text[: match.start()])
    )


def _fit_below(
    above_text: str, below_text: str, words: Sequence[re.Match[str]], above: _Above, title: str, *, tolerant: bool
) -> tuple[float, tuple[int, ...]]:
    """Best ends (in words) of the parts of the lower half that continue the title and each unit cell."""
    bounds = [above.title_end, *above.cuts, above.units_end]
    parts = [above_text[: above.title_end], *(above_text[a:b] for a, b in zip(bounds, bounds[1:], strict=False))]
    count = len(words)

    def piece(start: int, end: int) -> str:
        return below_text[words[start].start() : words[end - 1].end()] if end > start else ""

    # best[end] after k parts: (score, ends)
    best: dict[int, tuple[float, tuple[int, ...]]] = {
        end: (_title_score(parts[0], piece(0, end), title), (end,)) for end in range(count + 1)
    }
    for part in parts[1:]:
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (score, ends) in best.items():
            for end in range(start, count + 1):
                total = score + _units_score(part, piece(start, end), tolerant=tolerant)
                if end not in following or following[end][0] < total:
                    following[end] = (total, (*ends, end))
        best = following
    # Words left over continue the tools; that is likelier for few of them.
    end = max(best, key=lambda e: best[e][0] - 0.1 * (count - e))
    score, ends = best[end]
    return score / len(parts) + 1.2 - 0.1 * (count - end), ends


def _title_score(above: str, below: str, title: str) -> float:
    whole = squash(above + " " + below)
    if title:
        return 2.0 * fuzz.ratio(whole, squash(title)) / 100
    inside = sum(m.end - m.start for m in find_units(below, in_list=True, tolerant=False))
    return 0.5 - 0.05 * inside


@lru_cache(maxsize=8192)
def _units_score(above: str, below: str, *, tolerant: bool) -> float:
    """1 when the joined words are nothing but whole, joined names; less for loose words and unjoined names."""
    text = (above + " " + below).strip()
    mentions = find_units(text, in_list=True, tolerant=tolerant)
    if not mentions:
        return -0.5
    named = loose = breaks = 0
    position = 0
    for mention in mentions:
        gap = text[position : mention.start]
        loose += 0 if is_joiner(gap) else len(squash(gap))
        breaks += int(position > 0 and not is_joiner(gap))
        named += len(squash(text[mention.start : mention.end])) - int(mention.cost)
        position = mention.end
    loose += len(squash(text[position:]))
    dangling = 0.2 if re.search(r"(?:[,;]|(?<!\w)và)\s*$", text) else 0.0
    return named / (named + 2 * loose) - 0.3 * breaks - dangling - 0.001 * len(mentions)


def _build(
    top: Stretch,
    bottom: Stretch,
    above: _Above,
    ends: Sequence[int],
    unit_columns: Sequence[Column],
    columns: Sequence[Column],
) -> dict[Column, Stretch]:
    words = list(_WORD.finditer(bottom.text))
    bounds = [0, above.title_end, *above.cuts, above.units_end]
    starts = [0, *ends]
    cells: dict[Column, Stretch] = {}
    names: list[Column] = ["title", *unit_columns]
    for number, name in enumerate(names):
        upper = top.cut(bounds[number], bounds[number + 1])
        first, last = starts[number], starts[number + 1]
        lower = bottom.cut(words[first].start(), words[last - 1].end()) if last > first else Stretch([])
        cells[name] = _both(upper, lower)
    limit = next((e for e in expressions(top.text) if e.start >= above.units_end), None)
    rest = bottom.cut(words[ends[-1]].start(), len(bottom.text)) if ends[-1] < len(words) else Stretch([])
    if limit:
        cells["deadline"] = top.cut(limit.start, limit.end)
    if "tools" in columns:
        cells["tools"] = _both(top.cut(limit.end if limit else len(top.text), len(top.text)), rest)
    return cells


def _both(upper: Stretch, lower: Stretch) -> Stretch:
    pieces = [(m.group(), part.at(m.start())) for part in (upper, lower) for m in re.finditer(r"[^\n]+", part.text)]
    return Stretch(pieces)
