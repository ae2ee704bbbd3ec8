"""Texts typed with TCVN3 (.VnTime) and VNI fonts, brought to Unicode.

Such files store Latin-1 characters that only look Vietnamese in their font: "Hµ Néi", "Haø Noäi". ``to_unicode``
recognises them by asking which reading yields Vietnamese syllables; text that is already Unicode is never touched
on doubt, because a wrong conversion cannot be seen by whoever reads the result.
"""

import re
from typing import Literal

from dean06.kernel.base.syllables import is_syllable
from dean06.kernel.base.text import nfc

Encoding = Literal["unicode", "tcvn3", "vni"]

# TCVN 5712:1993, character set VN3 and the capitals of VN2; 0xB0-0xB4 stay themselves (they show ° ± ² ³ ´).
_TCVN3_FROM_A1 = "ĂÂÊÔƠƯĐăâêôơưđẰ°±²³´àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
_TCVN3 = {0xA1 + offset: char for offset, char in enumerate(_TCVN3_FROM_A1)}

# VNI writes a base letter, then one sign that carries its shape, its tone or both.
_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_CIRCUMFLEX = dict(zip("âáàåãä", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_BREVE = dict(zip("êéèúüë", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_SINGLE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}

# Share of the accented words that must become Vietnamese for a conversion to be believed, and the least share of
# accented words: real Vietnamese has two in three, a footnote sign in a plain text has one in hundreds.
BELIEVED_SHARE = 0.8
LEAST_ACCENTED_SHARE = 0.25

# What a text typed with these fonts can hold: Latin-1 and the typographic signs of Windows-1252.
_LEGACY_REACH = re.compile(
    r"[\x00-\xff\u0152\u0153\u0160\u0161\u017d\u017e\u0178\u0192\u02c6\u02dc\u2010-\u203a\u20ac\u2122]*"
)
_WORD = re.compile(r"[A-Za-z\xa1-\xff]+")
_STARTS_WITH_SIGN = re.compile(r"[\xa1-\xad\xaf-\xbf]")
_MICRO_UNIT = re.compile(r"µ[A-Za-z]{1,3}")
_ABBREVIATION = re.compile(r"[A-ZĐ]*Đ[A-ZĐ]*")
_ASCII_LETTER = re.compile(r"[A-Za-z]")


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """TCVN3 text as Unicode; ``capitals`` for fonts whose name ends in H, which show small letters as capitals."""
    converted = nfc(text.translate(_TCVN3))
    return converted.upper() if capitals else converted


def from_vni(text: str) -> str:
    """VNI-Windows text as Unicode."""
    return _VNI_SEQUENCE.sub(lambda match: _VNI[match.group()], text)


def to_unicode(text: str) -> tuple[str, Encoding]:
    """The text in Unicode (NFC) and the encoding it was found in. Looks at the text as a whole, never word by word."""
    if text.isascii() or not _LEGACY_REACH.fullmatch(nfc(text)):
        return nfc(text), "unicode"
    words = _WORD.findall(nfc(text))
    accented = [word for word in words if _is_evidence(word)]
    if not accented or len(accented) < LEAST_ACCENTED_SHARE * len(words):
        return nfc(text), "unicode"
    readings: dict[Encoding, list[str]] = {
        "unicode": accented,
        "tcvn3": [from_tcvn3(word) for word in accented],
        "vni": [from_vni(word) for word in accented],
    }
    score = {encoding: sum(map(_reads_well, reading)) for encoding, reading in readings.items()}
    best = max(score, key=lambda encoding: score[encoding])  # the first wins a tie: Unicode
    if best == "unicode" or score[best] < BELIEVED_SHARE * len(accented):
        return nfc(text), "unicode"
    return (from_tcvn3(nfc(text)) if best == "tcvn3" else from_vni(nfc(text))), best


def _is_evidence(word: str) -> bool:
    """True for a word whose accented characters say something; a lone sign (½, ©) or a unit (µm) does not."""
    if word.isascii() or _MICRO_UNIT.fullmatch(word):
        return False
    return bool(_ASCII_LETTER.search(word)) or not _STARTS_WITH_SIGN.match(word)


def _reads_well(word: str) -> bool:
    return is_syllable(word) or _ABBREVIATION.fullmatch(word) is not None


def _vni_table() -> dict[str, str]:
    """Every VNI sequence with its Unicode letter, in small, capital and mixed spelling."""
    table = dict(_VNI_SINGLE)
    for base, shapes in {"a": "\u0302\u0306", "e": "\u0302", "o": "\u0302"}.items():
        for shape in shapes:
            signs = _VNI_BREVE if shape == "\u0306" else _VNI_CIRCUMFLEX
            table.update({base + sign: base + shape + tone for sign, tone in signs.items()})
    for base in ("a", "e", "o", "u", "y", "ô", "ö"):
        for sign, tone in _VNI_TONES.items():
            table[base + sign] = _VNI_SINGLE.get(base, base) + tone
    capitals = {sequence.upper(): value.upper() for sequence, value in table.items()}
    mixed = {sequence[0].upper() + sequence[1:]: value.upper() for sequence, value in table.items()}
    return {sequence: nfc(value) for sequence, value in {**table, **capitals, **mixed}.items()}


_VNI = _vni_table()
_VNI_SEQUENCE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
