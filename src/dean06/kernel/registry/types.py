"""What the registry offers: purposes, verbs, and the refusals that hang on them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dean06.kernel.base.actor import Role
from dean06.kernel.ports.population import Field


class Verb(StrEnum):
    """What may be asked of the register."""

    VERIFY = "verify"
    LOOKUP = "lookup"
    HOUSEHOLD = "household"


@dataclass(frozen=True, kw_only=True)
class PurposeInfo:
    """One row of the table of purposes: who may ask what, on which basis, from when on.

    ``provider_code`` is how the register names the purpose; ``fields`` what ``lookup`` and ``household`` may ask for;
    ``valid_until`` is excluded, None means without end. ``verified`` is False until the agreement is at hand.
    """

    code: str
    title: str
    legal_basis: str
    provider_code: str
    verbs: frozenset[Verb]
    fields: frozenset[Field]
    roles: frozenset[Role]
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool
