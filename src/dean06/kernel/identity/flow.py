"""Signing in and out, seen from a request. The network is called between transactions, never inside one."""

import structlog
from django.conf import settings
from django.http import HttpRequest

from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.base.wiring import resolve
from dean06.kernel.identity import hats, limits, services, sessions, starts
from dean06.kernel.identity.models import EndReason, SignInSession
from dean06.kernel.identity.types import CITIZEN_HAT, Hat, ProviderAway, SignedIn, SignInFailed
from dean06.kernel.ports.identity_provider import (
    IdentityProvider,
    Prompt,
    ProviderUnavailable,
    Reason,
    SignInRefused,
)

log = structlog.get_logger(__name__)


def begin_sign_in(
    request: HttpRequest, *, next_url: str, level: int = 1, max_age: int | None = None, launch: str = ""
) -> str:
    """Begin a sign-in in this browser and return the provider's address to go to.

    ``next_url`` must be a path on this site already checked by the caller; ``level`` 1 or 2; ``max_age`` in seconds.
    ``launch`` is what the provider's application gave along when it opened us: then nobody is asked anything, and the
    provider must say that this launch was its own (docs/adr/0027-mini-app.md).
    A browser that was handed over needs a new proof (``prompt=login``, OpenID Connect Core 3.1.2.1). Raises TooMany,
    ProviderAway, SignInFailed (the provider refused the request).
    """
    ratelimit.hit(limits.START_LIMIT, client_address(request))
    try:
        start = resolve(IdentityProvider).begin(
            redirect_uri=settings.VNEID["redirect_uri"],
            level=level,
            max_age=max_age,
            prompt=_prompt(request, launch),
            launch=launch,
        )
    except SignInRefused as error:
        raise _refused(error, next_url, level) from error
    except ProviderUnavailable as error:
        raise _away(error, next_url, level) from error
    starts.put(request.session, start, next_url)
    return start.url


def finish_sign_in(request: HttpRequest) -> SignedIn:
    """Complete the sign-in the provider sent this browser back from; afterwards the browser has a new session.

    Raises SignInFailed with the port's reason as code (audited), ProviderAway, TooMany. The start is used up whatever
    happens, so the same answer never works twice.
    """
    ratelimit.hit(limits.CALLBACK_LIMIT, client_address(request))
    previous = sessions.current(request)
    next_url, level = "/", 1
    try:
        pending = starts.take(request.session, request.GET.get("state", ""))
        next_url, level = pending.next_url, pending.start.level
        identity = resolve(IdentityProvider).complete(
            params=request.GET.dict(), start=pending.start, redirect_uri=settings.VNEID["redirect_uri"]
        )
        row = services.record_sign_in(identity, previous=previous, is_launched=bool(pending.start.launch))
    except SignInRefused as error:
        if error.reason_code == Reason.AUTH_TOO_OLD:
            sessions.demand_proof(request)  # trying again must not end here again
        raise _refused(error, next_url, level) from error
    except ProviderUnavailable as error:
        raise _away(error, next_url, level) from error
    sessions.attach(request, row.id)
    must_choose_hat = not pending.start.launch and _must_choose(row)
    return SignedIn(session_id=row.id, next_url=next_url, must_choose_hat=must_choose_hat)


def choose_hat(request: HttpRequest, key: str) -> Hat:
    """Put on a hat for this browser session. NotPermitted (audited) when it is not this person's today."""
    row = signed_in_session(request)
    hat = services.choose_hat(sessions.actor_of(row.user, hats.CITIZEN, row.level), row=row, key=key)
    request.session.cycle_key()  # rights changed: a session id seen before is worth nothing now
    return hat


def my_hats(request: HttpRequest) -> tuple[list[Hat], str]:
    """Hats the signed-in person may wear today, and the key of the one worn last time (chosen most likely)."""
    row = signed_in_session(request)
    return hats.hats_of(row.user, clock.today()), row.user.last_hat


def sign_out(request: HttpRequest) -> str:
    """End the sign-in here; returns the address that ends it at the provider too, "" when there is none to go to."""
    row = sessions.current(request)
    sessions.detach(request)
    if row is None or not services.end_session(row, EndReason.SIGNED_OUT):
        return ""
    try:
        return provider_exit(row)
    except ProviderUnavailable:
        log.warning("provider_logout_unavailable")  # ours has ended; the provider's ends by its own limit
        return ""


def provider_exit(row: SignInSession) -> str:
    """Where this browser goes to end the provider's session behind a sign-in, "" when there is none.

    ``row`` as it was before it ended: the identity token goes with it. Raises ProviderUnavailable.
    Source: OpenID Connect RP-Initiated Logout 1.0.
    """
    if not row.id_token:
        return ""
    return resolve(IdentityProvider).logout_url(
        id_token=row.id_token, post_logout_redirect_uri=f"{settings.PUBLIC_URL}/", state=str(row.id)
    )


def signed_in_session(request: HttpRequest) -> SignInSession:
    """The open sign-in of this browser; NotPermitted when there is none."""
    row = sessions.current(request)
    if row is None or row.ended_at is not None:
        raise NotPermitted("Hãy đăng nhập rồi làm tiếp.", code="not_signed_in")
    return row


def client_address(request: HttpRequest) -> str:
    """Address to count attempts by; behind a proxy of ours (https set up) the last one it vouches for."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _prompt(request: HttpRequest, launch: str) -> Prompt | None:
    """A browser that was handed over proves anew who is there, launched or not."""
    if sessions.is_proof_demanded(request):
        return "login"
    return "none" if launch else None


def _must_choose(row: SignInSession) -> bool:
    """True for a person who holds posts and has not put one on; a step-up kept it."""
    return row.hat_key == CITIZEN_HAT and len(hats.hats_of(row.user, clock.today())) > 1


def _refused(error: SignInRefused, next_url: str, level: int) -> SignInFailed:
    services.record_refusal(error.reason_code)
    log.info("sign_in_refused", reason=error.reason_code)
    return SignInFailed(error.message_vi, code=error.reason_code, next_url=next_url, level=level)


def _away(error: ProviderUnavailable, next_url: str, level: int) -> ProviderAway:
    log.warning("provider_unavailable", detail=str(error))
    return ProviderAway(error.message_vi, retry_after=error.retry_after_s, next_url=next_url, level=level)
