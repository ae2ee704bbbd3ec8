"""What the bodies named in a dispatch are called: every spelling leads to one canonical name, or to none.

Backed by ``data/unit_names.toml``. Pure: no Django, no database, safe to import from a command that has neither.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from dean06.kernel.base.text import fold
from dean06.kernel.parties.spelling import Hit, Letters, Lexicon, squash

__all__ = [
    "Letters",
    "Lexicon",
    "Mention",
    "ResolvedUnit",
    "all_units",
    "find_units",
    "resolve",
    "split_units",
    "squash",
]

DATA = Path(__file__).parent / "data" / "unit_names.toml"

# Lower-case text is a mention only of a group or of a name this long ("thanh tra" is usually a verb).
MIN_LOWER_CASE = 10
# A second unit this close in score makes a damaged name ambiguous: it is then left as written.
AMBIGUOUS_WITHIN = 0.4
LONGEST_ITEM = 160
LONGEST_PLACE = 30
# A lower-case fragment this short may be what is left of the first word of a name.
SHORT_WORD = 3

_REQUEST = re.compile(r"^\s*(?:đề\s*nghị|de\s*nghi)\s+", re.IGNORECASE)
_EDGES = " \t\r\n,;.:-–—•*+()[]|"
_TAIL = re.compile(
    r"\s+(?:huyện|huyen|thị xã|thành phố|tỉnh"
    r"|(?:đóng\s+)?trên\s+địa\s+bàn(?:\s+(?:huyện|tỉnh|thị xã|thành phố))?)(?!\w)"
)
_OTHER_LEVEL = re.compile(r"\s+(?:cấp\s+|các\s+)?(?:xã|xa|x|phường|thị trấn|tỉnh|Trung ương)(?!\w)(?!\s+hội)")
# Behind the name of a unit these words begin what is said of the next.
_ROLE = re.compile(r" +(?:phối\s+hợp|chủ\s+trì|đề\s+nghị|thời\s+gian)(?!\w)", re.IGNORECASE)
_LONE_LETTER = re.compile(r" [^\W\d_](?!\w)")
_ENDS_WITH_AREA = re.compile(r"(?:huyện|thị xã|thành phố|tỉnh|xã|thị trấn|phường)$", re.IGNORECASE)
_JOINER = re.compile(r"[,;\n•|/]|\s[-–—+]\s|(?<!\w)(?:và|cùng|cùng với|với|va)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ResolvedUnit:
    """A body the data file knows: stable ``code``, full ``name``, and whether it is a group rather than one body."""

    code: str
    name: str
    is_generic: bool
    level: str = "district"
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit named in a text, at ``text[start:end]``; ``cost`` is 0 for an undamaged spelling."""

    start: int
    end: int
    unit: ResolvedUnit
    cost: float


@cache
def _load() -> tuple[dict[str, ResolvedUnit], Lexicon, Lexicon]:
    with DATA.open("rb") as stream:
        rows = tomllib.load(stream)["units"]
    units: dict[str, ResolvedUnit] = {}
    full: list[tuple[str, str]] = []
    bare: list[tuple[str, str]] = []
    for row in rows:
        code = row["code"]
        units[code] = ResolvedUnit(code, row["name"], row.get("generic", False), row["level"], row["short"])
        full.extend((code, spelling) for spelling in [row["name"], *row["aliases"]])
        bare.extend((code, spelling) for spelling in row.get("bare", []))
    return units, Lexicon(full), Lexicon([*full, *bare])


def all_units() -> tuple[ResolvedUnit, ...]:
    """Every body of the data file, in its order."""
    return tuple(_load()[0].values())


def aliases() -> dict[str, tuple[str, ...]]:
    """All spellings of every body, by code; the canonical name comes first."""
    with DATA.open("rb") as stream:
        rows = tomllib.load(stream)["units"]
    return {row["code"]: (row["name"], *row["aliases"], *row.get("bare", [])) for row in rows}


@lru_cache(maxsize=4096)
def resolve(text: str) -> ResolvedUnit | None:
    """The one body that ``text`` as a whole names, tolerating damage; None when unknown or ambiguous.

    "Đề nghị" in front and the district's own name behind ("Công an huyện Đức Thọ") do not change the body.
    """
    cleaned = _REQUEST.sub("", text[:LONGEST_ITEM]).strip(_EDGES)
    mentions = find_units(cleaned, in_list=True)
    if not mentions:
        return None
    first = mentions[0]
    rest = squash(cleaned[first.end :])
    # OCR sometimes prints the last word of a name twice; any other remainder means another name.
    repeated = {squash(word) for word in first.unit.name.split()} | {""}
    if squash(cleaned[: first.start]) or rest not in repeated:
        return None
    return first.unit


def split_units(text: str) -> list[str]:
    """The units named in a list such as "Phòng VHTT, các phòng, ban, ngành; DN", in order and as written.

    Commas inside a name do not split it; what is not a known name is split at commas, semicolons, lines and "và".
    """
    body = _REQUEST.sub("", text)
    items: list[str] = []
    position = 0
    for mention in find_units(body, in_list=True):
        items.extend(_loose_items(body[position : mention.start]))
        items.append(" ".join(body[mention.start : mention.end].split()))
        position = mention.end
    items.extend(_loose_items(body[position:]))
    return items


def _loose_items(text: str) -> list[str]:
    parts = (" ".join(part.split()).strip(_EDGES) for part in _JOINER.split(text))
    return [part for part in parts if len(squash(part)) > 1]


def find_units(text: str, *, in_list: bool = False, tolerant: bool = True) -> tuple[Mention, ...]:
    """Every mention of a known unit in ``text``, left to right, not overlapping.

    ``in_list``: the text is a list of units, so short bare names ("Tư pháp") and lower case count as mentions.
    ``tolerant=False`` finds undamaged spellings only, many times faster.
    """
    return _find_units(text, in_list, tolerant)


@lru_cache(maxsize=8192)
def _find_units(text: str, in_list: bool, tolerant: bool) -> tuple[Mention, ...]:
    letters = Letters(text)
    mentions: list[Mention] = []
    index = 0
    while index < len(letters):
        hit = None
        if letters.starts_word(index):
            hit = _best_at(letters, index, in_list=in_list, tolerant=tolerant)
        if hit is None:
            index += 1
            continue
        mention = _mention(letters, hit)
        mentions.append(mention)
        index = hit.end
        while index < len(letters) and letters.at[index] < mention.end:
            index += 1
    return tuple(mentions)


def _best_at(letters: Letters, index: int, *, in_list: bool, tolerant: bool) -> Hit | None:
    _, full, with_bare = _load()
    lexicon = with_bare if in_list else full
    hits = [hit for hit in lexicon.exact_at(letters, index) if _is_believable(letters, hit, in_list=in_list)]
    exact = max(hits, key=lambda hit: hit.score, default=None)
    if exact is not None and exact.cost == 0 and lexicon.may_be_cut(letters, exact):
        return None  # "Công an    chủ trì": of the district or of the commune, the word that says so is lost
    if exact is not None and exact.cost == 0 and not (tolerant and lexicon.may_go_on(letters, exact)):
        return exact
    if not tolerant or (exact is None and not _may_hide_name(letters, index)):
        return exact
    damaged = [hit for hit in lexicon.tolerant_at(letters, index) if _is_believable(letters, hit, in_list=in_list)]
    blanked = lexicon.blanked_at(letters, index)
    damaged.extend([blanked] if blanked else [])
    best = max([*hits, *damaged], key=lambda hit: (hit.score, -hit.cost), default=None)
    if exact is not None and best is not None and exact.end < best.end <= _end_of_next(lexicon, letters, exact):
        return exact  # what follows is a name of its own ("... ngành" and "CA huyện", not "ngành cấp huyện")
    return None if best is None or _is_ambiguous(best, damaged) else best


def _end_of_next(lexicon: Lexicon, letters: Letters, hit: Hit) -> int:
    """Where the undamaged name right behind ``hit`` ends; 0 when there is none."""
    return max((following.end for following in lexicon.exact_at(letters, hit.end)), default=0)


def _may_hide_name(letters: Letters, index: int) -> bool:
    """Whether a damaged name could begin here: at a capital, or at a lower-case word that names begin with."""
    first = letters.text[letters.at[index]]
    if not first.isalpha() or first.isupper() or letters.wide_gap(index):
        return True
    end = index + 1
    while end < len(letters) and not letters.gap[end]:
        end += 1
    return end - index <= SHORT_WORD or letters.chars[index:end] in _heads()


def _is_believable(letters: Letters, hit: Hit, *, in_list: bool) -> bool:
    if _is_of_another_level(letters, hit):
        return False
    first = letters.text[letters.at[hit.start]]
    written = letters.text[letters.at[hit.start] : letters.end_offset(hit.end)]
    if hit.spelling.is_acronym:
        # No line ends inside an acronym: "TTHC" and, below it, "C c phòng" are not TTHCC.
        return not any(c.islower() or c == "\n" for c in written) and hit.cost == 0
    if in_list or first.isupper() or not first.isalpha():
        return True
    if hit.cost and letters.wide_gap(hit.start):
        return True  # its capital is what was lost
    unit = _load()[0][hit.spelling.key]
    return unit.is_generic or len(hit.spelling.letters) >= MIN_LOWER_CASE


def _is_of_another_level(letters: Letters, hit: Hit) -> bool:
    """ "Đoàn Thanh niên xã" is not the district's youth union: the level behind a name is part of the name."""
    unit = _load()[0][hit.spelling.key]
    if unit.is_generic or unit.level != "district" or hit.end >= len(letters):
        return False
    behind = letters.text[letters.end_offset(hit.end) :][:LONGEST_PLACE]
    return bool(_OTHER_LEVEL.match(behind))


def _is_ambiguous(best: Hit, hits: list[Hit]) -> bool:
    if best.cost == 0:
        return False
    rivals = (hit for hit in hits if hit.spelling.key != best.spelling.key and hit.end >= best.end)
    return any(best.score - hit.score < AMBIGUOUS_WITHIN for hit in rivals)


def _mention(letters: Letters, hit: Hit) -> Mention:
    unit = _load()[0][hit.spelling.key]
    start, end = letters.at[hit.start], letters.end_offset(hit.end)
    return Mention(start, _with_place(letters.text, start, end), unit, hit.cost)


def _with_place(text: str, start: int, end: int) -> int:
    """The end of a mention with the area that only repeats whose unit it is: "huyện", "huyện Đức Thọ"."""
    tail = _TAIL.match(text, end)
    if tail:
        end = tail.end()
    if not _ENDS_WITH_AREA.search(text[start:end]):
        return end
    place_end = 0
    for word in re.finditer(r" +([^\W\d_]+)", text[end : end + LONGEST_PLACE]):
        is_next = word.start() == 0 or place_end == word.start()
        behind = text[end + word.end() :]
        has_room = "  " in (word.group()[:2], behind[:2])
        # "Phò g Kinh tế": the word is not whole.
        is_broken = _LONE_LETTER.match(behind) is not None
        is_place = is_next and word.group(1).istitle() and not is_broken
        if not is_place or _ROLE.match(text, end + word.start()) or _starts_unit(word.group(1), is_worn=has_room):
            break
        place_end = word.end()
    return end + place_end


def _starts_unit(word: str, *, is_worn: bool) -> bool:
    """Whether a name begins with the word; ``is_worn``: a letter of it may be lost ("Phòn  Kinh tế")."""
    first = fold(word)
    return first in _heads() or (is_worn and any(first in (head[1:], head[:-1]) for head in _heads()))


@cache
def _heads() -> frozenset[str]:
    """First words of all known names; a capitalised word that is one of them begins a new unit."""
    first_words: Iterator[str] = (fold(name).split()[0] for names in aliases().values() for name in names)
    return frozenset(first_words)
