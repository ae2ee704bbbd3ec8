"""The code a payer's transfer carries: short, and a mistyped one is recognised and never taken for another. Pure.

``DT`` and nine symbols of 31 (a prime, so that they are numbers of a field): seven drawn at random, two that make the
sum and the weighted sum zero. Any one or two symbols changed, and any two exchanged, give no code at all (least
distance three). Banks upper-case a content, cut its spaces and put words of their own around it: codes are found
anywhere in it.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
PREFIX = "DT"
RANDOM = 7
LENGTH = RANDOM + 2
LONGEST_CONTENT = 500
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_READ_AS = str.maketrans("OILZU", "0112V")
_P = len(ALPHABET)


def new_code() -> str:
    """A code nobody has, as far as chance allows (27 thousand million of them)."""
    return complete("".join(secrets.choice(ALPHABET) for _ in range(RANDOM)))


def complete(symbols: str) -> str:
    """The code of seven symbols: its two check symbols solve a + b = -s1 and 8a + 9b = -s2 in the field."""
    values = [_VALUE[symbol] for symbol in symbols]
    plain = sum(values) % _P
    weighted = sum(place * value for place, value in enumerate(values, 1)) % _P
    last = (RANDOM + 1) * plain - weighted
    return PREFIX + symbols + ALPHABET[(-plain - last) % _P] + ALPHABET[last % _P]


def is_code(text: str) -> bool:
    """Whether a text is a code, letters people confuse read as what was meant."""
    return normal(text) != ""


def normal(text: str) -> str:
    """A code as we write it, "" for what is none: spaces and dashes out, O read as 0, I and L as 1, Z as 2, U as V."""
    packed = _pack(text)
    symbols = packed[len(PREFIX) :].translate(_READ_AS)
    if not packed.startswith(PREFIX) or len(symbols) != LENGTH or not set(symbols) <= set(ALPHABET):
        return ""
    values = [_VALUE[symbol] for symbol in symbols]
    weighted = sum(place * value for place, value in enumerate(values, 1))
    return PREFIX + symbols if sum(values) % _P == 0 and weighted % _P == 0 else ""


def codes_in(content: str) -> list[str]:
    """Every code a transfer's content holds, in order, each once."""
    packed = _pack(content[:LONGEST_CONTENT])
    starts = [match.start() for match in re.finditer(f"(?={PREFIX})", packed)]
    found = (normal(packed[start : start + len(PREFIX) + LENGTH]) for start in starts)
    return list(dict.fromkeys(code for code in found if code))


def looks_mistyped(content: str) -> bool:
    """Whether a content holds what was meant as a code and is none: the operator looks for the order."""
    packed = _pack(content[:LONGEST_CONTENT])
    return not codes_in(content) and re.search(rf"{PREFIX}[0-9A-Z]*\d[0-9A-Z]*", packed) is not None


def spoken(code: str) -> str:
    """A code in groups, for people who read it aloud or type it: "DT 7K2 M9Q X4A"."""
    symbols = code.removeprefix(PREFIX)
    return " ".join([PREFIX, *(symbols[start : start + 3] for start in range(0, len(symbols), 3))])


def _pack(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())
