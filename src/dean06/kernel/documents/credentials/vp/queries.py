"""What a verifier asks for, as DCQL (OpenID4VP 1.0, 6): documents, their claims, and which will do for each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dean06.kernel.documents.credentials.types import Path
from dean06.kernel.documents.credentials.vci.types import Form

MDOC_PATH = 2  # namespace, element


@dataclass(frozen=True, kw_only=True)
class Query:
    """One document. ``kinds``: its ``vct`` values, or its one document type. ``claims``: the places asked for."""

    id: str
    form: Form
    kinds: tuple[str, ...]
    claims: tuple[Path, ...]

    def __post_init__(self) -> None:
        """ValueError for a question nobody can answer, or that asks for everything."""
        if not self.kinds or not self.claims or not all(self.claims):
            raise ValueError("a query names kinds and claims")
        if self.form is Form.MDOC and (len(self.kinds) != 1 or any(len(path) != MDOC_PATH for path in self.claims)):
            raise ValueError("a mobile document has one type; its claims are named by namespace and element")

    def written(self) -> dict[str, Any]:
        """As DCQL."""
        is_mdoc = self.form is Form.MDOC
        return {
            "id": self.id,
            "format": self.form.value,
            "meta": {"doctype_value": self.kinds[0]} if is_mdoc else {"vct_values": list(self.kinds)},
            "claims": [{"path": list(path)} for path in self.claims],
        }


@dataclass(frozen=True, kw_only=True)
class Question:
    """All of a request. ``choices``: sets of query ids of which one is enough each; empty: every query is needed."""

    queries: tuple[Query, ...]
    choices: tuple[tuple[frozenset[str], ...], ...] = ()

    def __post_init__(self) -> None:
        """ValueError for ids that come twice, or choices among what is not asked."""
        ids = [query.id for query in self.queries]
        named = {one for choice in self.choices for option in choice for one in option}
        if not ids or len(set(ids)) != len(ids) or not named <= set(ids):
            raise ValueError("every query has an id of its own, and choices name them")

    def written(self) -> dict[str, Any]:
        """The DCQL query."""
        said: dict[str, Any] = {"credentials": [query.written() for query in self.queries]}
        if self.choices:
            said["credential_sets"] = [{"options": [sorted(option) for option in choice]} for choice in self.choices]
        return said

    def is_answered(self, ids: Iterable[str]) -> bool:
        """Whether the documents shown are enough."""
        shown = set(ids)
        if not self.choices:
            return shown >= {query.id for query in self.queries}
        return all(any(option <= shown for option in choice) for choice in self.choices)
