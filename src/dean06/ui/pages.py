"""What every view starts with: the access decorators, rendering with htmx partials, domain errors on forms."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django_htmx.http import HttpResponseClientRedirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, DomainError, Invalid
from dean06.ui import errors, problems
from dean06.ui.access import OFFICERS, SIGNED_IN, Access, Shell, View, actor_of, declare

__all__ = [
    "OFFICERS",
    "SIGNED_IN",
    "Access",
    "add_error",
    "is_partial",
    "machine",
    "page",
    "render_page",
    "safe_next",
    "sign_in_url",
]

NEXT = "next"
STEP_UP = "muc"
LONGEST_NEXT = 2000


def page(
    *roles: Role,
    level: int = 1,
    title: str = "",
    shell: Shell | None = None,
    methods: tuple[str, ...] = ("GET", "POST"),
) -> Callable[[View], View]:
    """Declare a page: who may open it (roles, assurance level), in which shell, by which methods.

    A stranger is sent to sign in and comes back; the wrong hat gets a page that names the right one; a level too low
    is asked to sign in again at that level. The declaration is readable as ``view.access``.
    """
    access = declare(roles, level=level, machine=False, methods=methods, title=title, shell=shell)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = _refuse(request, access) or view(request, *args, **kwargs)
            _keep_private(request, response, access)
            return response

        guarded.access = access  # type: ignore[attr-defined] # functions carry attributes; typing cannot say so
        return guarded

    return decorate


def machine(
    *roles: Role, level: int = 1, methods: tuple[str, ...] = ("GET",), csrf: bool = True, title: str = ""
) -> Callable[[View], View]:
    """Declare a machine interface: like ``page`` but refusals are problem documents (RFC 9457), never redirects.

    ``csrf=False`` is for callers that prove themselves otherwise than by a cookie (device key, signed token).
    """
    access = declare(roles, level=level, machine=True, methods=methods, title=title, shell=None)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = _refuse_machine(request, access) or view(request, *args, **kwargs)
            _keep_private(request, response, access)
            return response

        guarded.access = access  # type: ignore[attr-defined] # functions carry attributes; typing cannot say so
        return guarded if csrf else csrf_exempt(guarded)

    return decorate


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    partial: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page, or only its named ``partial`` when htmx asked for it. The address and the view are the same."""
    name = f"{template}#{partial}" if partial and is_partial(request) else template
    response = render(request, name, dict(context or {}), status=status)
    if partial:
        patch_vary_headers(response, ["HX-Request"])
    return response


def is_partial(request: HttpRequest) -> bool:
    """True when htmx wants a part; a boosted link or a restored history entry wants the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def add_error(form: BaseForm, error: DomainError) -> None:
    """Put a refusal on the form, at its field when it names one; what cannot be mended on the form is raised again."""
    if not isinstance(error, Invalid | Conflict):
        raise error
    form.add_error(error.field if error.field in form.fields else None, error.message)


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """Where to go afterwards: the ``next`` of the request when it is a path on this site, else ``default``."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    is_path = wanted.startswith("/") and len(wanted) <= LONGEST_NEXT
    return wanted if is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else default


def sign_in_url(next_path: str, level: int = 1) -> str:
    """Address of the sign-in that comes back to ``next_path``; above level 1 it asks for that level (``muc``)."""
    query = {NEXT: next_path} | ({STEP_UP: str(level)} if level > 1 else {})
    return f"{reverse('portal:sign_in')}?{urlencode(query)}"


def _refuse(request: HttpRequest, access: Access) -> HttpResponse | None:
    if request.method not in access.methods:
        return errors.method_not_allowed(request, access.methods)
    actor = actor_of(request)
    if access.allows(actor):
        return None
    if not actor.is_signed_in:
        return _sent_to_sign_in(request, 1)
    if not access.has_role(actor):
        return errors.wrong_hat(request, access, way_back=_way_back(request))
    return _sent_to_sign_in(request, access.level)


def _sent_to_sign_in(request: HttpRequest, level: int) -> HttpResponse:
    """To the sign-in; but what somebody was just sending waits on a page until she has signed in again."""
    url = sign_in_url(_way_back(request), level)
    if errors.carries_answers(request):
        return errors.sign_in_again(request, url)
    return _redirect(request, url)


def _refuse_machine(request: HttpRequest, access: Access) -> HttpResponse | None:
    if request.method not in access.methods:
        return problems.method_not_allowed(request, access.methods)
    actor = actor_of(request)
    if access.allows(actor):
        return None
    return problems.not_signed_in(request) if not actor.is_signed_in else problems.not_permitted(request)


def _way_back(request: HttpRequest) -> str:
    """The path to return to after signing in: a form that was being sent is opened again, not sent again."""
    return request.get_full_path() if request.method in {"GET", "HEAD"} else request.path


def _redirect(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect of the whole window, also when htmx asked for a part of it."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)


def _keep_private(request: HttpRequest, response: HttpResponseBase, access: Access) -> None:
    """Pages about a person are kept by nobody; public ones are asked for again, as their bar shows who is signed in."""
    if response.has_header("Cache-Control"):
        return
    if access.is_public and not actor_of(request).is_signed_in:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
