"""What identity tells the rest of the house."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import NotPermitted, Unavailable

CITIZEN_HAT = "citizen"
BREAK_GLASS_HAT = "break_glass"


@dataclass(frozen=True, kw_only=True)
class Hat:
    """One role a person may act in today. ``key`` is stable while the post is held; ``since`` is None for a citizen."""

    key: str
    role: Role
    unit_code: str = ""
    unit_name: str = ""
    post: str = ""
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A completed sign-in: where the person was going, and whether a hat has to be chosen first."""

    session_id: UUID
    next_url: str
    must_choose_hat: bool


class SignInFailed(NotPermitted):
    """The provider's answer says no or must not be believed. ``next_url`` and ``level``: to try again for the same."""

    def __init__(self, message: str, *, code: str, next_url: str = "/", level: int = 1) -> None:
        super().__init__(message, code=code)
        self.next_url = next_url
        self.level = level


class ProviderAway(Unavailable):
    """The provider does not answer; the same way back as above."""

    def __init__(self, message: str, *, retry_after: int, next_url: str = "/", level: int = 1) -> None:
        super().__init__(message, code="provider_unavailable", retry_after=retry_after)
        self.next_url = next_url
        self.level = level


@dataclass(frozen=True, kw_only=True)
class EntranceFigures:
    """Sign-ins by one door: how many came in, how many of these at once at level 2, how many rose to it later."""

    came_in: int
    at_level_2: int
    raised: int


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """A sign-in that is still good, for the person's own page and for the operator's."""

    session_id: UUID
    level: int
    auth_time: datetime | None
    started_at: datetime
    last_seen_at: datetime
    is_break_glass: bool
