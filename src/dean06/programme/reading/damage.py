"""Reading through the damage of scanning: flat text for patterns, damaged labels, lost letters with one restoration."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from dean06.kernel.base.text import fold

# Cost of one difference between a label and the text in front of a section (see `label_fit`).
_HIDDEN = 0.3  # a space stands where the label has a letter: the letter was lost in place
_DROPPED = 0.55  # the label's letter is gone without trace
_EXTRA_SPACE = 0.25
_FOREIGN = 2.0  # a letter that the label does not have there
LONGEST_LABEL_AREA = 48
# A damaged label takes at most so many signs more than a whole one.
LONGEST_EXTRA = 12
BELIEVED = 0.75
LONGER = 0.02


class _Flat(dict[int, str]):
    """For ``str.translate``: one sign for each sign, learned as it is met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold(char)
        self[code] = folded if len(folded) == 1 else " " if char.isspace() else char
        return self[code]


_FLAT = _Flat()


def flat(text: str) -> str:
    """``text`` in lower case without tones and with every blank a space: same length, so offsets stay true."""
    return text.translate(_FLAT)


def label_fit(label: str, text: str) -> tuple[float, int]:
    """How well ``text`` begins with a damaged ``label`` (both flat), and where the rest begins.

    1.0 is an undamaged label; letters that became spaces cost little, foreign letters cost much.
    """
    area = text[: min(LONGEST_LABEL_AREA, len(label) + LONGEST_EXTRA)]
    width = len(area) + 1
    previous = [column * _EXTRA_SPACE if not area[:column].strip() else column * _FOREIGN for column in range(width)]
    for letter in label:
        left = previous[0] + _DROPPED
        current = [left]
        for column, here in enumerate(area):
            is_gap = here == " "
            step = 0.0 if here == letter else _HIDDEN if is_gap else _FOREIGN
            # The cheapest of: this letter here, this letter dropped, a sign here that is none of the label's.
            cost = previous[column] + step
            dropped = previous[column + 1] + _DROPPED
            extra = left + (_EXTRA_SPACE if is_gap else _FOREIGN)
            left = min(cost, dropped)
            left = min(left, extra)
            current.append(left)
        previous = current
    end = min(range(width), key=lambda column: (round(previous[column], 6), column))
    return 1.0 - previous[end] / max(1, len(label)), end


def worn(words: str) -> str:
    """A pattern (for flat text) of ``words``, each whole or with one letter lost, its place left empty."""
    return r"\s+".join(_worn_word(word) for word in words.split())


def _worn_word(word: str) -> str:
    forms = [word, *(word[:lost] + r"\s" + word[lost + 1 :] for lost in range(len(word)))]
    return f"(?:{'|'.join(forms)})"


# A word on its own; behind a wide gap it may have lost its first letter.
_TOKEN = re.compile(r"(?<!  )(?<![^\W_])[^\W_]+")
# A fragment this long that is no word of the document may be one without its first letter.
MIN_HEADLESS = 4


class Vocabulary:
    """Whole words of the document itself, used to restore a word that lost letters when only one fits."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(word.lower() for word in _TOKEN.findall(text))
        self._words = frozenset(word for word, count in counts.items() if count >= 2)
        self._by_shape: dict[tuple[str, int], list[str]] = {}
        self._by_tail: dict[str, list[str]] = {}
        for word in self._words:
            if len(word) < 2 or word.isdigit():
                continue
            self._by_tail.setdefault(word[1:], []).append(word)
            for lost in range(1, len(word)):
                self._by_shape.setdefault((word[:lost] + " " + word[lost + 1 :], len(word)), []).append(word)

    def whole(self, fragment: str) -> str | None:
        """The one word of the document that ``fragment`` ("iosk") is without its first letter; None if it is a word."""
        small = fragment.lower()
        found = self._by_tail.get(small, [])
        return found[0] if len(small) >= MIN_HEADLESS and small not in self._words and len(found) == 1 else None

    def completions(self, damaged: str) -> list[str]:
        """Words of the document that become ``damaged`` ("nh m") when one letter is blanked."""
        return self._by_shape.get((damaged.lower(), len(damaged)), [])


_HEADLESS = re.compile(r"(?<![^\W_])[^\W\d_]+")
_BROKEN = re.compile(r"(?<![^\W_])([^\W\d_]{1,5}) ([^\W\d_]{0,5})(?![^\W_])")


def restore(text: str, vocabulary: Vocabulary) -> str:
    """``text`` with words completed where exactly one word of the document fits the gap; otherwise untouched."""

    def complete(match: re.Match[str]) -> str:
        found = set(vocabulary.completions(match.group()))
        if len(found) != 1:
            return match.group()
        word = found.pop()
        # Two whole words with a space between are no damage ("các ban"), unless the joined word is the likelier.
        return _in_case_of(word, match.group())

    def complete_head(match: re.Match[str]) -> str:
        word = vocabulary.whole(match.group())
        return match.group() if word is None else _in_case_of(word, "X" if match.start() == 0 else "x")

    return _HEADLESS.sub(complete_head, _BROKEN.sub(complete, text))


def _in_case_of(word: str, model: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def restore_from(damaged: str, other: str) -> str:
    """``damaged`` with its broken words taken from ``other``, the same words in the other annex, where they fit.

    Both are aligned word by word; what stands between equal words is replaced only when its letters are what is left
    of the words standing opposite: in order, and in the room those words would need.
    """
    left, right = list(re.finditer(r"\S+", damaged)), other.split()
    pairs = common_words([match.group() for match in left], right)
    restored: list[str] = []
    at_left = at_right = 0
    for i, j in [*pairs, (len(left), len(right))]:
        start = left[at_left - 1].end() if at_left else 0
        end = left[i].start() if i < len(left) else len(damaged)
        restored.extend(_fill(damaged[start:end], right[at_right:j]))
        if i < len(left):
            restored.append(left[i].group())
        at_left, at_right = i + 1, j + 1
    return " ".join(restored)


def common_words(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Equal words in order (longest common subsequence)."""
    a, b = [bare(word) for word in left], [bare(word) for word in right]
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            same = a[i] == b[j] and a[i]
            table[i][j] = table[i + 1][j + 1] + 1 if same else max(table[i + 1][j], table[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j] and a[i]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def bare(word: str) -> str:
    return "".join(c for c in fold(word) if c.isalnum())


def _fill(room: str, whole: list[str]) -> list[str]:
    """The whole words, if the broken pieces in ``room`` are what is left of them after losing letters; else those."""
    broken = room.split()
    left, right = "".join(map(bare, broken)), "".join(map(bare, whole))
    if not right or left == right:
        return broken
    if is_subsequence(left, right) and len(left) < len(right):
        fits = abs(len(room) - 2 - len(" ".join(whole))) <= 1 and "  " in room + " "
        mostly = len(left) * 2 >= len(right) and len(right) - len(left) <= 1 + len(whole) * 2
        if fits or (broken and mostly):
            return [_in_case_of(word, room.strip()) for word in whole] if room.strip().isupper() else whole
    if len(broken) == len(whole):
        return [_longer(a, b) for a, b in zip(broken, whole, strict=True)]
    return broken


def _longer(word: str, other: str) -> str:
    """The one of two readings of a word that the other is a damaged form of."""
    one, two = bare(word), bare(other)
    if len(one) < len(two) <= len(one) + 2 and one and is_subsequence(one, two):
        return _in_case_of(other.lower(), word)
    return word


def is_subsequence(short: str, long: str) -> bool:
    """Whether ``short`` is what remains of ``long`` after dropping letters."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def best_label(text: str, labels: Mapping[str, tuple[str, ...]]) -> list[tuple[float, str, int]]:
    """For each meaning in ``labels`` its best fit at the start of ``text``: (fit, meaning, where the rest begins)."""
    return list(_best_label(flat(text[:LONGEST_LABEL_AREA]), tuple(labels.items())))


@lru_cache(maxsize=2048)
def _best_label(start: str, labels: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[float, str, int], ...]:
    whole = _whole_label(start, labels)
    if whole is not None:
        return (whole, *((0.0, meaning, 0) for meaning, _ in labels if meaning != whole[1]))
    fits = []
    for meaning, spellings in labels:
        measured = [(*label_fit(spelling, start), len(spelling)) for spelling in spellings]
        # Of two labels that fit, the longer explains more of the text.
        fit, end, _ = max(measured, key=lambda found: found[0] + (LONGER * found[2] if found[0] > BELIEVED else 0))
        fits.append((fit, meaning, end))
    return tuple(sorted(fits, reverse=True))


def _whole_label(start: str, labels: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[float, str, int] | None:
    """The undamaged label, up to its colon, that the text begins with: the common case, and far cheaper."""
    found = [
        (len(spelling), meaning, match.end())
        for meaning, spellings in labels
        for spelling in spellings
        if (match := re.match(r"\s*" + spelling.replace(" ", r"\s+") + r"(?=\s*(?:[:.]|$))", start))
    ]
    if not found:
        return None
    _, meaning, end = max(found)
    return 1.0, meaning, end
