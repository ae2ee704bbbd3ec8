"""One way to write each sign, and the way back to the text as it came.

Files differ in what a reader does not see: letters in pieces (NFD), ligatures, look-alikes of đ, kinds of dashes and
spaces. Reading goes over the normal form; every offset is then carried back.
"""

import unicodedata
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from dean06.programme.reading.model import Span

# Typed for another sign that looks the same; all one character for one.
_LOOKALIKES = str.maketrans(
    {
        "ð": "đ",
        "Ð": "Đ",
        "ɖ": "đ",
        "Ɖ": "Đ",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "−": "-",
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u2009": " ",
    }
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def normal(text: str) -> str:
    """``text`` in the form it is read in."""
    return text.translate(_LOOKALIKES) if _is_plain(text) else Normalised(text).text


@lru_cache(maxsize=4)
def _is_plain(text: str) -> bool:
    """Nothing in it changes length, so offsets stay true by themselves."""
    if not unicodedata.is_normalized("NFC", text):
        return False
    return not any(char in text for char in (*_LIGATURES, *_INVISIBLE, "\r"))


class Normalised:
    """A text in normal form, knowing for every character where it came from."""

    def __init__(self, text: str) -> None:
        self.original = text
        if _is_plain(text):
            self.text = text.translate(_LOOKALIKES)
            self._from: list[int] | None = None
            return
        pieces: list[str] = []
        origins: list[int] = []
        for start, end in pairwise([*_cluster_starts(text), len(text)]):
            piece = _one_form(text[start:end])
            pieces.append(piece)
            origins.extend([start] * len(piece))
        self.text = "".join(pieces)
        self._from = [*origins, len(text)]

    def back(self, span: Span) -> Span:
        """The same words in the text as it came."""
        if self._from is None:
            return span
        last = len(self._from) - 1
        return Span(self._from[min(span.start, last)], self._from[min(span.end, last)])

    def carry_back(self, value: Any) -> Any:
        """``value`` (spans, dataclasses, tuples, lists, dictionaries of them) with every span carried back."""
        if self._from is None:
            return value
        if isinstance(value, Span):
            return self.back(value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: self.carry_back(getattr(value, f.name)) for f in fields(value)})
        if isinstance(value, tuple | list):
            return type(value)(self.carry_back(item) for item in value)
        if isinstance(value, dict):
            return {key: self.carry_back(item) for key, item in value.items()}
        return value


def _cluster_starts(text: str) -> list[int]:
    """Where each base character begins; its combining marks belong to it."""
    return [place for place, char in enumerate(text) if not place or not unicodedata.combining(char)]


def _one_form(cluster: str) -> str:
    if cluster in _INVISIBLE or cluster == "\r":
        return ""
    return _LIGATURES.get(cluster) or unicodedata.normalize("NFC", cluster).translate(_LOOKALIKES)
