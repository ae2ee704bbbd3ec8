"""Platforms and tools: a list whose items have lost some of their separators."""

import re

from dean06.kernel.parties.names import squash
from dean06.programme.reading.damage import flat, worn
from dean06.programme.reading.lines import tidy

# Names long enough to be known with a letter lost, and those that are not.
_NAMES = (
    "can cuoc|co so du lieu|phan mem|he thong|ung dung|cong thong tin|cong dich vu|nen tang|du lieu dan cu|camera"
    "|mang xa hoi|van ban chi dao|website|trung tam giam sat|facebook|thiet bi|dau doc|bieu mau"
)
_WORDS = "|".join(
    [
        *(worn(name) for name in _NAMES.split("|")),
        r"vneid|viet\s?qr|cccd|csdl|cong\s+dvc|lgsp|app(?![a-z])|kiosk|iosk|call\s?cent|asm(?![a-z])|zalo",
        r"the(?=\s+cccd)|phieu",
    ]
)
_TOOL = re.compile(rf"(?<![a-z])(?:{_WORDS})")
_BEGINS = re.compile(rf"\s*(?:{_WORDS})")
# A new item begins after these, or after a wide gap or line end in front of a capital (the comma was lost).
_SEPARATOR = re.compile(
    r"[;,]\s*(?![^(]*\))|(?<=[^\s,;])(?:[ \t]{2,}|[ \t]*\n\s*)(?=[A-ZĐÂĂÊÔƠƯ])|\n\s*[-–+•]\s*|(?<!\w)và(?!\w)"
)
_GLOSS = re.compile(r"^([^:(]{2,40}):\s+(?=[^\W\d_]).*$", re.DOTALL)
# What the tool is for is not its name.
_USE = re.compile(r"\s(?:thay thế|để|nhằm|phục vụ)\s")
_UNFINISHED = (" the", " ung dung", " phan mem")
LONGEST_TOOL = 120


def looks_like_tools(text: str) -> bool:
    """Whether ``text`` names a platform, a system, a card or the like."""
    return bool(_TOOL.search(flat(text)))


def begins_tool(text: str) -> bool:
    """Whether ``text`` begins with the name of a platform, a system, a card or the like."""
    return bool(_BEGINS.match(flat(text[:60])))


def read_tools(text: str) -> list[str]:
    """The tools of a list, as written, each once. "VNeID: xác thực ..." is the tool VNeID and what it is used for."""
    cleaned = re.sub(r"^[\s:.,;]+", "", text)
    items: list[str] = []
    position = 0
    for match in [*_SEPARATOR.finditer(cleaned), None]:
        end = match.start() if match else len(cleaned)
        piece = cleaned[position:end]
        if match and not _may_split(piece, cleaned[match.end() :], match.group()):
            continue
        items.append(piece)
        position = match.end() if match else end
    tidied = (_name(item) for item in items)
    kept: dict[str, str] = {}
    for item in tidied:
        if len(squash(item)) > 1:
            kept.setdefault(tool_key(item), item)
    return list(kept.values())


def _may_split(left: str, right: str, separator: str) -> bool:
    """A joint without a comma splits only before a word that begins a tool; "và" only between two tools."""
    is_tool = begins_tool(right)
    if separator.strip() == ";" or re.match(r"\n\s*[-–+•]", separator):
        return True
    if separator.strip() == ",":
        return is_tool or right[:1].isupper()
    if separator == "và":
        return is_tool and looks_like_tools(left)
    return is_tool and looks_like_tools(left) and not flat(left).rstrip().endswith(_UNFINISHED)


def _name(item: str) -> str:
    words = tidy(item).strip(" .;,:-–+•")
    gloss = _GLOSS.match(words)
    if gloss and looks_like_tools(gloss.group(1)):
        words = gloss.group(1).strip()
    words = _USE.split(words)[0]
    return words[:LONGEST_TOOL]


_SAME = ((r"(?<![a-z])c\s?h?i?\s?p(?![a-z])", "chip"), (r"^the\s+(?=cccd)", ""), (r"csdlqg ve dan cu", "csdlqg ve dc"))


def tool_key(tool: str) -> str:
    """The tool without spelling differences, for comparing."""
    plain = flat(tool)
    for pattern, same in _SAME:
        plain = re.sub(pattern, same, plain)
    return squash(plain)
