"""The prose annex: per pilot a heading and numbered sections, whose labels may have lost most of their letters."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dean06.kernel.parties.names import find_units, squash
from dean06.programme.reading.damage import best_label, flat
from dean06.programme.reading.deadlines import expressions, read_deadline
from dean06.programme.reading.items import Item, label_number, narrative_items, section_of, section_text_start, span_of
from dean06.programme.reading.layout import Block, GroupHeading, group_headings
from dean06.programme.reading.lines import Line, Stretch, tidy, whole_symbols
from dean06.programme.reading.model import Account
from dean06.programme.reading.roles import has_markers, read_roles
from dean06.programme.reading.table_cells import deadline_of
from dean06.programme.reading.tools import looks_like_tools, read_tools
from dean06.programme.reading.units import read_list

Meaning = Literal["objective", "assignment", "lead", "coordinate", "force", "deadline", "tools", "other"]

LABELS: dict[str, tuple[str, ...]] = {
    "objective": ("muc tieu", "muc dich", "noi dung", "muc tieu, yeu cau"),
    "assignment": ("phan cong nhiem vu", "phan cong thuc hien", "to chuc thuc hien", "phan cong", "nhiem vu"),
    "lead": ("don vi chu tri", "chu tri", "co quan chu tri", "co quan, don vi chu tri"),
    "coordinate": ("don vi phoi hop", "phoi hop", "co quan phoi hop", "co quan, don vi phoi hop"),
    "force": ("luc luong trien khai", "luc luong thuc hien", "luc luong tham gia", "thanh phan tham gia"),
    "deadline": (
        "thoi gian hoan thanh",
        "thoi gian thuc hien",
        "thoi han hoan thanh",
        "tien do",
        "thoi han",
        "thoi gian",
    ),
    "tools": ("cong cu trien khai", "nen tang trien khai", "cong cu", "nen tang", "cong cu thuc hien"),
    "other": ("hieu qua", "kinh phi", "san pham", "ket qua", "ghi chu", "nguon luc"),
}
# What the sections of the known dispatch mean: a first guess where no whole label of this one says otherwise.
USUAL: dict[int, Meaning] = {1: "objective", 2: "assignment", 3: "force", 4: "deadline", 5: "tools"}
# A label this whole decides alone; below it content and habit have a say.
CLEAR_LABEL = 0.9
MIN_LABEL_FIT = 0.62
_LEVEL = re.compile(r"(?<![a-z])c[a ]p\s+(tinh|huyen|xa|trung uong)(?![a-z])")
_LEVELS = {"tinh": "province", "huyen": "district", "xa": "commune", "trung uong": "central"}
_DASH_LABEL = re.compile(r"^\s*(?:[-–—+•*]|[a-zđ]\s*[).]|\d{1,2}\s*\))?\s*")
SHORT_TEXT = 60
# A section whose words are this much a time limit is one.
MOST = 0.7
# A longer line is a whole paragraph (Word), not a line of one.
LONGEST_WRAPPED = 110


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of one item; ``order`` is its number (12.3 -> 3), 0 for an unnumbered one."""

    order: int
    lines: tuple[Line, ...]
    text_start: int

    @property
    def raw(self) -> Stretch:
        """Everything after the section's number, label included."""
        first = self.lines[0]
        pieces = [(first.text[self.text_start :], first.start + self.text_start)]
        return Stretch([*pieces, *((line.text, line.start) for line in self.lines[1:])])


@dataclass(frozen=True, slots=True)
class _Read:
    """A section with its meaning and its words after the label."""

    meaning: Meaning
    words: Stretch


@dataclass(frozen=True, slots=True)
class NarrativeAnnex:
    """What the prose says: an account per pilot, and the groups with the pilots that follow their headings."""

    accounts: dict[int, Account]
    groups: list[tuple[GroupHeading, tuple[int, ...]]]


def read_narrative(block: Block) -> NarrativeAnnex:
    """All pilots of a prose annex."""
    lines = tuple(line for n, line in enumerate(block.lines) if not _is_page_number(block.lines, n))
    items = narrative_items(lines)
    starts = frozenset(item.first for item in items)
    headings = group_headings(lines, starts) if items else []
    bounds = sorted(heading.first for heading in headings)
    trimmed = [_until_heading(item, bounds) for item in items]
    sections = {item.number: _sections(lines[item.first : item.last], item) for item in trimmed}
    habits = _habits(sections)
    accounts = {
        item.number: _account(lines[item.first : item.last], item, sections[item.number], habits) for item in trimmed
    }
    groups = [(h, _pilots_under(h, headings, trimmed)) for h in headings]
    return NarrativeAnnex(accounts, groups)


def _is_page_number(lines: Sequence[Line], place: int) -> bool:
    """A number alone on its line, unless the words of an item of that number follow."""
    if not lines[place].text.strip().isdigit():
        return False
    follows = lines[place + 1].text if place + 1 < len(lines) else ""
    return label_number(follows) != int(lines[place].text)


def _until_heading(item: Item, bounds: Sequence[int]) -> Item:
    last = next((bound for bound in bounds if item.first < bound < item.last), item.last)
    return Item(item.number, item.first, last, item.title_start, item.is_labelled)


def _pilots_under(heading: GroupHeading, headings: list[GroupHeading], items: list[Item]) -> tuple[int, ...]:
    later = [other.first for other in headings if other.first > heading.first]
    end = min(later, default=10**9)
    return tuple(item.number for item in items if heading.first <= item.first < end)


def _sections(lines: Sequence[Line], item: Item) -> list[_Section]:
    """The numbered sections of an item; without numbers, the lines that begin with a known label and a colon."""
    starts: list[tuple[int, int, int]] = []
    for number, line in enumerate(lines):
        found = section_of(line)
        if number and found and found[0] == item.number:
            starts.append((number, found[1], section_text_start(line)))
    if not starts:
        starts = [(n, 0, at) for n, line in enumerate(lines) if n and (at := _label_start(line)) is not None]
    if not starts:
        return []
    ends = [start for start, _, _ in starts[1:]] + [len(lines)]
    return [_Section(order, tuple(lines[s:e]), at) for (s, order, at), e in zip(starts, ends, strict=True)]


def _label_start(line: Line) -> int | None:
    """Where an unnumbered label ("- Chủ trì: ...") begins in its line."""
    lead = _DASH_LABEL.match(line.text)
    start = lead.end() if lead else 0
    head, colon, _ = line.text[start:].partition(":")
    if not colon or len(head) > SHORT_TEXT:
        return None
    fit = best_label(head, LABELS)[0][0]
    return start if fit >= MIN_LABEL_FIT and len(squash(head)) <= 26 else None


def _habits(sections: dict[int, list[_Section]]) -> dict[int, Meaning]:
    """What each section number usually means in this document, by the labels that are whole."""
    votes: dict[int, Counter[Meaning]] = defaultdict(Counter)
    for parts in sections.values():
        for section in parts:
            fit, meaning, _ = best_label(section.raw.text, LABELS)[0]
            if fit >= CLEAR_LABEL and section.order:
                votes[section.order][_meaning(meaning)] += 1
    return {order: count.most_common(1)[0][0] for order, count in votes.items()}


def _meaning(name: str) -> Meaning:
    meanings: tuple[Meaning, ...] = (
        "objective", "assignment", "lead", "coordinate", "force", "deadline", "tools", "other",
    )  # fmt: skip
    return next(meaning for meaning in meanings if meaning == name)


def _read_section(section: _Section, habits: dict[int, Meaning]) -> _Read:
    raw = section.raw
    fits = best_label(raw.text, LABELS)
    if fits[0][0] >= CLEAR_LABEL:
        return _Read(_meaning(fits[0][1]), _after_label(raw, fits[0][2]))
    scored: list[tuple[float, Meaning, int]] = []
    for fit, name, end in fits:
        meaning = _meaning(name)
        words = _after_label(raw, end)
        habit = 0.8 if habits.get(section.order, USUAL.get(section.order)) == meaning else 0.0
        if meaning in ("lead", "coordinate") and not _is_whole(name, raw.text):
            continue
        scored.append((max(0.0, fit) + _shape(meaning, words.text) + habit, meaning, end))
    _, meaning, end = max(scored, key=lambda entry: entry[0])
    return _Read(meaning, _after_label(raw, end))


def _is_whole(name: str, text: str) -> bool:
    letters = squash(text[:SHORT_TEXT])
    return any(letters.startswith(squash(label)) for label in LABELS[name])


def _after_label(raw: Stretch, end: int) -> Stretch:
    """The words after the label: after its colon where one is near, else where the label's letters end."""
    line_end = raw.text.find("\n")
    colon = raw.text.find(":", 0, min(len(raw.text), 42) if line_end < 0 else min(line_end, 42))
    if colon >= 0 and colon + 1 >= end - 8 and not _has_words(raw.text[end:colon]):
        end = colon + 1
    while end < len(raw.text) and raw.text[end] in " :.;\n":
        end += 1
    # Room for a lost letter in front of the first word tells that it is not whole.
    return raw.cut(end - int(raw.text[max(0, end - 2) : end] == "  "), len(raw.text))


def _has_words(text: str) -> bool:
    """Whether something that is no leftover of a label stands before the colon."""
    return len(squash(text)) > 3


def _shape(meaning: Meaning, text: str) -> float:
    """How much the words look like what the section is supposed to hold, from -0.6 to 0.8."""
    if not text.strip():
        return -0.1
    if meaning == "deadline":
        return _deadline_shape(text)
    if meaning in ("assignment", "lead", "coordinate"):
        return 0.6 if has_markers(text) else (0.1 if meaning == "assignment" else -0.3)
    if meaning == "force":
        return _unit_share(text) - 0.2
    if meaning == "tools":
        return 0.5 if looks_like_tools(text) and not has_markers(text) and _unit_share(text) < 0.5 else -0.2
    return 0.1 if not has_markers(text) else -0.3


def _deadline_shape(text: str) -> float:
    deadline = read_deadline(text) if len(text) < 3 * SHORT_TEXT else None
    if deadline is None or deadline.kind == "none" or len(deadline.text) > SHORT_TEXT:
        return -0.6
    told = sum(len(squash(text[e.start : e.end])) for e in expressions(text))
    return 1.1 if told >= MOST * len(squash(text)) else 0.7


def _unit_share(text: str) -> float:
    letters = max(1, len(squash(text)))
    named = sum(len(squash(text[m.start : m.end])) for m in find_units(text, in_list=True))
    return min(1.0, named / letters)


def _account(lines: Sequence[Line], item: Item, sections: list[_Section], habits: dict[int, Meaning]) -> Account:
    reads = [_read_section(section, habits) for section in sections]
    body_at = _body_start(lines, sections)
    title_lines, loose = _title_and_rest(lines[:body_at], item, has_sections=bool(sections))
    title = Stretch([(line.text[at:], line.start + at) for line, at in title_lines])
    by_meaning = {meaning: _joined([r.words for r in reads if r.meaning == meaning]) for meaning in LABELS}
    says_more = not sections and has_markers(loose.text)
    roles = read_roles(_joined([by_meaning["assignment"], *([loose] if says_more else [])]))
    lead = [*read_list(by_meaning["lead"]), *roles.lead]
    coordinate = [*roles.coordinate, *read_list(by_meaning["coordinate"])]
    taken = {unit.name for unit in lead}
    deadline_text = by_meaning["deadline"] if by_meaning["deadline"].text else _loose_deadline(loose, sections)
    span = span_of(lines)
    return Account(
        title=tidy(title.text).strip(" .:;"),
        written_title=whole_symbols(title.text).replace("\n", " "),
        lead=tuple(lead),
        lead_is_request=roles.is_request or bool(re.search(r"de\s*nghi", flat(by_meaning["lead"].text))),
        coordinate=tuple(unit for unit in coordinate if unit.name not in taken),
        force=tuple(read_list(by_meaning["force"])),
        deadline=deadline_of(deadline_text),
        tools=tuple(read_tools(by_meaning["tools"].text)),
        words="\n".join(line.text for line in lines),
        span=span,
        title_span=title.span(0, len(title.text)),
        field_spans={m: s.span(0, len(s.text)) for m, s in by_meaning.items() if s.text},
        columns=frozenset(meaning for meaning, s in by_meaning.items() if s.text),
        is_titled=item.is_labelled,
        stated_level=_level(loose.text) if not sections else "",
    )


def _joined(parts: Sequence[Stretch]) -> Stretch:
    return Stretch((m.group(), part.at(m.start())) for part in parts for m in re.finditer(r"[^\n]+", part.text))


def _body_start(lines: Sequence[Line], sections: list[_Section]) -> int:
    if not sections:
        return len(lines)
    first = sections[0].lines[0]
    return next(number for number, line in enumerate(lines) if line is first)


def _title_and_rest(lines: Sequence[Line], item: Item, *, has_sections: bool) -> tuple[list[tuple[Line, int]], Stretch]:
    """The lines of the heading, and what follows it before any section."""
    title: list[tuple[Line, int]] = [(lines[0], item.title_start)] if lines else []
    rest: list[Line] = list(lines[1:])
    while rest and (has_sections or not _begins_paragraph(rest[0], title)):
        title.append((rest.pop(0), 0))
        if len(title) > 8:
            break
    return title, Stretch((line.text, line.start) for line in rest)


def _begins_paragraph(line: Line, title: list[tuple[Line, int]]) -> bool:
    """A bullet, or a sentence of its own after a heading that is full."""
    text = line.text.strip()
    if text[:1] in "-–—+•*":
        return True
    before = title[-1][0].text.rstrip() if title else ""
    if not text[:1].isupper() or before.endswith(("-", "–", ",", "/")):
        return False
    wraps = SHORT_TEXT + 10 <= len(before) <= LONGEST_WRAPPED
    return before.endswith((".", ":", ";")) or not wraps


def _loose_deadline(loose: Stretch, sections: list[_Section]) -> Stretch:
    """Without sections a sentence of its own may still say when."""
    if sections or not loose.text:
        return Stretch([])
    for match in re.finditer(r"[^.\n]+(?:\n[^.\n]+)*", loose.text):
        deadline = read_deadline(match.group())
        if deadline and deadline.kind != "none" and len(deadline.text) < 2 * SHORT_TEXT:
            return loose.cut(match.start(), match.end())
    return Stretch([])


def _level(text: str) -> str:
    match = _LEVEL.search(flat(text))
    return _LEVELS[match.group(1)] if match and len(squash(text)) < 20 else ""
