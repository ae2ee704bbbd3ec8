"""Seeded damage to the text of a dispatch. Every mutation says which facts a reader must still find unchanged.

Numbers are never touched: a reader that loses a number has nothing left to hold on to, and neither has a person.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

UNITS = frozenset(
    {"narrative.lead", "narrative.coordinate", "narrative.force", "table.lead", "table.coordinate", "table.force"}
)
REQUESTS = frozenset({"table.lead_is_request"})
DEADLINES = frozenset({"narrative.deadline", "table.deadline", "obligations"})
GROUPS = frozenset({"numbers", "groups"})
LETTER = frozenset({"document.number", "document.date"})
FINDINGS = frozenset({"group_count", "lead_findings"})
ALL = UNITS | REQUESTS | DEADLINES | GROUPS | LETTER | FINDINGS


@dataclass(frozen=True)
class Mutation:
    """One kind of damage. `keeps`: fields of the gold that must read the same before and after."""

    name: str
    apply: Callable[[str, Random], str]
    keeps: frozenset[str] = ALL

    def __call__(self, text: str, seed: int) -> str:
        """The damaged text; the same seed always gives the same damage."""
        return self.apply(text, Random(f"{self.name}:{seed}"))


_WORD = re.compile(r"[^\W\d_]{4,}")
_LABEL = re.compile(r"(?m)^( ?\d{1,2}\.\d\.?)([^:\n]{4,28}?)(:|\s*$)")
_HEADING = re.compile(r"(?m)^ ?\d{1,2}(?:\.\d)?\. [^:\n]*:?|^Mô hình \d+:")
_PAGE_BREAK = re.compile(r"\n (?=\S)")


def _lose_letter(word: str, rng: Random) -> str:
    place = rng.randrange(1, len(word))
    return word[:place] + " " + word[place + 1 :]


def _drop_letters(text: str, rng: Random) -> str:
    """One word in fifty loses a letter; names written in capitals have no letter to spare."""
    return _WORD.sub(
        lambda m: _lose_letter(m[0], rng) if not m[0].isupper() and rng.random() < 0.02 else m[0],
        text,
    )


def _drop_label_letters(text: str, rng: Random) -> str:
    """Labels of the prose keep their number, their colon and about half of their letters."""

    def worn(match: re.Match[str]) -> str:
        body = "".join(" " if c.isalpha() and rng.random() < 0.5 else c for c in match[2])
        return match[1] + body + match[3]

    return _LABEL.sub(worn, text)


def _strip_diacritics(text: str, _rng: Random) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.translate(str.maketrans("đĐ", "dD"))


def _wrong_dashes(text: str, rng: Random) -> str:
    return re.sub(r"(?<=\s)[-–](?=\s)", lambda m: rng.choice("-–—−‐"), text)


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _merge_lines(text: str, rng: Random) -> str:
    """A third of the line breaks inside a paragraph disappear (the next line goes on in lower case)."""
    return re.sub(r"(?<=[^\W\d_] )\n\n(?=[a-zà-ỹđ])", lambda m: "" if rng.random() < 0.33 else m[0], text)


def _split_lines(text: str, rng: Random) -> str:
    """A tenth of the long lines break once more, never next to a figure."""

    def broken(line: str) -> str:
        gaps = [m.start() for m in re.finditer(r"(?<=[^\W\d_]{2}) (?=[a-zà-ỹđ]{2})", line)]
        if len(line) < 60 or not gaps or rng.random() >= 0.1:
            return line
        place = rng.choice(gaps)
        return f"{line[:place]} \n\n{line[place + 1 :]}"

    return "\n".join(broken(line) for line in _lines(text))


def _page_furniture(text: str, _rng: Random) -> str:
    """Every page begins with its number and ends with the line an office prints at the foot."""
    pages = _PAGE_BREAK.split(text)
    furnished = [pages[0]]
    for number, page in enumerate(pages[1:], start=2):
        furnished.append(f"{number} \n\n{page}")
    return "\n ".join(furnished)


SPELLINGS = {
    "Công an huyện": ("CA huyện", "CAH", "Công  an huyện", "Công An huyện"),
    "Phòng VHTT": ("Phòng VH-TT", "Phòng VH&TT", "Phòng Văn hóa và Thông tin", "Phòng Văn hoá - Thông tin"),
    "Phòng Văn hóa – thông tin": ("Phòng VHTT", "Phòng Văn hóa-Thông tin", "Phòng văn hóa và thông tin"),
    "Phòng GDĐT": ("Phòng GD&ĐT", "Phòng Giáo dục và Đào tạo", "Phòng GD-ĐT"),
    "Phòng TNMT": ("Phòng TN&MT", "Phòng Tài nguyên và Môi trường"),
    "Phòng LĐTBXH": ("Phòng LĐ-TB&XH", "Phòng Lao động - Thương binh và Xã hội", "Phòng LĐTB&XH"),
    "Phòng Kinh tế hạ tầng": ("Phòng KT-HT", "Phòng Kinh tế và Hạ tầng", "Phòng KTHT"),
    "Cục CS QLHC về TTXH": ("Cục C06", "Cục Cảnh sát QLHC về TTXH", "C06"),
    "Sở TTTT": ("Sở Thông tin và Truyền thông", "Sở TT&TT"),
    "Tổ CTTKĐA06": ("Tổ công tác triển khai Đề án 06", "Tổ CTĐA06"),
}


def _alias_units(text: str, rng: Random) -> str:
    """Offices under other spellings people use for them, in the annexes only (the letter names them in full)."""
    start = text.find("PHỤ LỤC")
    head, annex = text[:start], text[start:]
    # Wrapped names stay as they are; only a name standing whole on a line is respelled, half of the time.
    for name, others in SPELLINGS.items():
        annex = re.sub(
            rf"{re.escape(name)}(?=\W)",
            lambda m, others=others: rng.choice(others) if rng.random() < 0.5 else m[0],
            annex,
        )
    return head + annex


def _swap_d(text: str, rng: Random) -> str:
    """Đ typed as D or as the Icelandic eth, which looks the same."""
    swaps = {"Đ": "DÐĐ", "đ": "dðđ"}
    return "".join(rng.choice(swaps[c]) if c in swaps and rng.random() < 0.3 else c for c in text)


_TCVN3_PAIRS = (
    "àµ ả¶ ã· á¸ ạ¹ ă¨ ằ» ẳ¼ ẵ½ ắ¾ ặÆ â© ầÇ ẩÈ ẫÉ ấÊ ậË đ® èÌ ẻÎ ẽÏ éÐ ẹÑ êª ềÒ ểÓ ễÔ ếÕ ệÖ ì× ỉØ ĩÜ íÝ ịÞ "
    "òß ỏá õâ óã ọä ô« ồå ổæ ỗç ốè ộé ơ¬ ờê ởë ỡì ớí ợî ùï ủñ ũò úó ụô ư\xad ừõ ửö ữ÷ ứø ựù ỳú ỷû ỹü ýý ỵþ "
    "Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§"
)
_TCVN3 = {pair[0]: pair[1] for pair in _TCVN3_PAIRS.split(" ")}


def to_tcvn3(text: str) -> str:
    """The text as typed with a .VnTime font; accented capitals get the code of the small letter, as .VnTimeH does."""
    return "".join(_TCVN3.get(c) or _TCVN3.get(c.lower()) or c for c in unicodedata.normalize("NFC", text))


def _tcvn3(text: str, _rng: Random) -> str:
    return to_tcvn3(text)


def _lose_blank_lines(text: str, _rng: Random) -> str:
    return re.sub(r"\n(?:[ \t]*\n)+", "\n", text)


def _double_spaces(text: str, rng: Random) -> str:
    return re.sub(r"(?<=\S) (?=\S)", lambda m: "  " if rng.random() < 0.15 else " ", text)


def _hard_spaces(text: str, rng: Random) -> str:
    return re.sub(r"(?<=\S) (?=\S)", lambda m: "\xa0" if rng.random() < 0.15 else " ", text)


def _uppercase(text: str, _rng: Random) -> str:
    """Headings of items and labels of their parts in capitals, as some offices type them."""
    return _HEADING.sub(lambda m: m[0].upper(), text)


def _shout(text: str, _rng: Random) -> str:
    """Everything in capitals: names and verbs no longer differ from abbreviations."""
    return text.upper()


def _decompose(text: str, _rng: Random) -> str:
    return unicodedata.normalize("NFD", text)


def _windows_ends(text: str, _rng: Random) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


MUTATIONS = (
    Mutation("drop_letters", _drop_letters, ALL - {"narrative.coordinate", "table.coordinate"}),
    Mutation("drop_label_letters", _drop_label_letters),
    Mutation("strip_diacritics", _strip_diacritics),
    Mutation("wrong_dashes", _wrong_dashes),
    Mutation("merge_lines", _merge_lines),
    Mutation("split_lines", _split_lines),
    Mutation("page_furniture", _page_furniture),
    Mutation("alias_units", _alias_units),
    Mutation("swap_d", _swap_d),
    Mutation("tcvn3", _tcvn3),
    Mutation("lose_blank_lines", _lose_blank_lines),
    Mutation("double_spaces", _double_spaces),
    Mutation("hard_spaces", _hard_spaces),
    Mutation("uppercase", _uppercase),
    Mutation("shout", _shout, GROUPS | LETTER | DEADLINES | {"group_count", "table.lead_is_request"}),
    Mutation("decompose", _decompose),
    Mutation("windows_ends", _windows_ends),
)
