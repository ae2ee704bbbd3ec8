"""Vietnamese text: one normal form, one folding for search, one sort key, all stored beside the text they describe.

PostgreSQL is used without ICU, so neither searching without diacritics nor dictionary order can be left to it.
"""

import re
import unicodedata

_D_STROKE = str.maketrans({"đ": "d", "Đ": "D"})
_NOT_SEEN = frozenset({"Mn", "Cf"})

# Tones in dictionary order: ngang (none), huyền, hỏi, ngã, sắc, nặng. The characters standing for them sort
# below every digit and letter and above the space, so that "ba ba" < "bà" < "bác".
_LEVEL_TONE = "!"
_TONES = {"\u0300": "#", "\u0309": "$", "\u0303": "%", "\u0301": "&", "\u0323": "("}
# Letters that follow their base letter in the alphabet; "{" and "|" sort after "z".
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_LETTERS = {
    "a" + _BREVE: "a{",
    "a" + _CIRCUMFLEX: "a|",
    "e" + _CIRCUMFLEX: "e{",
    "o" + _CIRCUMFLEX: "o{",
    "o" + _HORN: "o|",
    "u" + _HORN: "u{",
}
_SHAPES = frozenset({_BREVE, _CIRCUMFLEX, _HORN})
_NUMBER = re.compile(r"\d+")
_LONGEST_COUNTED_NUMBER = 9


def nfc(text: str) -> str:
    """The text in Unicode normal form C, the only form stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Text for searching: lower case, no tones or other marks, đ as d, invisible characters gone, single spaces."""
    lowered = _without_marks(_without_marks(text).lower())
    return nfc(" ".join(lowered.translate(_D_STROKE).split()))


def unaccent(text: str) -> str:
    """The text as written without Vietnamese letters (bank transfers, text messages): no marks, đ as d, case kept."""
    return nfc(_without_marks(text).translate(_D_STROKE))


def sort_key(text: str) -> str:
    """Key whose plain code point order ("C" collation) is Vietnamese dictionary order, syllable by syllable.

    Letters decide first (a ă â b c d đ e ê ...), then the tone of the syllable (ngang huyền hỏi ngã sắc nặng).
    Numbers compare by value, punctuation and letter case do not count.
    """
    decomposed = unicodedata.normalize("NFD", text.lower())
    separated = "".join(char if _counts(char) else " " for char in decomposed)
    return " ".join(_syllable_key(word) for word in separated.split())


def name_sort_key(full_name: str) -> str:
    """Sort key of a person's name as Vietnamese lists have it: given name (the last word), then the rest."""
    words = full_name.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))


def is_same_name(one: str, other: str) -> bool:
    """Whether two ways of writing are one name: letter case, blanks and where the tone stands do not matter (Hòa, Hoà).

    Which tone, and every letter, does: Hoa and Hòa are two names.
    """
    return sort_key(one) == sort_key(other)


class _Seen(dict[int, int | None]):
    """For ``str.translate``: each code point itself, or None for what nobody sees; learned as it is met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) in _NOT_SEEN else code
        return self[code]


_SEEN = _Seen()


def _without_marks(text: str) -> str:
    return unicodedata.normalize("NFD", text).translate(_SEEN)


def _counts(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) == "Mn"


def _syllable_key(word: str) -> str:
    """Letters of one syllable followed by its tone; ``word`` is lower case NFD."""
    letters: list[str] = []
    tones = ""
    for char in word:
        if char in _TONES:
            tones += _TONES[char]
        elif char in _SHAPES and letters:
            letters[-1] = _LETTERS.get(letters[-1] + char, letters[-1])
        elif unicodedata.category(char) != "Mn":
            letters.append("d{" if char == "đ" else char)
    return _NUMBER.sub(_number_key, "".join(letters)) + (tones or _LEVEL_TONE)


def _number_key(match: re.Match[str]) -> str:
    """A number led by its count of digits, so that 2 comes before 10."""
    digits = match.group().lstrip("0") or "0"
    return f"{min(len(digits), _LONGEST_COUNTED_NUMBER)}{digits}"
