"""Finding known spellings in damaged Vietnamese text.

Scanned annexes lose letters ("Công an huy n"), tones, spaces and dashes. Text and spellings are therefore compared as
streams of folded letters and digits; the gaps between them are kept only as evidence of where a letter fell out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dean06.kernel.base.text import fold

# Cost of one difference. A letter lost where the text shows a gap inside a word is the commonest and surest damage.
LOST_IN_GAP = 0.5
LOST = 1.0
REPLACED = 1.25
ADDED = 1.25
BORDER = 0.5
# A spelling may cost at most this share of its length; shorter ones than MIN_TOLERANT must match exactly.
TOLERANCE = 0.2
MIN_TOLERANT = 6
# Up to this length a single letter may be missing, and only where a gap shows it.
SHORT = 7
HIGHEST_COST = 4.0
# Cost a damaged beginning may run up before its letters have earned it.
ADVANCE = 0.75
# Blanks in a row where a word of two letters and more was.
LOST_WORD = 4
# How a gap before a letter is marked: none, a space, room for a lost letter.
WIDE = 2
# A spelling run together with its neighbour ("PhòngVHTTchủ trì") is believed only when this long.
MIN_UNBORDERED = 7
# Acronyms that may be known with a letter blank.
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 5
# Stray letters a reading can hold at most, and one more so that it never sees the end of its window.
MOST_ADDED = 5
# Readings remembered.
MOST_READ = 32768
_WORD = re.compile(r"[a-z0-9]+")
_NO_LETTER = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    return "".join(c for c in fold(char) if c.isalnum())


class Letters:
    """The folded letters and digits of a text, each knowing its offset in the text."""

    __slots__ = ("__dict__", "at", "chars", "gap", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        chars: list[str] = []
        self.at: list[int] = []
        self.gap: list[bool] = []
        gap = True
        for offset, char in enumerate(text):
            folded = _fold_char(char)
            # A combining mark folds to nothing but does not part two letters.
            if not folded:
                gap = gap or not _is_mark(char)
                continue
            for letter in folded:
                chars.append(letter)
                self.at.append(offset)
                self.gap.append(gap)
                gap = False
        self.chars = "".join(chars)

    def __len__(self) -> int:
        return len(self.chars)

    @cached_property
    def gaps(self) -> bytes:
        """For each letter and the end: 0 inside a word, 1 after a gap, ``WIDE`` with room for a lost letter."""
        codes = [WIDE if self.wide_gap(index) else int(gap) for index, gap in enumerate(self.gap)]
        return bytes([*codes, 1])

    def end_offset(self, index: int) -> int:
        """Offset just after letter ``index - 1``, its combining marks included."""
        if index <= 0:
            return 0
        end = self.at[index - 1] + 1
        while end < len(self.text) and _is_mark(self.text[end]):
            end += 1
        return end

    def wide_gap(self, index: int) -> bool:
        """Whether there is room for a lost letter before this one: a second space, or one at the start of a line."""
        # At the start of the text a single space is all that can be seen of it.
        return self.text[max(0, self.at[index] - 2) : self.at[index]] in ("  ", "\n ", " ")

    def starts_word(self, index: int) -> bool:
        """Whether a word may begin at the letter: after a gap, or a capital run on to what precedes it."""
        if self.gap[index]:
            return True
        here, before = self.text[self.at[index]], self.text[self.at[index - 1]]
        return here.isupper() and not before.isupper()

    def ends_word(self, index: int) -> bool:
        """Whether a word may end just before letter ``index``."""
        return index >= len(self.chars) or self.gap[index]


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return not char.isspace() and fold(char) == ""


def squash(text: str) -> str:
    """The folded letters and digits of ``text`` alone: the form in which spellings are compared."""
    return _NO_LETTER.sub("", fold(text))


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write the thing called ``key``; ``words`` are the lengths of its words in letters."""

    key: str
    letters: str
    written: str
    words: tuple[int, ...]
    is_acronym: bool


def spelling(key: str, written: str) -> Spelling:
    """``written`` prepared for comparison. Short and all capitals: lower-case text is not a mention of it."""
    alphabetic = [c for c in written if c.isalpha()]
    words = tuple(len(word) for word in _WORD.findall(fold(written)))
    is_acronym = len(alphabetic) <= 5 and all(c.isupper() for c in alphabetic)
    return Spelling(key, squash(written), written, words, is_acronym)


@dataclass(frozen=True, slots=True)
class Hit:
    """A spelling found from letter ``start`` to letter ``end`` (exclusive) at some cost."""

    start: int
    end: int
    spelling: Spelling
    cost: float

    @property
    def score(self) -> float:
        """Letters explained less the price of the differences; the best hit at a place has the highest."""
        return len(self.spelling.letters) - 2.5 * self.cost


class _Node:
    __slots__ = ("children", "deepest", "limit", "spellings")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.spellings: list[Spelling] = []
        self.deepest = 0
        self.limit = 0.0  # highest cost of the longest spelling below

    def holds(self, length: int) -> None:
        """A spelling of so many letters lies below."""
        self.deepest = max(self.deepest, length)
        self.limit = allowed_cost(self.deepest)

    def below(self) -> Iterator[Spelling]:
        """Every spelling that goes on from here."""
        for child in self.children.values():
            yield from child.spellings
            yield from child.below()


# Where a search stands: node of the spellings, letters of the spelling and of the text used, cost so far.
_State = tuple[_Node, int, int, float]


def allowed_cost(length: int) -> float:
    """Highest total cost at which a spelling of ``length`` letters is still recognised."""
    if length <= SHORT:
        return LOST_IN_GAP if length >= MIN_TOLERANT else 0.0
    return min(HIGHEST_COST, TOLERANCE * length)


class Lexicon:
    """A set of spellings, searchable in damaged text."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        self._root = _Node()
        # By what is left of an acronym when one letter is blank; None where several bodies come to the same.
        self._blanked: dict[str, Spelling | None] = {}
        # Ways to divide a row are many, and all look at the same words again.
        self._tolerant = lru_cache(maxsize=MOST_READ)(self._read)
        for key, written in spellings:
            self._add(spelling(key, written))

    def _add(self, entry: Spelling) -> None:
        for blank in _blanks(entry):
            known = self._blanked.setdefault(blank, entry)
            self._blanked[blank] = known if known is not None and known.key == entry.key else None
        node = self._root
        for letter in entry.letters:
            node.holds(len(entry.letters))
            node = node.children.setdefault(letter, _Node())
        node.holds(len(entry.letters))
        if all(known.key != entry.key for known in node.spellings):
            node.spellings.append(entry)

    def exact_at(self, letters: Letters, start: int) -> list[Hit]:
        """Undamaged spellings beginning at letter ``start``, shortest first."""
        hits: list[Hit] = []
        node, index = self._root, start
        while True:
            if node.spellings:
                cost = 0.0 if letters.ends_word(index) else BORDER
                # Run on into the next word: the name's own last word must then stand in one piece.
                if not cost or (index - start >= MIN_UNBORDERED and not letters.gap[index - 1]):
                    hits.extend(
                        Hit(start, index, entry, cost + _split(letters, start, entry)) for entry in node.spellings
                    )
            if index >= len(letters.chars) or letters.chars[index] not in node.children:
                return hits
            node = node.children[letters.chars[index]]
            index += 1

    def blanked_at(self, letters: Letters, start: int) -> Hit | None:
        """The one acronym that stands at letter ``start`` with a letter lost and its place left empty ("B XH")."""
        at = letters.at[start]
        # The blank may be the first sign of it; there must be room for it in front.
        first = at - 1 if letters.wide_gap(start) else at
        for size in range(LONGEST_ACRONYM, SHORTEST_ACRONYM - 1, -1):
            for begins in {first, at}:
                written = letters.text[begins : begins + size]
                entry = self._blanked.get(written)
                last = start + size - 1
                if entry is not None and len(written) == size and letters.ends_word(last):
                    return Hit(start, last, entry, LOST_IN_GAP)
        return None

    def may_go_on(self, letters: Letters, hit: Hit) -> bool:
        """Whether a longer spelling may be hiding, damaged, behind a short exact one ("Công an huy n")."""
        if hit.end >= len(letters):
            return False
        node = self._root
        for letter in hit.spelling.letters:
            node = node.children[letter]
        between = letters.text[letters.at[hit.end - 1] + 1 : letters.at[hit.end]].strip(" \n-–—")
        # A comma is a list's, unless the name itself goes on with what follows it ("các phòng, ban, ngành").
        if between not in ("", ","):
            return False
        return letters.chars[hit.end] in node.children or (bool(node.children) and letters.wide_gap(hit.end))

    def may_be_cut(self, letters: Letters, hit: Hit) -> bool:
        """Whether a whole word is lost behind the hit that would have made it the name of somebody else."""
        end = letters.end_offset(hit.end)
        behind = letters.text[end : end + LOST_WORD]
        if len(behind) < LOST_WORD or behind.strip(" "):
            return False
        node = self._root
        for letter in hit.spelling.letters:
            node = node.children[letter]
        return any(entry.key != hit.spelling.key for entry in node.below())

    def tolerant_at(self, letters: Letters, start: int) -> list[Hit]:
        """Spellings beginning at letter ``start`` within their allowed cost, each word still recognisable."""
        end = start + self._root.deepest + MOST_ADDED
        found = self._tolerant(letters.chars[start:end], letters.gaps[start : end + 1])
        return [Hit(start, start + size, entry, cost) for size, entry, cost in found]

    def _read(self, chars: str, gaps: bytes) -> tuple[tuple[int, Spelling, float], ...]:
        """How far each spelling reaches that ``chars`` may begin with, and at what cost."""
        ends: dict[tuple[int, str], Spelling] = {}
        seen: dict[tuple[int, int], float] = {}
        work: list[_State] = [(self._root, 0, 0, 0.0)]
        while work:
            state = work.pop()
            node, _, index, cost = state
            place = (id(node), index)
            if seen.get(place, HIGHEST_COST + 1) <= cost:
                continue
            seen[place] = cost
            if node.spellings and index and gaps[index]:
                ends.update({(index, entry.letters): entry for entry in node.spellings})
            _step(chars, gaps, state, work)
        priced = ((end, entry, _align(entry, chars[:end], gaps[: end + 1])) for (end, _), entry in ends.items())
        return tuple((end, entry, cost) for end, entry, cost in priced if cost is not None)


def _blanks(entry: Spelling) -> Iterator[str]:
    """What an acronym looks like with one letter blank; not its last, which cannot be told from a space."""
    if entry.is_acronym and entry.written.isalpha() and len(entry.written) >= SHORTEST_ACRONYM:
        for place in range(len(entry.written) - 1):
            yield entry.written[:place] + " " + entry.written[place + 1 :]


def _split(letters: Letters, start: int, entry: Spelling) -> float:
    """What spaces inside words cost: "ngân h" is rather the beginning of "ngân hàng" than "ngành"."""
    inside = _starts_inside_word(entry)
    gaps = sum(letters.gap[start + place] for place in range(1, len(entry.letters)) if inside[place])
    return BORDER * gaps


def _step(chars: str, gaps: bytes, state: _State, work: list[_State]) -> None:
    """Add to ``work`` the ways to read on: the letter is there, was lost, was replaced, or a stray one was added."""
    node, depth, index, cost = state
    here = chars[index] if index < len(chars) else ""
    if here in node.children:
        work.append((node.children[here], depth + 1, index + 1, cost))
    limit = min(node.limit, TOLERANCE * depth + ADVANCE)
    if cost + LOST_IN_GAP > limit:
        return
    at_gap = not here or gaps[index] > 0
    lost = cost + (LOST_IN_GAP if at_gap else LOST)
    may_replace = bool(here) and index > 0 and cost + REPLACED <= limit
    for letter, child in node.children.items():
        # The same letter beginning the next word is no proof that this one was not lost.
        if letter == here and not at_gap:
            continue
        if lost <= limit:
            work.append((child, depth + 1, index, lost))
        if may_replace and letter != here:
            work.append((child, depth + 1, index + 1, cost + REPLACED))
    if here and index and cost + ADDED <= limit:
        work.append((node, depth, index + 1, cost + ADDED))


@lru_cache(maxsize=16384)
def _align(entry: Spelling, chars: str, gaps: bytes) -> float | None:
    """Cheapest reading of ``chars`` as the spelling (dynamic programming); None when not to be believed."""
    inside = _inside_word(entry)
    best = [[column * ADDED for column in range(len(chars) + 1)]]
    for row, letter in enumerate(entry.letters):
        above = best[row]
        current = [above[0] + _loss(gaps[0], is_inside=inside[row])]
        for column, here in enumerate(chars, start=1):
            keep = above[column - 1] + (0.0 if here == letter else REPLACED)
            lose = above[column] + _loss(gaps[column], is_inside=inside[row])
            current.append(min(keep, lose, current[column - 1] + ADDED))
        best.append(current)
    cost = best[-1][-1]
    ends_astray = cost == best[-1][-2] + ADDED  # the last letter belongs to the next word
    if cost > allowed_cost(len(entry.letters)) or ends_astray:
        return None
    return cost if _keeps_every_word(entry, _kept(entry, chars, gaps, best)) else None


def _loss(gap: int, *, is_inside: bool) -> float:
    return LOST_IN_GAP if gap == WIDE or (gap and is_inside) else LOST


def _kept(entry: Spelling, chars: str, gaps: bytes, best: list[list[float]]) -> list[bool]:
    """Which letters of the spelling survive in the text: the way back through the table."""
    inside = _inside_word(entry)
    kept = [False] * len(entry.letters)
    row, column = len(kept), len(chars)
    while row:
        same = column > 0 and entry.letters[row - 1] == chars[column - 1]
        if column and best[row][column] == best[row - 1][column - 1] + (0.0 if same else REPLACED):
            kept[row - 1] = same
            row, column = row - 1, column - 1
        elif best[row][column] == best[row - 1][column] + _loss(gaps[column], is_inside=inside[row - 1]):
            row -= 1
        else:
            column -= 1
    return kept


def _keeps_every_word(entry: Spelling, kept: list[bool]) -> bool:
    position = 0
    for length in entry.words:
        if sum(kept[position : position + length]) * 2 < length:
            return False
        position += length
    return True


@lru_cache(maxsize=2048)
def _inside_word(entry: Spelling) -> list[bool]:
    """For each letter, whether it stands inside a word, so that a gap there is damage and not a space."""
    return [0 < place < length - 1 for length in entry.words for place in range(length)]


@lru_cache(maxsize=2048)
def _starts_inside_word(entry: Spelling) -> list[bool]:
    """For each letter, whether the one before it belongs to the same word."""
    return [place > 0 for length in entry.words for place in range(length)]
