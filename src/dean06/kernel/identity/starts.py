"""Sign-ins under way, kept in the browser's session: one for each tab, each good once and for some minutes."""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from dean06.kernel.base import clock
from dean06.kernel.identity import limits
from dean06.kernel.ports.identity_provider import AuthorizationStart, Reason, refusal

KEY = "identity.starts"


@dataclass(frozen=True)
class Pending:
    """A sign-in under way and the page it was for."""

    start: AuthorizationStart
    next_url: str


def put(session: SessionBase, start: AuthorizationStart, next_url: str) -> None:
    """Remember a start; beyond ``MAX_OPEN_STARTS`` tabs the oldest is forgotten."""
    kept = dict(list(_fresh(session).items())[-(limits.MAX_OPEN_STARTS - 1) :])
    session[KEY] = kept | {start.state: {"start": asdict(start), "next": next_url}}


def take(session: SessionBase, state: str) -> Pending:
    """The start with this state, forgotten at once, whatever becomes of it. Raises SignInRefused (state, expiry)."""
    held = dict(session.get(KEY, {}))
    found = held.pop(state, None)
    if found is None:
        raise refusal(Reason.STATE_MISMATCH)
    session[KEY] = held
    session.save()  # now, not after the answer: a second callback with the same state must not find it
    if _is_old(found):
        raise refusal(Reason.START_EXPIRED)
    return Pending(AuthorizationStart(**found["start"]), found["next"])


def carried(session: SessionBase) -> dict[str, Any]:
    """Starts of the other tabs, to survive the change of session at sign-in."""
    return _fresh(session)


def restore(session: SessionBase, starts: dict[str, Any]) -> None:
    """Put carried starts into the new session."""
    if starts:
        session[KEY] = starts


def _fresh(session: SessionBase) -> dict[str, Any]:
    return {state: held for state, held in session.get(KEY, {}).items() if not _is_old(held)}


def _is_old(held: dict[str, Any]) -> bool:
    age = clock.now().timestamp() - held["start"]["started_at"]
    return bool(age > limits.START_LIFETIME.total_seconds())
