"""How well words read as one cell of a column: the measure by which ways to divide a row are compared.

About 1 for a cell that is nothing but what its column holds, below 0 for words that belong elsewhere.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from dean06.kernel.parties.names import Mention, find_units, squash
from dean06.programme.reading.damage import flat
from dean06.programme.reading.deadlines import expressions, read_deadline
from dean06.programme.reading.headings import Column
from dean06.programme.reading.roles import only_markers
from dean06.programme.reading.table_cells import without_request
from dean06.programme.reading.tools import begins_tool, looks_like_tools
from dean06.programme.reading.units import is_joiner, looks_like_name

# A title known from the prose tells more than any other cell.
TITLE_WEIGHT = 2.0
# From here a list of units needs no second look for damaged names.
WHOLE_LIST = 0.95
# Letters beyond which words are no cell of that kind, and are not looked at any closer.
LONGEST_LIST, LONGEST_DEADLINE = 220, 100
# Tools take any words, an event many: each costs a little, so that a name or a title may claim it.
OPEN_WORD, EVENT_WORD = 0.01, 0.005
# No cell is worth more.
HIGHEST: Mapping[Column, float] = {
    "number": 0.0, "title": TITLE_WEIGHT, "together": 0.0, "lead": 1.0, "coordinate": 1.0, "force": 1.0,
    "deadline": 1.0, "tools": 0.6, "other": 0.0,
}  # fmt: skip
EMPTY: Mapping[Column, float] = {"title": -1.0, "lead": -0.4, "deadline": -0.4}
EMPTY_ELSEWHERE = -0.2
# A letter alone or a wide gap: something was lost there.
_DAMAGED = re.compile(r"(?<![^\W\d_])[^\W\d_](?![^\W\d_])|\S[ \t]{2,}(?:\S|\n|$)|\n[ \t]+\S|^ ")
# A cell does not end like this; what follows belongs to it.
_DANGLING = re.compile(r"(?:[,;]|(?<![a-z])(?:va|voi|cua|cac|ve))\s*$")
# A platform of no name: what follows says which it is.
_NAMELESS = re.compile(r"(?<![a-z])(?:he thong|ung dung|phan mem|nen tang|cong thong tin|the|trung tam)\s*$")
_UNFINISHED = re.compile(r"(?<![a-z])(?:sau khi|trong|truoc|quy|nam|thuong|giai doan|theo|den|het|ngay)\s*$")


def row_worth(cells: Mapping[Column, str], columns: Sequence[Column], title: str) -> float:
    """Of all cells of a row together; ``title`` is the one known from the prose, or nothing."""
    return sum(cell_worth(column, cells.get(column, ""), title) for column in columns)


@lru_cache(maxsize=16384)
def cell_worth(column: Column, words: str, title: str) -> float:
    """Of ``words`` as the cell of ``column``."""
    if not squash(words):
        return EMPTY.get(column, EMPTY_ELSEWHERE)
    if column == "title":
        return _title_worth(words, title)
    if column == "deadline":
        return _deadline_worth(words)
    if column == "tools":
        return _tools_worth(words)
    return _units_worth(words) if column in ("lead", "coordinate", "force") else 0.0


def _title_worth(words: str, title: str) -> float:
    if title:
        return TITLE_WEIGHT * fuzz.ratio(squash(words), squash(title)) / 100
    named = sum(m.end - m.start for m in find_units(words, in_list=True, tolerant=False) if words[m.start].isupper())
    return 0.5 - named / len(words) - (0.5 if expressions(words) else 0.0)


def _deadline_worth(words: str) -> float:
    if len(words) > LONGEST_DEADLINE:
        return -1.0
    deadline = read_deadline(words)
    if deadline is None or deadline.kind == "none" or begins_tool(words):
        return -1.0
    told = sum(len(squash(words[e.start : e.end])) for e in expressions(words)) / len(squash(words))
    told -= EVENT_WORD * len(words.split()) if deadline.kind == "event" else 0.0
    return 2 * told - 1 - (0.5 if _UNFINISHED.search(flat(words)) else 0.0)


def _tools_worth(words: str) -> float:
    if expressions(words):
        return -1.0
    open_end = OPEN_WORD * len(words.split())
    begins = 0.6 if begins_tool(words) else 0.2 if looks_like_tools(words) else -0.4
    # In lower case the first word is the middle of something.
    middle = 0.3 if words.lstrip()[:1].islower() else 0.0
    plain = flat(words)
    return begins - open_end - middle - (0.2 if _DANGLING.search(plain) or _NAMELESS.search(plain) else 0.0)


def _units_worth(words: str) -> float:
    """1 when the words are nothing but whole, joined names; less for loose words and unjoined names."""
    if len(words) > LONGEST_LIST:
        return -1.0
    text = without_request(words)
    worth = _list_worth(text, find_units(text, in_list=True, tolerant=False))
    if worth < WHOLE_LIST and _DAMAGED.search(text):
        worth = max(worth, _list_worth(text, find_units(text, in_list=True)))
    return worth


def _list_worth(text: str, mentions: Sequence[Mention]) -> float:
    if not mentions:
        return -0.2 if looks_like_name(" ".join(text.split())) and not looks_like_tools(text) else -1.0
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
    dangling = 0.2 if _DANGLING.search(flat(text)) else 0.0
    return named / (named + 2 * loose) - 0.3 * breaks - dangling - 0.001 * len(mentions)
