"""Endpoints a person's browser walks through: authorization, sign-in, consent."""

import hmac
from dataclasses import replace

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dean06.sandbox.vneid.machine import REQUEST_URI_PREFIX, read_form
from dean06.sandbox.vneid.provider import LAUNCH_PREFIX, Provider
from dean06.sandbox.vneid.screens import consent_page, message_page, sign_in_page
from dean06.sandbox.vneid.settings import SESSION_SECONDS
from dean06.sandbox.vneid.store import AuthRequest, Interaction, Session, new_secret

SESSION_COOKIE = "vneid_twin_session"
BROWSER_COOKIE = "vneid_twin_browser"
SEE_OTHER = 303
_GONE = "Yêu cầu đăng nhập đã hết hạn hoặc đã dùng. Ông/bà quay lại cổng dịch vụ và bấm Đăng nhập."


def provider_of(request: Request) -> Provider:
    """The twin behind a request."""
    provider: Provider = request.app.state.provider
    return provider


def session_of(request: Request) -> Session | None:
    """The browser's session at the provider."""
    return provider_of(request).store.sessions.get(request.cookies.get(SESSION_COOKIE, ""))


def set_cookie(response: Response, provider: Provider, name: str, value: str) -> None:
    """A cookie scripts cannot read, limited to the twin's path."""
    response.set_cookie(
        name,
        value,
        max_age=SESSION_SECONDS,
        path=provider.settings.path or "/",
        httponly=True,
        samesite="lax",
        secure=provider.settings.issuer.startswith("https:"),
    )


async def authorize(request: Request) -> Response:
    """The authorization endpoint: takes a pushed request and nothing else."""
    provider = provider_of(request)
    uri = request.query_params.get("request_uri", "")
    asked = None
    if request.query_params.get("client_id") == provider.settings.client.client_id:
        asked = provider.store.requests.pop(uri.removeprefix(REQUEST_URI_PREFIX))
    if asked is None:
        return message_page(provider, "Không thể đăng nhập", _GONE, status=400)
    session = session_of(request)
    if asked.login_hint.startswith(LAUNCH_PREFIX):
        launch = provider.store.launches.pop(asked.login_hint)
        if launch is None or session is None or launch.sid != session.sid:
            target = provider.refuse(asked, "login_required", "not a launch of this browser, or spent")
            return RedirectResponse(target, SEE_OTHER)
        asked = replace(asked, launched=launch.person.key)
    if not provider.needs_sign_in(asked, session) and session is not None:
        if provider.has_agreed(asked, session.person):
            return RedirectResponse(provider.answer(asked, session), SEE_OTHER)
        return _interact(request, asked, "consent", "consent_required", is_authenticated=True)
    return _interact(request, asked, "sign-in", "login_required", is_authenticated=False)


def _interact(request: Request, asked: AuthRequest, step: str, error: str, *, is_authenticated: bool) -> Response:
    provider = provider_of(request)
    if "none" in asked.prompt:
        return RedirectResponse(provider.refuse(asked, error, "prompt=none and a page is needed"), SEE_OTHER)
    browser = request.cookies.get(BROWSER_COOKIE) or new_secret()
    waiting = Interaction(request=asked, browser=browser, is_authenticated=is_authenticated)
    tx = provider.store.interactions.add(waiting)
    response = RedirectResponse(f"{provider.settings.path}/{step}?tx={tx}", SEE_OTHER)
    set_cookie(response, provider, BROWSER_COOKIE, browser)
    return response


def _interaction(request: Request, tx: str) -> Interaction | None:
    """The interaction, for the browser that began it only (a link sent to somebody else leads nowhere)."""
    waiting = provider_of(request).store.interactions.get(tx)
    cookie = request.cookies.get(BROWSER_COOKIE, "")
    if waiting is None or not hmac.compare_digest(waiting.browser.encode(), cookie.encode()):
        return None
    return waiting


def _gone(request: Request) -> Response:
    return message_page(provider_of(request), "Không thể đăng nhập", _GONE, status=400)


async def show_sign_in(request: Request) -> Response:
    """The list of people."""
    tx = request.query_params.get("tx", "")
    waiting = _interaction(request, tx)
    if waiting is None:
        return _gone(request)
    return sign_in_page(provider_of(request), tx, waiting, session_of(request))


async def do_sign_in(request: Request) -> Response:
    """A person was chosen, or the sign-in was stopped."""
    provider = provider_of(request)
    form = await read_form(request)
    tx = form.get("tx", "")
    waiting = _interaction(request, tx)
    if waiting is None:
        return _gone(request)
    if "cancel" in form:
        provider.store.interactions.pop(tx)
        return RedirectResponse(provider.refuse(waiting.request, "access_denied", "the person stopped"), SEE_OTHER)
    person = provider.settings.people.get(form.get("person", ""))
    if person is None:
        return sign_in_page(provider, tx, waiting, session_of(request), "Chọn một người trong danh sách.")
    level = 1 if form.get("level") == "1" else person.level
    before = session_of(request)
    cookie, session = provider.sign_in(person, level, request.cookies.get(SESSION_COOKIE, ""))
    waiting.is_authenticated = True
    response = _continue(request, tx, waiting, session)
    set_cookie(response, provider, SESSION_COOKIE, cookie)
    if before is not None and before.person is not person:
        response.background = BackgroundTask(provider.announce_logout, before)
    return response


def _continue(request: Request, tx: str, waiting: Interaction, session: Session) -> Response:
    provider = provider_of(request)
    target = provider.next_step(waiting, session)
    if target is None:
        return RedirectResponse(f"{provider.settings.path}/consent?tx={tx}", SEE_OTHER)
    provider.store.interactions.pop(tx)
    return RedirectResponse(target, SEE_OTHER)


async def show_consent(request: Request) -> Response:
    """What will be shared."""
    tx = request.query_params.get("tx", "")
    waiting, session = _interaction(request, tx), session_of(request)
    if waiting is None or session is None or not waiting.is_authenticated:
        return _gone(request)
    return consent_page(provider_of(request), tx, session)


async def do_consent(request: Request) -> Response:
    """Agreed or not."""
    provider = provider_of(request)
    form = await read_form(request)
    tx = form.get("tx", "")
    waiting, session = _interaction(request, tx), session_of(request)
    if waiting is None or session is None or not waiting.is_authenticated:
        return _gone(request)
    if form.get("decision") != "agree":
        provider.store.interactions.pop(tx)
        return RedirectResponse(provider.refuse(waiting.request, "access_denied", "sharing was declined"), SEE_OTHER)
    provider.store.agreed.add(session.person.key)
    waiting.is_agreed = True
    return _continue(request, tx, waiting, session)
