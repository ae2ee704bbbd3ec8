"""Units named in a list: a table cell, a section of deploying forces, a line of addressees."""

import re
from collections.abc import Iterable

from dean06.kernel.parties.names import Mention, find_units, squash
from dean06.programme.reading.damage import flat, worn
from dean06.programme.reading.lines import Stretch, tidy
from dean06.programme.reading.model import UnitName

# A name longer than this is a sentence, not an office.
LONGEST_NAME_WORDS = 14
# "... và Thú y", "... và Phát triển nông thôn".
LONGEST_SECOND_HALF = 5
# So many letters in front of a name may be what damage has left of a word.
LONGEST_DAMAGE = 3
_PERSONNEL = frozenset({"nhan-su-ky-thuat", "can-bo-ky-thuat"})
_JOINER = re.compile(
    r"^[\s,;.:•+*|/&\-–—()]*"
    rf"(?:(?:{worn('va')}|{worn('cung')}|{worn('cung voi')}|{worn('voi')}|cac)(?![a-z]))?[\s,;.:•+*\-–—]*$"
)
_BREAK = re.compile(r"[,;•|]|\n\s*[-–—+*•]|(?<!\w)(?:và|cùng với|cùng)(?!\w)|\.\s")
_EDGES = " \t\r\n,;.:-–—•*+()[]|"
# What a name that no alias leads to begins with; other loose words are remarks, not offices.
_HEADS = (
    "phong ban to trung tam chi cuc cuc so cong ty cong an hoi truong benh vien ngan hang van phong ubnd uy ban cac "
    "co quan doi doan hat lien doan quy vien toa doanh nghiep tong cong ty tap doan buu dien kho bac don vi nha dai "
    "hop tac xa tram bo lien hiep hoc vien mat tran thanh tra to chuc chi nhanh xi nghiep nha truong nha may khu"
)
# People, not offices, that a list of forces names in lower case.
_PEOPLE = (
    "cac ", "hoi ", "nhan vien ", "luc luong ", "doi ngu ", "giao vien", "hoc sinh", "to ", "cong chuc", "vien chuc",
    "can bo ", "thanh vien ", "nguoi ",
)  # fmt: skip
_HEAD_WORDS = frozenset(_HEADS.split()) | {"ub", "th", "thpt", "thcs", "htx", "vnpt", "mobifone", "fpt", "vnptit"}


def named(mention: Mention, source: Stretch, base: int = 0) -> UnitName:
    """The mention as a unit of the reading; ``base`` is where its text begins in ``source``."""
    start, end = base + mention.start, base + mention.end
    unit = mention.unit
    written = tidy(source.text[start:end])
    return UnitName(unit.name, written, unit.code, unit.is_generic, source.span(start, end), unit.level)


def unknown(text: str, start: int, source: Stretch) -> UnitName | None:
    """A name no alias leads to, kept as written; None when the words are a remark and not a name."""
    lead = len(text) - len(text.lstrip(_EDGES))
    words = tidy(text).strip(_EDGES)
    if not looks_like_name(words):
        return None
    first = start + lead
    return UnitName(words, words, "", False, source.span(first, first + len(text.strip(_EDGES))))


def looks_like_name(words: str) -> bool:
    """Whether loose words in a list of units are an office we do not know rather than a remark."""
    if not len(squash(words)) >= 3 or len(words.split()) > LONGEST_NAME_WORDS:
        return False
    first = flat(words).split()[0]
    return (
        (words[:1].isupper() and first in _HEAD_WORDS) or (words.isupper() and words.isalpha()) or _lists_people(words)
    )


def _lists_people(words: str) -> bool:
    plain = flat(words)
    return plain.startswith(_PEOPLE)


def read_list(source: Stretch) -> list[UnitName]:
    """The units of a list in order, each once. Words around a name that only describe it are dropped."""
    text = source.text
    found: list[UnitName] = []
    mentions = [m for m in find_units(text, in_list=True) if not _is_inside_remark(m, text)]
    position = 0
    for number, mention in enumerate(mentions):
        before = text[position : mention.start]
        found.extend(_loose(before, position, source, touches_right=True, touches_left=number > 0))
        follows = mentions[number + 1].start if number + 1 < len(mentions) else len(text)
        if not _describes_next(mention, text[mention.end : follows], is_last=number + 1 == len(mentions)):
            found.append(named(mention, source))
        position = mention.end
    found.extend(_loose(text[position:], position, source, touches_right=False, touches_left=bool(mentions)))
    return once(found)


def _is_inside_remark(mention: Mention, text: str) -> bool:
    """ "công chức tư pháp - hộ tịch xã": in lower case and behind other words of its item, a name is no unit."""
    if mention.unit.is_generic or not text[mention.start].islower() or has_lost_capital(mention, text):
        return False
    before = _BREAK.split(text[: mention.start])[-1]
    return len(squash(before)) > LONGEST_DAMAGE and flat(before).split()[-1] not in ("va", "cua", "cac")


def has_lost_capital(mention: Mention, text: str) -> bool:
    """Room for a letter in front of a name, and the name's own first letter missing (" ục CS QLHC")."""
    has_room = text[max(0, mention.start - 2) : mention.start] in ("  ", "\n ", " ")
    return has_room and mention.cost > 0 and squash(text[mention.start]) != squash(mention.unit.name)[:1]


def _describes_next(mention: Mention, gap: str, *, is_last: bool) -> bool:
    """ "Nhân sự kỹ thuật Phòng VHTT": people of the unit that follows, not a unit of their own."""
    return mention.unit.code in _PERSONNEL and not is_last and not gap.strip()


def _loose(text: str, start: int, source: Stretch, *, touches_left: bool, touches_right: bool) -> list[UnitName]:
    """Unknown names between two known ones; a piece that touches one without a joiner only describes it."""
    pieces: list[tuple[str, int]] = []
    position = 0
    for match in _BREAK.finditer(text):
        if _joins_one_name(text[position : match.start()], match.group(), text[match.end() :]):
            continue
        pieces.append((text[position : match.start()], position))
        position = match.end()
    pieces.append((text[position:], position))
    result: list[UnitName] = []
    for number, (piece, offset) in enumerate(pieces):
        beside_left = touches_left and number == 0
        beside_right = touches_right and number == len(pieces) - 1
        if (beside_left or beside_right) and not _starts_line_with_head(piece):
            continue
        unit = unknown(piece, start + offset, source)
        if unit is not None:
            result.append(unit)
    return result


def _joins_one_name(left: str, joint: str, right: str) -> bool:
    """ "Trạm Chăn nuôi và Thú y": what follows "và" is no name of its own, and what precedes it is one."""
    if flat(joint) != "va" or not looks_like_name(tidy(left).strip(_EDGES)):
        return False
    words = tidy(_BREAK.split(right)[0]).strip(_EDGES)
    return (
        bool(words) and words[:1].isupper() and len(words.split()) <= LONGEST_SECOND_HALF and not looks_like_name(words)
    )


def _starts_line_with_head(piece: str) -> bool:
    """A piece on a line of its own that begins like an office is one, joiner or not."""
    words = piece.strip(_EDGES)
    return "\n" in piece.strip(" ") and words[:1].isupper() and flat(words).split()[0] in _HEAD_WORDS


def once(units: Iterable[UnitName]) -> list[UnitName]:
    """Each unit once, where first named."""
    kept: dict[str, UnitName] = {}
    for unit in units:
        kept.setdefault(unit.code or squash(unit.name), unit)
    return list(kept.values())


def is_joiner(text: str) -> bool:
    """Whether ``text`` between two units only joins them (comma, "và", bullet), and does join them."""
    plain = flat(text)
    if _JOINER.match(plain):
        return bool(plain.strip())
    # What is left of the next name's first word may stand behind the joiner ("và  ổ CĐSCĐ").
    return bool(re.fullmatch(r"\s*(?:[,;]|va)\s*(?:[a-z]{1,2}\s+)?", plain))
