"""Where the numbered items (pilots, tasks) of an annex begin, by their numbers and not by their damaged words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dean06.programme.reading.damage import flat
from dean06.programme.reading.lines import Line
from dean06.programme.reading.model import Span

HIGHEST_NUMBER = 300
_SECTION = re.compile(r"^\s*(\d{1,3})\s?[.,]\s?(\d{1,2})(?:\s*[.):]|\s|$)(?!\d)")
_LEADING = re.compile(r"^\s*(\d{1,3})(?:\s*[.):]\s*|\s+|$)(?=[^\d/%]|$)")
# "Mô hình 5:", "ô hình 5", "     h nh 13:", "Nhiệm vụ 6:".
_LABEL = re.compile(
    r"^\s*(?:\d{1,3}\s*[.):]?\s*)?(?:m?\s?o?\s+)?(?:m\s?o\s*)?(?:h\s?i?\s?nh|\sinh|(?:nh\s?i\s?e?\s?m\s+)v\s?u)\s*"
    r"(?:so\s+|diem\s+)?(\d{1,3})(?!\d|[/.]\d)\s*[:.\-–]?\s*"
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item's number, the lines it covers, and where the words of its heading begin (after number and label)."""

    number: int
    first: int
    last: int
    title_start: int
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: int
    line: int
    title_start: int
    is_labelled: bool
    weight: float


def section_of(line: Line) -> tuple[int, int] | None:
    """(item, section) of a line such as "12.3. Lực lượng ..."."""
    match = _SECTION.match(line.text)
    return (int(match.group(1)), int(match.group(2))) if match else None


def section_text_start(line: Line) -> int:
    """Offset in the line just after the number of a section."""
    match = re.match(r"^\s*\d{1,3}\s?[.,]\s?\d{1,2}\s?[.):]?", line.text)
    return match.end() if match else 0


def narrative_items(lines: Sequence[Line]) -> list[Item]:
    """Items of a prose annex."""
    sections = {number: section_of(line) for number, line in enumerate(lines)}
    opened = {found[0] for found in sections.values() if found}
    candidates = [
        candidate
        for number, line in enumerate(lines)
        if not sections[number] and (candidate := _candidate(line, number, opened)) is not None
    ]
    return _items(_chain(candidates), len(lines))


def table_items(lines: Sequence[Line]) -> list[Item]:
    """Rows of a flattened table: a number alone on its line, or in front of the words of the row."""
    candidates: list[_Candidate] = []
    for number, line in enumerate(lines):
        follows = lines[number + 1] if number + 1 < len(lines) else None
        candidate = _row_candidate(line, number, follows)
        if candidate is not None:
            candidates.append(candidate)
    return _items(_chain(candidates), len(lines))


def _candidate(line: Line, number: int, opened: set[int]) -> _Candidate | None:
    label = _LABEL.match(flat(line.text))
    if label:
        return _Candidate(int(label.group(1)), number, label.end(), True, 3.0)
    leading = _LEADING.match(line.text)
    if not leading or not line.text[leading.end() :].strip():
        return None
    value = int(leading.group(1))
    if not 1 <= value <= HIGHEST_NUMBER:
        return None
    is_marked = bool(re.match(r"^\s*\d{1,3}\s*[.)]", line.text))
    if value in opened:
        return _Candidate(value, number, leading.end(), False, 2.0 if is_marked else 1.0)
    if is_marked:
        return _Candidate(value, number, leading.end(), False, 0.8)
    # The dot may be lost; a wrapped line ("06 Chính phủ") has its number from something else.
    plausible = line.text[leading.end() :][:1].isupper() and not leading.group(1).startswith("0")
    return _Candidate(value, number, leading.end(), False, 0.5) if plausible else None


def _row_candidate(line: Line, number: int, follows: Line | None) -> _Candidate | None:
    label = _LABEL.match(flat(line.text))
    if label:
        return _Candidate(int(label.group(1)), number, label.end(), True, 3.0)
    leading = _LEADING.match(line.text)
    if not leading:
        return None
    value, rest = int(leading.group(1)), line.text[leading.end() :].strip()
    if not 1 <= value <= HIGHEST_NUMBER:
        return None
    if rest:
        if rest[:1].isupper():
            return _Candidate(value, number, leading.end(), False, 1.0)
        # Room for the capital that was lost.
        has_room = leading.group().endswith("  ") and not leading.group(1).startswith("0")
        return _Candidate(value, number, leading.end(), False, 0.5) if has_room else None
    next_label = _LABEL.match(flat(follows.text)) if follows else None
    weight = 3.0 if next_label and int(next_label.group(1)) == value else 1.5
    return _Candidate(value, number, leading.end(), False, weight)


def _chain(candidates: list[_Candidate]) -> list[_Candidate]:
    """The heaviest chain of candidates with rising numbers; consecutive numbers are believed more."""
    best: list[tuple[float, int]] = []
    # Heaviest chain so far that ends in each number: enough, because only the last number matters.
    ends: dict[int, int] = {}
    for place, candidate in enumerate(candidates):
        # A chain rather begins at 1.
        weight, previous = candidate.weight - min(4.0, 0.9 * (candidate.number - 1)), -1
        for value, other in ends.items():
            if value >= candidate.number:
                continue
            gap = candidate.number - value - 1
            total = best[other][0] + candidate.weight - min(4.0, 0.9 * gap)
            if total > weight:
                weight, previous = total, other
        best.append((weight, previous))
        known = ends.get(candidate.number)
        if known is None or best[known][0] < best[place][0]:
            ends[candidate.number] = place
    if not best:
        return []
    place = max(range(len(best)), key=lambda index: best[index][0])
    chain: list[_Candidate] = []
    while place >= 0:
        chain.append(candidates[place])
        place = best[place][1]
    return chain[::-1]


def _items(chain: list[_Candidate], count: int) -> list[Item]:
    ends = [*(candidate.line for candidate in chain[1:]), *([count] if chain else [])]
    return [Item(c.number, c.line, end, c.title_start, c.is_labelled) for c, end in zip(chain, ends, strict=True)]


def label_end(text: str) -> int:
    """Where the words begin after "Mô hình 7:" at the start of ``text``; 0 without such a label."""
    match = _LABEL.match(flat(text))
    return match.end() if match else 0


def label_number(text: str) -> int | None:
    """The number in "Mô hình 7:" at the start of ``text``."""
    match = _LABEL.match(flat(text))
    return int(match.group(1)) if match else None


def span_of(lines: Sequence[Line]) -> Span:
    """From the first character of the lines to the last."""
    first, last = lines[0], lines[-1]
    lead = len(first.text) - len(first.text.lstrip())
    return Span(first.start + lead, last.start + len(last.text.rstrip()))
