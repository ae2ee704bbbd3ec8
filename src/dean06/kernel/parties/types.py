"""What api.py answers with: frozen values, never rows."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class AreaInfo:
    """An area while it is one; `valid_until` is exclusive."""

    id: UUID
    code: str
    name: str
    full_name: str
    kind: str
    parent_code: str
    valid_from: date
    valid_until: date | None
    verified: bool


@dataclass(frozen=True, kw_only=True)
class UnitInfo:
    """A unit while it exists under this name; `valid_until` is exclusive."""

    id: UUID
    code: str
    name: str
    short_name: str
    kind: str
    level: str
    area_code: str
    parent_code: str
    valid_from: date
    valid_until: date | None
    verified: bool

    @property
    def is_group(self) -> bool:
        """A collective name of dispatches, not one body."""
        return self.kind == "group"


@dataclass(frozen=True, kw_only=True)
class PostInfo:
    """A post somebody holds on the day asked for."""

    post_id: UUID
    unit_code: str
    unit_name: str
    title: str
    role: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class HolderInfo:
    """Somebody who holds a post of the unit asked for."""

    party_id: UUID
    name: str
    post_id: UUID
    title: str
    role: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class PartyInfo:
    """A party. What identifies a person stays out of representations, and so out of logs."""

    id: UUID
    kind: str
    full_name: str = field(repr=False)
    personal_id: str = field(repr=False)
    birth_on: date | None = field(repr=False)
    sex: str = field(repr=False)
    is_fictional: bool


@dataclass(frozen=True, kw_only=True)
class LoadResult:
    """What loading reference data did; all zero when nothing was new."""

    created: int = 0
    changed: int = 0
