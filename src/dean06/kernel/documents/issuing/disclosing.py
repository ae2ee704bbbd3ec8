"""Some facts out of a document's credential: what is shown is what its unit signed, and nothing beside it."""

from collections.abc import Iterable
from typing import Any

from dean06.kernel.documents.credentials.sdjwt.disclosures import parse
from dean06.kernel.documents.credentials.sdjwt.presenting import choose, split
from dean06.kernel.documents.credentials.sdjwt.resolving import resolve
from dean06.kernel.documents.issuing.forms import HOLDER, ISSUED_ON, NUMBER
from dean06.kernel.documents.kinds.facts import as_written
from dean06.kernel.documents.kinds.spec import DocumentKind, FactSpec, FactType

# Stand in every credential besides the facts of its type, and are shown only when chosen.
OWN_FACTS = tuple(
    FactSpec(name=name, label=label, type=kind, required=True, longest=200, in_code=False)
    for name, label, kind in (
        (NUMBER, "Số giấy tờ", FactType.TEXT),
        (HOLDER, "Cấp cho", FactType.TEXT),
        (ISSUED_ON, "Ngày cấp", FactType.DATE),
    )
)


def showable(kind: DocumentKind) -> tuple[FactSpec, ...]:
    """Every fact that can be shown by itself."""
    return (*OWN_FACTS, *kind.facts)


def disclose(credential: str, names: Iterable[str]) -> str:
    """The credential with the disclosures of these facts alone, without a proof of the holder's."""
    return choose(credential, [(name,) for name in names])


def claims_of(credential: str) -> dict[str, Any]:
    """What a credential of our own says. Proves nothing."""
    parts = split(credential)
    claims, _ = resolve(parts.payload, [parse(one) for one in parts.disclosures])
    return claims


def shown(kind: DocumentKind, credential: str) -> dict[str, str]:
    """What a credential of our own shows, by label, days as people write them."""
    claims = claims_of(credential)
    return as_written(showable(kind), {name: value for name, value in claims.items() if isinstance(value, str)})
