"""From digests and disclosures back to claims, by the letter of RFC 9901, 7.1: nothing left over, nothing twice."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dean06.kernel.documents.credentials.encoding import DEEPEST, refuse
from dean06.kernel.documents.credentials.sdjwt.disclosures import (
    DIGESTS,
    ELEMENT,
    HASH_NAME,
    HASHES,
    USUAL_HASH,
    Disclosure,
    digest,
)
from dean06.kernel.documents.credentials.types import Path, Reason

MOST_DISCLOSURES = 500


@dataclass
class Resolution:
    """One walk through a payload. ``paths``: where each disclosure that was used turned out to lie."""

    hash_name: str
    waiting: dict[str, Disclosure]
    seen: set[str] = field(default_factory=set)
    paths: dict[str, Path] = field(default_factory=dict)

    def walk(self, value: Any, path: Path) -> Any:
        """The value with its digests replaced."""
        if len(path) > DEEPEST:
            raise refuse("too deep", Reason.OVERSIZED)
        if isinstance(value, dict):
            return self._members(value, path)
        if isinstance(value, list):
            return self._elements(value, path)
        return value

    def _members(self, value: dict[str, Any], path: Path) -> dict[str, Any]:
        if ELEMENT in value or (path and HASH_NAME in value):
            raise refuse("a reserved name where it has no place", Reason.NAME_RESERVED)
        found = {
            name: self.walk(member, (*path, name)) if isinstance(member, dict | list) else member
            for name, member in value.items()
            if name != DIGESTS
        }
        digests = value.get(DIGESTS, [])
        if not isinstance(digests, list):
            raise refuse("digests that are no array")
        for one in digests:
            disclosure = self._take(one)
            if disclosure is None:
                continue
            if disclosure.name is None:
                raise refuse("an element's disclosure in an object")
            if disclosure.name in found:
                raise refuse("a claim that is there already", Reason.NAME_TAKEN)
            place = (*path, disclosure.name)
            self.paths[disclosure.encoded] = place
            found[disclosure.name] = self.walk(disclosure.value, place)
        return found

    def _elements(self, value: list[Any], path: Path) -> list[Any]:
        found: list[Any] = []
        for element in value:
            place = (*path, len(found))
            if not isinstance(element, dict) or ELEMENT not in element:
                found.append(self.walk(element, place))
                continue
            if len(element) != 1:
                raise refuse("a digest of an element with company")
            disclosure = self._take(element[ELEMENT])
            if disclosure is None:
                continue
            if disclosure.name is not None:
                raise refuse("a member's disclosure in an array")
            self.paths[disclosure.encoded] = place
            found.append(self.walk(disclosure.value, place))
        return found

    def _take(self, one: object) -> Disclosure | None:
        if not isinstance(one, str):
            raise refuse("a digest that is no text")
        if one in self.seen:
            raise refuse("a digest comes twice", Reason.DIGEST_REPEATED)
        self.seen.add(one)
        return self.waiting.pop(one, None)


def hash_of(payload: dict[str, Any]) -> str:
    """The name of the hash a payload was made with."""
    name = payload.get(HASH_NAME, USUAL_HASH)
    if not isinstance(name, str) or name not in HASHES:
        raise refuse("a hash not on the list", Reason.ALGORITHM_REFUSED)
    return name


def resolve(payload: dict[str, Any], disclosures: Iterable[Disclosure]) -> tuple[dict[str, Any], dict[str, Path]]:
    """The claims, and the place of each disclosure; refused for any that is too many, unknown or repeated."""
    hash_name = hash_of(payload)
    waiting: dict[str, Disclosure] = {}
    for disclosure in disclosures:
        key = digest(disclosure.encoded, hash_name)
        if key in waiting:
            raise refuse("a disclosure comes twice", Reason.DISCLOSURE_REPEATED)
        waiting[key] = disclosure
    if len(waiting) > MOST_DISCLOSURES:
        raise refuse(f"{len(waiting)} disclosures", Reason.OVERSIZED)
    resolution = Resolution(hash_name, waiting)
    claims = resolution.walk(payload, ())
    if waiting:
        raise refuse("a disclosure nobody signed", Reason.DISCLOSURE_UNKNOWN)
    claims.pop(HASH_NAME, None)
    return claims, resolution.paths
