"""What the twin remembers while it runs: requests, interactions, codes, sessions, consents. Nothing is kept on disk."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dean06.sandbox.vneid import settings as limits
from dean06.sandbox.vneid.people import Person

MAX_ENTRIES = 10_000
TOKEN_BYTES = 32

V = TypeVar("V")


def new_secret() -> str:
    """An unguessable, URL-safe value."""
    return secrets.token_urlsafe(TOKEN_BYTES)


@dataclass(frozen=True, kw_only=True)
class AuthRequest:
    """A pushed authorization request that passed all checks."""

    redirect_uri: str
    state: str
    nonce: str
    code_challenge: str
    level: int
    max_age: int | None
    prompt: frozenset[str]
    login_hint: str
    launched: str = ""  # key of the person whose launch the hint is


@dataclass(kw_only=True)
class Session:
    """One browser signed in at the provider."""

    sid: str
    person: Person
    level: int
    auth_time: int
    shared: bool = False


@dataclass(frozen=True, kw_only=True)
class Launch:
    """A mini-app being opened for one person in one browser; its key travels as the login hint, once."""

    person: Person
    sid: str


@dataclass(kw_only=True)
class Interaction:
    """An authorization request waiting for its person, bound to one browser."""

    request: AuthRequest
    browser: str
    is_authenticated: bool = False
    is_agreed: bool = False


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a code, and later an access token, stands for."""

    request: AuthRequest
    person: Person
    sid: str
    level: int
    auth_time: int


class Expiring(Generic[V]):
    """Values by unguessable key, each gone after its time; the oldest leave when there are too many."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._entries: dict[str, tuple[float, V]] = {}

    def add(self, value: V, key: str | None = None) -> str:
        """Keep a value and return its key."""
        key = key or new_secret()
        while len(self._entries) >= MAX_ENTRIES:
            self._entries.pop(next(iter(self._entries)))
        self._entries[key] = (time.monotonic() + self._seconds, value)
        return key

    def get(self, key: str) -> V | None:
        """The value while it lives."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry[0] < time.monotonic():
            del self._entries[key]
            return None
        return entry[1]

    def pop(self, key: str) -> V | None:
        """The value, once."""
        value = self.get(key)
        self._entries.pop(key, None)
        return value

    def pop_where(self, matches: Callable[[V], bool]) -> list[V]:
        """Every living value that matches, once."""
        keys = [key for key, (_, value) in self._entries.items() if matches(value)]
        popped = [self.pop(key) for key in keys]
        return [value for value in popped if value is not None]

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()


@dataclass
class Store:
    """All memory of one twin."""

    code_seconds: int = limits.CODE_SECONDS
    requests: Expiring[AuthRequest] = field(default_factory=lambda: Expiring(limits.REQUEST_SECONDS))
    interactions: Expiring[Interaction] = field(default_factory=lambda: Expiring(limits.INTERACTION_SECONDS))
    sessions: Expiring[Session] = field(default_factory=lambda: Expiring(limits.SESSION_SECONDS))
    tokens: Expiring[Grant] = field(default_factory=lambda: Expiring(limits.TOKEN_SECONDS))
    launches: Expiring[Launch] = field(default_factory=lambda: Expiring(limits.LAUNCH_SECONDS))
    spent_codes: Expiring[Grant] = field(default_factory=lambda: Expiring(limits.TOKEN_SECONDS))
    agreed: set[str] = field(default_factory=set)
    last_code: str = ""

    def __post_init__(self) -> None:
        self.codes: Expiring[Grant] = Expiring(self.code_seconds)

    def spend(self, code: str) -> Grant | None:
        """The grant of a code, once. A second use takes back what the first one gave (RFC 6749 4.1.2)."""
        grant = self.codes.pop(code)
        if grant is not None:
            self.spent_codes.add(grant, code)
            return grant
        reused = self.spent_codes.get(code)
        if reused is not None:
            self.tokens.pop_where(lambda grant: grant is reused)
        return None
