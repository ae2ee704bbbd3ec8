"""The application as a person holds it: its home, the services it opens in its web view, its inbox."""

import logging
from typing import Any

import httpx2
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dean06.sandbox.vneid.browser import SEE_OTHER, SESSION_COOKIE, provider_of, session_of, set_cookie
from dean06.sandbox.vneid.machine import read_form
from dean06.sandbox.vneid.provider import Provider
from dean06.sandbox.vneid.screens import locked_page, message_page, phone_page, share_page
from dean06.sandbox.vneid.store import Session

INBOX_TIMEOUT_SECONDS = 5.0
log = logging.getLogger("vneid-twin")


async def home(request: Request) -> Response:
    """Services and notices of whoever unlocked the phone; otherwise the list of people."""
    provider, session = provider_of(request), session_of(request)
    if session is None:
        return locked_page(provider)
    return phone_page(provider, session, await _notices(provider, session))


async def unlock(request: Request) -> Response:
    """A person was chosen, with the level she comes in at."""
    provider, form = provider_of(request), await read_form(request)
    person = provider.settings.people.get(form.get("person", ""))
    if person is None:
        return locked_page(provider)
    level = 1 if form.get("level") == "1" else person.level
    before = session_of(request)
    cookie, _ = provider.sign_in(person, level, request.cookies.get(SESSION_COOKIE, ""))
    response = _home(provider)
    set_cookie(response, provider, SESSION_COOKIE, cookie)
    if before is not None and before.person is not person:
        response.background = BackgroundTask(provider.announce_logout, before)
    return response


async def lock(request: Request) -> Response:
    """The phone is locked: the session ends here and, over the back channel, in the services opened from it."""
    provider = provider_of(request)
    session = provider.store.sessions.pop(request.cookies.get(SESSION_COOKIE, ""))
    response = _home(provider)
    response.delete_cookie(SESSION_COOKIE, path=provider.settings.path or "/")
    if session is not None:
        response.background = BackgroundTask(provider.announce_logout, session)
    return response


async def open_service(request: Request) -> Response:
    """The mini-app in the web view, at its home or where a notice leads. Sharing is asked before the first time."""
    provider, session, form = provider_of(request), session_of(request), await read_form(request)
    if session is None:
        return _home(provider)
    target = form.get("target", "")
    if not provider.settings.client.initiate_login_uri or (target and not provider.settings.client.takes(target)):
        return message_page(provider, "Không mở được", "Dịch vụ này chưa đăng ký với ứng dụng.", status=400)
    if form.get("decision") == "decline":
        return _home(provider)
    if form.get("decision") == "agree":
        provider.store.agreed.add(session.person.key)
    if session.person.key not in provider.store.agreed:
        return share_page(provider, session, target)
    return RedirectResponse(provider.launch(session, target), SEE_OTHER)


async def _notices(provider: Provider, session: Session) -> list[dict[str, Any]] | None:
    """What the inbox holds for this person, newest first; None when it does not answer."""
    if not provider.settings.inbox_url:
        return []
    address = f"{provider.settings.inbox_url}/ung-dung/{session.person.personal_id}"
    headers = {"Authorization": f"Bearer {provider.settings.inbox_token}"}
    try:
        async with httpx2.AsyncClient(timeout=INBOX_TIMEOUT_SECONDS, trust_env=False) as client:
            answer = await client.get(address, headers=headers)
            answer.raise_for_status()
            notices: list[dict[str, Any]] = answer.json()["notices"]
    except (httpx2.HTTPError, ValueError, KeyError) as error:
        log.warning("the inbox does not answer: %s", type(error).__name__)
        return None
    return notices


def _home(provider: Provider) -> RedirectResponse:
    return RedirectResponse(f"{provider.settings.path}/ung-dung/", SEE_OTHER)
