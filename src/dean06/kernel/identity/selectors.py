"""Reads of identity."""

from datetime import date, datetime
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Entrance, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.identity import break_glass, hats, limits
from dean06.kernel.identity.models import SignInSession, User
from dean06.kernel.identity.types import EntranceFigures, Hat, OpenSession


def hats_of_user(user_id: UUID, on: date) -> list[Hat]:
    """Hats a user may wear on a day; none for a user that does not exist."""
    user = User.objects.select_related("party").filter(id=user_id).first()
    return hats.hats_of(user, on) if user else []


def open_sessions(actor: Actor) -> list[OpenSession]:
    """The actor's own sign-ins that are still good, newest first: every browser this person is signed in with."""
    if actor.user_id is None:
        return []
    since = clock.now() - limits.ABSOLUTE
    rows = SignInSession.objects.open().select_related("user").filter(user_id=actor.user_id, started_at__gt=since)
    return [_as_open(row) for row in rows.order_by("-started_at")]


def break_glass_session(actor: Actor) -> OpenSession | None:
    """The emergency session in use now. For operators and leaders."""
    if actor.role not in (Role.OPERATOR, Role.LEADER):
        raise NotPermitted("Chỉ người vận hành và lãnh đạo xem được mục này.")
    row = break_glass.open_session()
    return _as_open(row) if row else None


def sign_in_time(session_id: UUID) -> datetime:
    """When a sign-in began; for the platform's own messages about it. SignInSession.DoesNotExist for no such one."""
    return SignInSession.objects.get(id=session_id).started_at


def entrance_figures(entrance: Entrance, *, since: datetime) -> EntranceFigures:
    """How people came in by a door since a moment; ended sign-ins are kept for some weeks only. Nobody is named."""
    rows = SignInSession.objects.filter(entrance=entrance, started_at__gte=since)
    first = rows.filter(is_step_up=False)
    return EntranceFigures(
        came_in=first.count(), at_level_2=first.filter(level=2).count(), raised=rows.filter(is_step_up=True).count()
    )


def _as_open(row: SignInSession) -> OpenSession:
    return OpenSession(
        session_id=row.id,
        level=row.level,
        auth_time=row.auth_time,
        started_at=row.started_at,
        last_seen_at=row.last_seen_at,
        is_break_glass=row.user.is_break_glass,
    )
