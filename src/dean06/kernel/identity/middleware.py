"""Who is behind this request: found anew each time, so that an ended post or session counts from the next click."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, Actor
from dean06.kernel.identity import hats, limits, services, sessions
from dean06.kernel.identity.models import EndReason, SignInSession, User
from dean06.kernel.identity.types import Hat

WHY_SIGNED_OUT = {
    EndReason.IDLE: "Bà/ông đã lâu không thao tác nên hệ thống tự đăng xuất. Hãy đăng nhập lại để làm tiếp.",
    EndReason.ABSOLUTE: "Phiên làm việc đã hết thời gian cho phép. Hãy đăng nhập lại để làm tiếp.",
    EndReason.BACK_CHANNEL: "Bà/ông đã đăng xuất khỏi VNeID nên phiên ở đây cũng kết thúc.",
    EndReason.DISABLED: "Tài khoản này hiện không dùng được. Hãy liên hệ người vận hành hệ thống.",
}
HAT_LOST = "Chức vụ bà/ông đang dùng đã kết thúc nên trang đã chuyển về vai người dân."


class ActorMiddleware:
    """Sets ``request.actor`` (ANONYMOUS when nobody is signed in); keeps time limits.

    ``request.is_break_glass`` and ``request.is_at_counter`` tell pages of a session that needs a word of warning.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Recognise the person, then answer."""
        actor, user = _recognise(request)
        request.actor = actor  # type: ignore[attr-defined] # our additions to Django's request
        request.is_break_glass = user is not None and user.is_break_glass  # type: ignore[attr-defined]
        request.is_at_counter = user is not None and user.is_card  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_from(request: HttpRequest) -> Actor:
    """The person behind the request in the hat worn now; ANONYMOUS when nobody is (any more)."""
    return _recognise(request)[0]


def _recognise(request: HttpRequest) -> tuple[Actor, User | None]:
    row = sessions.current(request)
    if row is None:
        return ANONYMOUS, None
    now = clock.now()
    hat = hats.find(row.user, row.hat_key, clock.today())
    reason = _why_over(row, hat or hats.CITIZEN, now)
    if reason is not None:
        _sign_off(request, row, reason)
        return ANONYMOUS, None
    if hat is None:
        services.drop_hat(row)
        messages.warning(request, HAT_LOST)
        hat = hats.CITIZEN
    if now - row.last_seen_at >= limits.LAST_SEEN_STEP:
        services.touch(row, now)
    return sessions.actor_of(row.user, hat, row.level, row.entrance), row.user


def _why_over(row: SignInSession, hat: Hat, now: datetime) -> EndReason | None:
    """Why this sign-in no longer counts; None while it does."""
    if row.ended_at is not None:
        return EndReason(row.end_reason)
    if not row.user.is_active or (row.user.is_break_glass and not settings.BREAK_GLASS):
        return EndReason.DISABLED
    longest, idle = _limits_of(row, hat)
    if now - row.started_at >= longest:
        return EndReason.ABSOLUTE
    if now - row.last_seen_at >= idle:
        return EndReason.IDLE
    return None


def _limits_of(row: SignInSession, hat: Hat) -> tuple[timedelta, timedelta]:
    """How long this sign-in lasts at most, and without anything done."""
    if row.user.is_card:
        return limits.COUNTER_ABSOLUTE, limits.COUNTER_IDLE
    longest = limits.BREAK_GLASS_ABSOLUTE if row.user.is_break_glass else limits.ABSOLUTE
    return longest, limits.idle_limit(hat.role)


def _sign_off(request: HttpRequest, row: SignInSession, reason: EndReason) -> None:
    services.end_session(row, reason)
    sessions.detach(request)
    words = WHY_SIGNED_OUT.get(reason)
    if words:
        messages.warning(request, words)
