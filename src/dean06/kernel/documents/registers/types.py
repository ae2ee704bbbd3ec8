"""Sealed registers as pages and programs see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from dean06.kernel.documents.verifying.verdict import Outcome, SignatureVerdict


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """A row to be sealed: ``key`` finds it again, ``content`` is one line of UTF-8 and all that is proven."""

    key: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SealInfo:
    """A seal as officers see it; ``stamped_at`` is None while its time stamp is still to come."""

    id: UUID
    register: str
    title: str
    unit_code: str
    unit_name: str
    size: int
    root: str
    sealed_at: datetime
    sealed_by: str
    stamped_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class SealVerdict:
    """Who sealed, when, whether the row is intact and included, and what is wrong in Vietnamese, worst first.

    ``signature`` is None when the sheet bears none; ``row`` is given only when it is proven.
    """

    outcome: Outcome
    title: str
    size: int
    position: int
    signature: SignatureVerdict | None
    is_included: bool
    row: Mapping[str, str] = field(repr=False)
    reasons: tuple[str, ...]
