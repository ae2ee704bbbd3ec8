"""Results that say more than the form: whoever has to find something out first says what the document holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a case results in: a type of document and its facts."""

    document_type: str
    facts: Mapping[str, str] = field(repr=False)


# The outcome of a case as of a day. Raises a DomainError that says what is missing while there is none: such a case
# cannot be decided. Reads only.
Finder = Callable[[UUID, date], Outcome]
_finders: dict[str, Finder] = {}


def register_finder(procedure: str, finder: Finder) -> None:
    """Say who finds out what cases of a procedure result in. ValueError for a second one."""
    known = _finders.setdefault(procedure, finder)
    if known.__qualname__ != finder.__qualname__:
        raise ValueError(f"procedure {procedure!r} already has {known.__qualname__}")


def finder_of(procedure: str) -> Finder | None:
    """Who does, when somebody does."""
    return _finders.get(procedure)
