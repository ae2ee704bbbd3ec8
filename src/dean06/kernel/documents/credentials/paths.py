"""Places of claims in a credential, and what lies there."""

from collections.abc import Iterable, Iterator
from typing import Any

from dean06.kernel.documents.credentials.types import Path


def matches(pattern: Path, place: Path) -> bool:
    """Whether a place begins as the pattern says."""
    return len(place) >= len(pattern) and all(
        wanted == found or (wanted is None and isinstance(found, int))
        for wanted, found in zip(pattern, place, strict=False)
    )


def leads_to(place: Path, pattern: Path) -> bool:
    """Whether a place lies on the way to what the pattern points at, or beneath it."""
    shared = min(len(place), len(pattern))
    return matches(pattern[:shared], place[:shared])


def values(claims: Any, pattern: Path) -> Iterator[Any]:
    """What lies at the places of a pattern, none when there is nothing."""
    if not pattern:
        yield claims
        return
    first, rest = pattern[0], pattern[1:]
    if isinstance(claims, dict) and isinstance(first, str) and first in claims:
        yield from values(claims[first], rest)
    elif isinstance(claims, list) and first is None:
        for element in claims:
            yield from values(element, rest)
    elif isinstance(claims, list) and isinstance(first, int) and 0 <= first < len(claims):
        yield from values(claims[first], rest)


def is_there(claims: Any, pattern: Path) -> bool:
    """Whether anything lies there."""
    return next(iter(values(claims, pattern)), _NOTHING) is not _NOTHING


def prune(claims: Any, patterns: Iterable[Path]) -> Any:
    """Only what lies at the places of the patterns, with what leads there."""
    wanted = list(patterns)
    if any(not pattern for pattern in wanted):
        return claims
    if isinstance(claims, dict):
        inner = {name: [one[1:] for one in wanted if one[0] == name] for name in claims}
        return {name: prune(claims[name], rest) for name, rest in inner.items() if rest}
    if isinstance(claims, list):
        places = [[one[1:] for one in wanted if one[0] in {None, place}] for place in range(len(claims))]
        return [prune(element, rest) for element, rest in zip(claims, places, strict=True) if rest]
    return claims


_NOTHING = object()
