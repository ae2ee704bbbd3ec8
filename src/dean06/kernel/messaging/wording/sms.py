"""Text messages: which letters fit, and how many segments a text takes.

3GPP TS 23.038 (alphabets) and TS 23.040 9.2.3.24 (a message of several segments loses six octets of each to a
header). Vietnamese operators charge by segment, which is why templates without tones exist at all.
"""

from collections.abc import Iterable

from dean06.kernel.base.text import nfc, unaccent
from dean06.kernel.messaging.wording.types import Alphabet

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
SINGLE = {Alphabet.GSM7: 160, Alphabet.UCS2: 70}
JOINED = {Alphabet.GSM7: 153, Alphabet.UCS2: 67}
UNKNOWN = "?"
BEYOND_UCS2 = 0xFFFF
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\t": " "}
    | {"[": "(", "]": ")", "{": "(", "}": ")", "~": "-", "|": "/", "\\": "/", "₫": "d", "^": "", "`": "'"}
)


def strange(text: str, alphabet: Alphabet) -> str:
    """The characters of a text that its alphabet does not have, each once, in order."""
    return "".join(dict.fromkeys(char for char in text if not _width(char, alphabet)))


def fit(text: str, alphabet: Alphabet) -> str:
    """A value as the alphabet can write it: without tones in GSM-7, typographic signs made plain, the rest as "?".

    In GSM-7 no sign of the extension table is left, so a value takes as many septets as it has characters.
    """
    if alphabet is Alphabet.UCS2:
        return "".join(char if ord(char) <= BEYOND_UCS2 else UNKNOWN for char in nfc(text))
    return "".join(char if char in BASIC else UNKNOWN for char in unaccent(text.translate(_PLAIN)))


def segments(text: str, alphabet: Alphabet) -> int:
    """How many segments a text takes; 0 for none. A character is never split over two segments.

    ValueError for a character the alphabet does not have.
    """
    if missing := strange(text, alphabet):
        raise ValueError(f"not in {alphabet}: {missing!r}")
    widths = [_width(char, alphabet) for char in text]
    if not widths:
        return 0
    return 1 if sum(widths) <= SINGLE[alphabet] else _packed(widths, JOINED[alphabet])


def _packed(widths: Iterable[int], room: int) -> int:
    count, used = 1, 0
    for width in widths:
        if used + width > room:
            count, used = count + 1, 0
        used += width
    return count


def _width(char: str, alphabet: Alphabet) -> int:
    """Septets or UTF-16 code units; 0 when it cannot be written."""
    if alphabet is Alphabet.UCS2:
        return 1 if ord(char) <= BEYOND_UCS2 else 2
    if char in BASIC:
        return 1
    return 2 if char in EXTENDED else 0
