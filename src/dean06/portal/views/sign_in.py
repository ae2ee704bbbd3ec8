"""Signing in through VNeID and out again."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base.actor import Role
from dean06.kernel.identity import api as identity
from dean06.kernel.identity.limits import STEP_UP_MAX_AGE_SECONDS
from dean06.kernel.identity.types import ProviderAway, SignInFailed
from dean06.kernel.ports.identity_provider import Reason
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page, safe_next

LEVEL = "muc"
HIGHEST_LEVEL = 2


@page(Role.PUBLIC, title="Đăng nhập", methods=("GET",))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Say what signing in is for and offer it; somebody already in at that level goes on."""
    actor = actor_of(request)
    level, next_url = _level(request), safe_next(request)
    if actor.is_signed_in and actor.assurance_level >= level:
        return HttpResponseRedirect(next_url)
    query = urlencode({"next": next_url, LEVEL: level})
    context = {
        "start_url": f"{reverse('portal:sign_in_start')}?{query}",
        "is_step_up": level > 1 and actor.is_signed_in,
        "level": level,
        "next": next_url,
        "for_emergencies": identity.break_glass_is_enabled(),
    }
    return render_page(request, "portal/sign_in.html", context)


@page(Role.PUBLIC, title="Sang VNeID", methods=("GET",))
def start(request: HttpRequest) -> HttpResponse:
    """Begin at the provider and go there. A link, not a form: form-action would stop the browser at the border."""
    level = _level(request)
    max_age = STEP_UP_MAX_AGE_SECONDS if level > 1 else None
    try:
        url = identity.begin_sign_in(request, next_url=safe_next(request), level=level, max_age=max_age)
    except (SignInFailed, ProviderAway) as error:
        return _refused(request, error)
    return HttpResponseRedirect(url)


@page(Role.PUBLIC, title="Hoàn tất đăng nhập", methods=("GET",))
def callback(request: HttpRequest) -> HttpResponse:
    """VNeID sends the person back here."""
    try:
        done = identity.finish_sign_in(request)
    except (SignInFailed, ProviderAway) as error:
        return _refused(request, error)
    if done.must_choose_hat:
        return HttpResponseRedirect(f"{reverse('portal:hats')}?{urlencode({'next': done.next_url})}")
    return HttpResponseRedirect(done.next_url)


@page(Role.PUBLIC, title="Đăng xuất", methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the sign-in here, then at VNeID. The page in between breaks the chain that form-action forbids to cross."""
    provider_url = identity.sign_out(request)
    if not provider_url:
        messages.success(request, "Đã đăng xuất khỏi cổng này.")
        return redirect("portal:home")
    request.actor = identity.actor_from(request)  # type: ignore[attr-defined] # nobody, from here on
    return render_page(request, "portal/signed_out.html", {"provider_url": provider_url})


def _level(request: HttpRequest) -> int:
    return HIGHEST_LEVEL if request.GET.get(LEVEL) == str(HIGHEST_LEVEL) else 1


def _refused(request: HttpRequest, error: SignInFailed | ProviderAway) -> HttpResponse:
    """Not signed in: why, and the way to try again for the same page at the same level."""
    is_away = isinstance(error, ProviderAway)
    again = urlencode({"next": error.next_url, LEVEL: error.level})
    context = {
        "reason": error.message,
        "is_cancelled": error.code == Reason.PERSON_CANCELLED,
        "is_away": is_away,
        "has_no_cookies": error.code == Reason.STATE_MISMATCH and settings.SESSION_COOKIE_NAME not in request.COOKIES,
        "is_pointless": error.code == Reason.LEVEL_UNREACHABLE,
        "again_url": f"{reverse('portal:sign_in_start')}?{again}",
    }
    response = render_page(request, "portal/sign_in_refused.html", context, status=503 if is_away else 403)
    if isinstance(error, ProviderAway):
        response["Retry-After"] = str(error.retry_after)
    return response
