"""Two wordings of one title: damage aside, do they name the same thing, at the same level, in the same quantity?"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from dean06.kernel.parties.names import squash
from dean06.programme.reading.citations import find_citations
from dean06.programme.reading.damage import common_words, flat, is_subsequence
from dean06.programme.reading.lines import tidy

_LEVELS = {"huyen": "district", "tinh": "province", "xa": "commune", "trung uong": "central", "quoc gia": "central"}
_LEVEL = re.compile(r"(?<![a-z])(huyen|tinh|trung uong)(?![a-z])")
_QUANTITY = re.compile(r"(?<![\w/.])(\d{1,4})\s+([a-zđ]{2,})(?:\s+([a-zđ]{2,}))?", re.IGNORECASE)
# Words that change nothing: articles, and the joints of a sentence.
_EMPTY = frozenset(["cac", "nhung", "va", "voi", "cho", "cua", "mot", "so", "nhu", "la", "thi", "ve"])
# What explains a word, and the verbs every title may begin with, make no difference.
_GLOSS = re.compile(r"\([^)]*\)?")
_OPENINGS = (["trien", "khai"], ["thuc", "hien"], ["to", "chuc"])
# Words this similar are one word, damaged.
SAME_WORD = 60
# A difference of fewer letters may be damage at a word's edge.
MIN_DIFFERENCE = 3


@dataclass(frozen=True, slots=True)
class TitleDifference:
    """What differs: levels, quantities, or the words themselves."""

    levels: tuple[str, str] | None = None
    quantities: tuple[str, str] | None = None
    is_worded_differently: bool = False


def compare_titles(narrative: str, table: str) -> TitleDifference:
    """The differences between the two annexes' titles of one pilot."""
    quantities = _quantities(narrative, table)
    levels = _levels(narrative, table)
    left, right = _words(narrative), _words(table)
    if levels:
        left, right = ([w for w in words if w not in ("huyen", "tinh", "trung", "uong")] for words in (left, right))
    return TitleDifference(levels, quantities, _differ(left, right))


def _quantities(narrative: str, table: str) -> tuple[str, str] | None:
    left, right = _counted(narrative), _counted(table)
    for noun, number in left.items():
        if noun in right and right[noun] != number:
            return number, right[noun]
    return None


def _counted(title: str) -> dict[str, str]:
    """What is counted, by its noun: {"dvc": "23"}. Years, and numbers of documents and of the pilot, are no counts."""
    plain = tidy(flat(_without_citations(title)))
    found: dict[str, str] = {}
    for match in _QUANTITY.finditer(plain):
        if not re.search(r"(?:so|nam|quy|ngay|thang|hinh|vu|muc)\s*$", plain[: match.start()]):
            found.setdefault(match.group(2), match.group(1).lstrip("0"))
    return found


def _levels(narrative: str, table: str) -> tuple[str, str] | None:
    """Both titles name a level, and not the same one."""
    left, right = (set(_LEVEL.findall(tidy(flat(title)))) for title in (narrative, table))
    if not left or not right or left & right:
        return None
    return _LEVELS[min(left)], _LEVELS[min(right)]


def _without_citations(title: str) -> str:
    for citation in reversed(find_citations(title)):
        title = title[: citation.span.start] + " " + title[citation.span.end :]
    return title


def _words(title: str) -> list[str]:
    plain = flat(_GLOSS.sub(" ", _without_citations(title)))
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _EMPTY]
    while words[:2] in _OPENINGS:
        words = words[2:]
    return words


def _differ(left: list[str], right: list[str]) -> bool:
    """Whether words stand between the common ones of both that damage does not explain."""
    pairs = [*common_words(left, right), (len(left), len(right))]
    at_left = at_right = 0
    for i, j in pairs:
        if _is_difference("".join(left[at_left:i]), "".join(right[at_right:j])):
            return True
        at_left, at_right = i + 1, j + 1
    return False


def _is_difference(one: str, other: str) -> bool:
    if one == other:
        return False
    if one.isdigit() and other.isdigit():
        return True
    if max(len(one), len(other)) < MIN_DIFFERENCE:
        return False
    if one and other and fuzz.ratio(one, other) >= SAME_WORD:
        return False
    short, long = sorted((one, other), key=len)
    return not (short and len(short) * 2 >= len(long) and is_subsequence(short, long))


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same words, damage aside."""
    return squash(one) == squash(other) or not compare_titles(one, other).is_worded_differently
