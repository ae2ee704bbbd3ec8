"""Time limits: what kind they are, which day they mean, and whether that day still counts. None is ever invented."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from dean06.kernel.parties.names import Letters, Lexicon, squash
from dean06.programme.reading.damage import flat, worn
from dean06.programme.reading.lines import tidy
from dean06.programme.reading.model import Bound, Deadline, DeadlineKind, Milestone, Span
from dean06.programme.reading.spans import Spans, just_before
from dean06.programme.reading.tools import begins_tool

FIRST_YEAR, LAST_YEAR = 1990, 2100
# Letters of two words that the lexicon forgives one loss between them, too few for two.
SHORTEST_PAIR, LONGEST_PAIR = 6, 7
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_Q = r"(iv|i{1,3}|[1-4])"
_YEAR = r"(\d{4})(?!\d)"

_DAY = re.compile(
    r"(?<![\d/])(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?!\d)"
    rf"|(?:{worn('ngay')}\s*|(?<![\d/.\-]))(\d{{1,2}})\s*{worn('thang')}\s*(\d{{1,2}})\s*{worn('nam')}\s*(\d{{4}})(?!\d)"
)
_QUARTER = re.compile(
    rf"(?<![a-z])(?:q[\su]{{0,2}}[yi\s]{{0,2}}|uy)\s*(?<!i){_Q}(?:\s*(?:,|va|-|–|den|toi)\s*(?:quy\s*)?{_Q}){{0,3}}\s*[/,.\-]?\s*(?:nam\s*)?{_YEAR}"
)
_HALF = re.compile(rf"(?<!\d)0?6\s*th?a?n?g?\s*(d[a ]{{0,2}}u?|c[u ]?[o ]?i)\s*(?:n[a ]?m|{worn('nam')})\s*{_YEAR}")
_MONTH = re.compile(
    rf"(?<![a-z])(?:t\s?h?\s?a?\s?n?\s?g|{worn('thang')})\s*(\d{{1,2}})\s*(?:[/.\-]|n\s?a?\s?m|{worn('nam')})\s*{_YEAR}"
)
_YEARS = re.compile(rf"(?<![a-z])(?:nam|giai doan)\s*(\d{{4}})\s*[-–]\s*{_YEAR}")
_ONE_YEAR = re.compile(rf"(?<![a-z])(?:n\s?a?\s?m?|{worn('nam')})\s*{_YEAR}|^\W*{_YEAR}\W*$")
# In front of a year: some part of it is meant, and damage has hidden which.
_PARTS = "|".join(map(worn, ("dau", "giua", "cuoi", "quy", "thang")))
_PART_OF = re.compile(rf"(?:/|(?<!doan )(?<!dot )(?<!buoc )(?<!\d)\d{{1,2}}|{_PARTS})\s*$")
_BEFORE = re.compile(
    rf"(?<![a-z])(?:t\s?r(?:\s?u\s?o\s?|[ u]{{0,2}}[ o]{{0,2}})c|{worn('truoc')})(?!\s+va\s)"
    rf"\s*(?:nga?y\s*|{worn('ngay')}\s*|thoi diem\s*)?(?:het\s*)?$"
)
_FROM = re.compile(r"(?<![a-z])(?:ke\s+)?tu\s*(?:ngay\s*)?$")

_WORDED: dict[DeadlineKind, tuple[str, ...]] = {
    "recurring": (
        "thường xuyên",
        "định kỳ",
        "hằng ngày",
        "hàng ngày",
        "hằng tuần",
        "hàng tuần",
        "hằng tháng",
        "hàng tháng",
        "hằng quý",
        "hàng quý",
        "hằng năm",
        "hàng năm",
        "liên tục",
    ),
    "roadmap": ("lộ trình",),
    "event": ("sau khi", "ngay khi", "khi có", "khi được", "kể từ ngày", "kể từ khi"),
}
_WORDS = Lexicon((kind, words) for kind, spellings in _WORDED.items() for words in spellings)
# Too short for the lexicon to miss a letter of both words, which damage in place often takes ("l  tr nh").
_SHORT_PAIRS: tuple[tuple[DeadlineKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?<![a-z]){worn(flat(words))}(?<=[a-z])(?![a-z])"))
    for kind, spellings in _WORDED.items()
    for words in spellings
    if SHORTEST_PAIR <= len(squash(words)) <= LONGEST_PAIR
)
# What makes a day in running text a limit, and not the date of something.
_LIMIT = re.compile(
    rf"(?:{worn('truoc')}|{worn('cham nhat')}|den het|xong trong|{worn('hoan thanh')}(?: trong)?"
    rf"|han cuoi|muon nhat|den)\s*(?:la\s*)?(?:het\s*)?(?:vao\s*)?(?:{worn('ngay')}\s*|quy\s*)?$"
)
_LABEL = re.compile(
    r"(?<![a-z])(?:thoi (?:gian|han)(?: (?:hoan thanh|thuc hien))?|tien do(?: hoan thanh)?)\s*:(.*?)(?=\.(?!\d)|$)"
)
# Weaker: a period in which something is to be done.
_WITHIN = re.compile(r"(?<![a-z])(?:trong|xong|vao)\s*$")
# What may stand between the beginning of a deadline cell and the milestone itself.
_ANY_WORN = "|".join(
    map(worn, ("hoan thanh", "trien khai", "thuc hien", "trong", "truoc", "ngay", "cuoi", "xong", "cham nhat", "theo"))
)
_LEAD_IN = re.compile(
    rf"(?:(?<![a-z])(?:{_ANY_WORN}|{worn('giai doan')}(?:\s*(?:\d{{1,2}}(?!\d)|[iv]+(?![a-z])))?"
    r"|buoc\s*\d{1,2}|dot\s*\d{1,2}|pha\s*\d{1,2}|den|het|vong|som|dong\s+bo"
    r"|vao)(?![a-z])[\s:.,;\-–(]*)+$"
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    kind: DeadlineKind
    first: date | None
    last: date | None


def _calendar_day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date | None:
    return _calendar_day(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 and year >= 1 else None


def _read_day(match: re.Match[str]) -> tuple[DeadlineKind, date | None, date | None]:
    day, month, year = (int(group) for group in match.groups() if group is not None)
    found = _calendar_day(year, month, day)
    return "fixed", found, found


def _read_quarter(match: re.Match[str]) -> tuple[DeadlineKind, date | None, date | None]:
    *quarters, year = (group for group in match.groups() if group is not None)
    first, last = _ROMAN[quarters[0]], _ROMAN[quarters[-1]]
    return "period_end", _calendar_day(int(year), 3 * first - 2, 1), _month_end(int(year), 3 * last)


def _read_half(match: re.Match[str]) -> tuple[DeadlineKind, date | None, date | None]:
    year, is_first = int(match.group(2)), match.group(1).startswith("d")
    return "period_end", _calendar_day(year, 1 if is_first else 7, 1), _month_end(year, 6 if is_first else 12)


def _read_month(match: re.Match[str]) -> tuple[DeadlineKind, date | None, date | None]:
    month, year = int(match.group(1)), int(match.group(2))
    return "period_end", _calendar_day(year, month, 1), _month_end(year, month)


def _read_years(match: re.Match[str]) -> tuple[DeadlineKind, date | None, date | None]:
    years = [int(group) for group in match.groups() if group is not None]
    return "period_end", _calendar_day(years[0], 1, 1), _calendar_day(years[-1], 12, 31)


_PATTERNS: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[DeadlineKind, date | None, date | None]]], ...
] = (
    (_DAY, _read_day),
    (_QUARTER, _read_quarter),
    (_HALF, _read_half),
    (_MONTH, _read_month),
    (_YEARS, _read_years),
    (_ONE_YEAR, _read_years),
)


@lru_cache(maxsize=2048)
def _found(text: str) -> tuple[_Found, ...]:
    """Everything that tells a time, left to right, longest reading first."""
    plain = flat(text)
    found: list[_Found] = []
    taken = Spans()
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(plain):
            if taken.touch(match.start(), match.end()):
                continue
            kind, first, last = read(match)
            is_part = pattern is _ONE_YEAR and _PART_OF.search(just_before(plain, match.start()))
            if last is not None and not is_part:
                taken.add(match.start(), match.end())
                found.append(_Found(match.start(), match.end(), kind, first, last))
    for worded in _worded(text):
        if not taken.touch(worded.start, worded.end):
            taken.add(worded.start, worded.end)
            found.append(worded)
    return tuple(sorted(found, key=lambda one: one.start))


def _worded(text: str) -> Iterator[_Found]:
    """Times told in words, damaged or not; the surer readings first."""
    letters = Letters(text)
    index = 0
    while index < len(letters):
        if not letters.gap[index]:
            index += 1
            continue
        hits = _WORDS.exact_at(letters, index) or _WORDS.tolerant_at(letters, index)
        hit = max(hits, key=lambda h: h.score, default=None)
        if hit is None:
            index += 1
            continue
        yield _Found(letters.at[hit.start], letters.end_offset(hit.end), _kind(hit.spelling.key), None, None)
        index = hit.end
    plain = flat(text)
    for kind, pattern in _SHORT_PAIRS:
        yield from (_Found(match.start(), match.end(), kind, None, None) for match in pattern.finditer(plain))


def _kind(key: str) -> DeadlineKind:
    return next(kind for kind in _WORDED if kind == key)


def _milestones(text: str, base: int) -> list[Milestone]:
    plain = flat(text)
    milestones: list[Milestone] = []
    for found in _found(text):
        before = plain[max(0, found.start - 24) : found.start]
        if found.last is not None and _FROM.search(before):
            continue  # a beginning, or the day an event is counted from: no limit
        kind, day, bound = _bounded(found, is_before=bool(_BEFORE.search(before)))
        milestones.append(Milestone(kind, day, bound, Span(base + found.start, base + found.end)))
    return milestones


def _bounded(found: _Found, *, is_before: bool) -> tuple[DeadlineKind, date | None, Bound]:
    if found.kind == "fixed":
        return "fixed", found.last, "exclusive" if is_before else "inclusive"
    if found.kind == "period_end" and is_before:
        return "before_period", found.first, "exclusive"
    return found.kind, found.last, "inclusive"


def read_deadline(text: str, base: int = 0) -> Deadline | None:
    """The deadline that ``text`` words, ``base`` being its offset; None for an empty text.

    With several milestones the last one is when all must be done; the earlier ones are kept beside it.
    """
    words = tidy(text).strip(" .;,:-–")
    if not words or not any(c.isalnum() for c in words):
        return None
    lead = len(text) - len(text.lstrip(" \t\r\n.;,:-–"))
    span = Span(base + lead, base + max(lead + 1, len(text.rstrip(" \t\r\n.;,:-–"))))
    milestones = _milestones(text, base)
    dated = [m for m in milestones if m.date is not None]
    chosen = max(dated, key=lambda m: m.date or date.min) if dated else (milestones[0] if milestones else None)
    if chosen is None:
        return Deadline(words, "none", None, "inclusive", span)
    return Deadline(words, chosen.kind, chosen.date, chosen.bound, span, tuple(milestones))


def find_in_sentence(text: str, base: int = 0, *, takes_first: bool = False) -> Deadline | None:
    """A deadline inside running text: what "Thời gian:" names, a day or period said to be a limit ("trước", "chậm
    nhất"), or "hằng tháng". Of several limits the last one holds, or the first (``takes_first``); all are kept."""
    label = _LABEL.search(flat(text))
    named = read_deadline(text[label.start(1) : label.end(1)], base + label.start(1)) if label else None
    if named is not None and named.kind != "none":
        return named
    limits: list[Deadline] = []
    for found in _found(text):
        limit = _limit(text, found, base)
        if limit is None or (limits and limit.date is None):
            continue
        limits.append(limit)
        if takes_first or limit.date is None:
            break
    if limits:
        milestones = tuple(m for limit in limits for m in limit.milestones)
        return replace(max(limits, key=lambda limit: limit.date or date.min), milestones=milestones)
    plain = flat(text)
    within = next(
        (f for f in _found(text) if f.kind == "period_end" and _WITHIN.search(just_before(plain, f.start))), None
    )
    return read_deadline(text[within.start : within.end], base + within.start) if within else None


def _limit(text: str, found: _Found, base: int) -> Deadline | None:
    """What was found, if it recurs or the words in front of it make it a limit."""
    if found.kind == "recurring":
        return read_deadline(text[found.start : found.end], base + found.start)
    before = flat(text[max(0, found.start - 24) : found.start])
    says = _LIMIT.search(before) if found.last is not None else None
    start = found.start - len(before) + says.start() if says else 0
    return read_deadline(text[start : found.end], base + start) if says else None


@dataclass(frozen=True, slots=True)
class Stretched:
    """Where a deadline expression, its introducing words included, stands in a text."""

    start: int
    end: int


def expressions(text: str) -> list[Stretched]:
    """Every deadline expression in ``text``, neighbouring milestones joined: candidates for a deadline cell."""
    plain = flat(text)
    result: list[Stretched] = []
    for found in _found(text):
        floor = result[-1].end if result else 0
        before = _LEAD_IN.search(plain[floor : found.start])
        start = floor + before.start() if before else found.start
        end = _event_end(text, found.end) if found.kind == "event" else found.end
        end = max(end, _qualifier_end(plain, end))
        if result and re.fullmatch(r"[\s,;.:+\-–()]*(?:va|sau do)?\s*", plain[result[-1].end : start]):
            result[-1] = Stretched(result[-1].start, end)
        elif result and start < result[-1].end:
            result[-1] = Stretched(result[-1].start, max(end, result[-1].end))
        else:
            result.append(Stretched(start, end))
    return result


def _qualifier_end(plain: str, end: int) -> int:
    """ "theo lộ trình Đề án 06/CP", "lộ trình của Bộ": the words that say whose roadmap."""
    match = re.match(r"\s*(?:cua\s+\S+(?:\s\S+){0,2}|de an\s*\S+)", plain[end:])
    return end + match.end() if match and plain[max(0, end - 5) : end].endswith("trinh") else end


def _event_end(text: str, end: int) -> int:
    """An event goes on until a line begins with a capital that the sentence does not call for."""
    for match in re.finditer(r"\n[ \t]*", text[end:]):
        after = text[end + match.end() :]
        if not after[:1].isupper() or (match.start() < 3 and not begins_tool(after)):
            continue
        return end + match.start()
    return len(text)
