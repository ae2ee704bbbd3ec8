"""Issuing an SD-JWT VC: what may be shown by itself becomes a digest, the rest stays in the clear."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dean06.kernel.documents.credentials.keys import SigningKey, from_jwk
from dean06.kernel.documents.credentials.moments import seconds
from dean06.kernel.documents.credentials.sdjwt.disclosures import (
    DIGESTS,
    ELEMENT,
    HASH_NAME,
    RESERVED,
    USUAL_HASH,
    Disclosure,
    decoy,
    digest,
    make,
)
from dean06.kernel.documents.credentials.types import Path, StatusReference
from dean06.kernel.documents.credentials.x5c import sign_certified

TYPE = "dc+sd-jwt"
# What a verifier needs before it can believe anything, so it is never hidden (SD-JWT VC, 2.2.2.2).
ALWAYS_SHOWN = frozenset({"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"})
SEPARATOR = "~"


@dataclass
class _Place:
    """A node of the tree of hidden places."""

    is_hidden: bool = False
    inner: dict[str | int | None, "_Place"] = field(default_factory=dict)
    is_met: bool = False


def issue(
    claims: Mapping[str, Any],
    *,
    vct: str,
    key: SigningKey,
    issued_at: datetime,
    expires_at: datetime | None = None,
    issuer: str = "",
    holder_key: Mapping[str, Any] | None = None,
    status: StatusReference | None = None,
    hidden: Iterable[Path] = (),
    decoys: int = 0,
) -> str:
    """The credential with all its disclosures, as the holder keeps it.

    ``hidden``: places shown only when the holder wants; a place may lie within another. ``decoys``: digests of nothing
    added to each object or array that hides something. ValueError for claims that cannot be issued so.
    """
    payload = dict(claims)
    if taken := ALWAYS_SHOWN & payload.keys():
        raise ValueError(f"set by issuing, not by claims: {', '.join(sorted(taken))}")
    places = _tree(hidden)
    disclosures: list[Disclosure] = []
    concealed = _conceal(payload, places, disclosures, decoys)
    if missed := _missed(places):
        raise ValueError(f"no claim at a hidden place: {missed}")
    fixed: dict[str, Any] = {"vct": vct, "iat": seconds(issued_at)}
    if issuer:
        fixed["iss"] = issuer
    if expires_at is not None:
        fixed["exp"] = seconds(expires_at)
    if holder_key is not None:
        from_jwk(holder_key)
        fixed["cnf"] = {"jwk": dict(holder_key)}
    if status is not None:
        fixed["status"] = {"status_list": {"idx": status.index, "uri": status.uri}}
    if disclosures or decoys:
        fixed[HASH_NAME] = USUAL_HASH
    token = sign_certified(TYPE, {**concealed, **fixed}, key)
    return SEPARATOR.join([token, *(one.encoded for one in disclosures), ""])


def _tree(hidden: Iterable[Path]) -> _Place:
    root = _Place()
    for path in hidden:
        if not path or path[0] in ALWAYS_SHOWN:
            raise ValueError(f"cannot be hidden: {path}")
        place = root
        for step in path:
            place = place.inner.setdefault(step, _Place())
        place.is_hidden = True
    return root


def _missed(place: _Place, path: Path = ()) -> Path | None:
    for step, inner in place.inner.items():
        if not inner.is_met and step is not None:
            return (*path, step)
        if inner.is_met and (missed := _missed(inner, (*path, step))):
            return missed
    return None


def _conceal(value: Any, place: _Place | None, disclosures: list[Disclosure], decoys: int) -> Any:
    if isinstance(value, Mapping):
        return _conceal_members(value, place or _Place(), disclosures, decoys)
    if isinstance(value, list | tuple):
        return _conceal_elements(value, place or _Place(), disclosures, decoys)
    if place is not None and place.inner:
        raise ValueError("a hidden place within a plain value")
    return value


def _conceal_members(
    value: Mapping[str, Any], place: _Place, disclosures: list[Disclosure], decoys: int
) -> dict[str, Any]:
    if RESERVED & value.keys():
        raise ValueError("a claim has a reserved name")
    shown: dict[str, Any] = {}
    digests: list[str] = []
    for name, member in value.items():
        inner = _meet(place, name)
        concealed = _conceal(member, inner, disclosures, decoys)
        if inner is None or not inner.is_hidden:
            shown[name] = concealed
            continue
        disclosures.append(made := make(concealed, name))
        digests.append(digest(made.encoded))
    if digests:
        # Sorted, so that the order says nothing of the claims.
        shown[DIGESTS] = sorted([*digests, *(decoy() for _ in range(decoys))])
    return shown


def _conceal_elements(
    value: list[Any] | tuple[Any, ...], place: _Place, disclosures: list[Disclosure], decoys: int
) -> list[Any]:
    shown: list[Any] = []
    hides = False
    for position, element in enumerate(value):
        inner = _both(_meet(place, position), _meet(place, None))
        concealed = _conceal(element, inner, disclosures, decoys)
        if inner is None or not inner.is_hidden:
            shown.append(concealed)
            continue
        hides = True
        disclosures.append(made := make(concealed))
        shown.append({ELEMENT: digest(made.encoded)})
    return [*shown, *({ELEMENT: decoy()} for _ in range(decoys if hides else 0))]


def _meet(place: _Place, step: str | int | None) -> _Place | None:
    inner = place.inner.get(step)
    if inner is not None:
        inner.is_met = True
    return inner


def _both(one: _Place | None, every: _Place | None) -> _Place | None:
    """What is said of one element, and of every element."""
    if one is None or every is None:
        return one or every
    shared = one.inner.keys() & every.inner.keys()
    inner = {**every.inner, **one.inner}
    for step in shared:
        one.inner[step].is_met = every.inner[step].is_met = True
        if (both := _both(one.inner[step], every.inner[step])) is not None:
            inner[step] = both
    return _Place(is_hidden=one.is_hidden or every.is_hidden, inner=inner)
