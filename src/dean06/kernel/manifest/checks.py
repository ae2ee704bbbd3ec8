"""The checks behind the manifest's types: small, strict, and with a message that names the place."""

import re
from collections.abc import Collection, Mapping, Sequence


class ManifestError(ValueError):
    """A manifest that contradicts itself or the vocabulary; raised while the manifest is imported."""


_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SLUG = re.compile(r"p(\d\d)_[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_PERIOD = re.compile(r"(\d+) (ngày|tháng|năm)")
_DAYS_IN = {"ngày": 1, "tháng": 30.4375, "năm": 365.25}
_SELECTOR = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+:[a-z_][a-z0-9_]*")


def that(holds: bool, message: str) -> None:
    """Raise `ManifestError(message)` unless `holds`."""
    if not holds:
        raise ManifestError(message)


def days_named(words: str) -> int | None:
    """The period written in words ("12 tháng" is 365 days); 0 for "không lưu" alone; None when no period is named."""
    found = _PERIOD.search(words)
    if found:
        return int(int(found[1]) * _DAYS_IN[found[2]])
    return 0 if words.casefold().startswith("không lưu") else None


def text(where: str, value: str) -> None:
    """A non-empty text without stray space around it."""
    that(isinstance(value, str) and bool(value), f"{where}: a text is missing")
    that(value == value.strip(), f"{where}: stray space around {value!r}")


def text_tuple(where: str, values: tuple[str, ...]) -> None:
    """A tuple (not a lone string) of distinct texts."""
    that(isinstance(values, tuple), f"{where}: a tuple is needed, got {type(values).__name__}")
    for value in values:
        text(where, value)
    unique(where, values)


def identifier(where: str, value: str) -> None:
    """A snake_case English identifier."""
    that(bool(_IDENTIFIER.fullmatch(value)), f"{where}: {value!r} is not snake_case")


def selector_path(where: str, value: str) -> None:
    """A "package.module:function" path."""
    that(bool(_SELECTOR.fullmatch(value)), f"{where}: {value!r} is not 'package.module:function'")


def slug(where: str, number: int, value: str) -> None:
    """pNN_words, with NN equal to the number."""
    found = _SLUG.fullmatch(value)
    that(found is not None, f"{where}: slug {value!r} is not pNN_words")
    that(found is not None and int(found[1]) == number > 0, f"{where}: slug {value!r} does not carry its number")


def unique(where: str, values: Sequence[str]) -> None:
    """No value twice."""
    twice = sorted({value for value in values if values.count(value) > 1})
    that(not twice, f"{where}: given twice: {', '.join(twice)}")


def known(where: str, values: tuple[str, ...], vocabulary: Mapping[str, str] | Collection[str]) -> None:
    """Every value is a word of the vocabulary."""
    text_tuple(where, values)
    strange = [value for value in values if value not in vocabulary]
    that(not strange, f"{where}: unknown: {', '.join(strange)}")
