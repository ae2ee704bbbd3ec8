"""Ending a session: asked by the relying party through the browser, or by the provider itself."""

import json
from urllib.parse import urlencode

from joserfc import jws
from joserfc.errors import JoseError
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dean06.sandbox.vneid.browser import SEE_OTHER, SESSION_COOKIE, provider_of, session_of
from dean06.sandbox.vneid.machine import read_form
from dean06.sandbox.vneid.provider import Provider
from dean06.sandbox.vneid.screens import message_page, page
from dean06.sandbox.vneid.store import Session


async def logout(request: Request) -> Response:
    """OpenID Connect RP-Initiated Logout 1.0. Without a hint that fits the session the person is asked first."""
    provider = provider_of(request)
    values = dict(request.query_params) if request.method == "GET" else await read_form(request)
    target = _target(provider, values)
    if target is None:
        return message_page(provider, "Không thể đăng xuất", "Địa chỉ quay lại chưa được đăng ký.", status=400)
    session = session_of(request)
    if session is None:
        return _left(provider, target)
    if values.get("confirm") != "yes" and not _hint_fits(provider, values.get("id_token_hint", ""), session):
        return page(provider, "logout.html", person=session.person, values=values)
    provider.store.sessions.pop(request.cookies.get(SESSION_COOKIE, ""))
    response = _left(provider, target)
    response.delete_cookie(SESSION_COOKIE, path=provider.settings.path or "/")
    response.background = BackgroundTask(provider.announce_logout, session)
    return response


def _target(provider: Provider, values: dict[str, str]) -> str | None:
    """Address to return to: empty when none was asked, None when it is not registered."""
    uri = values.get("post_logout_redirect_uri", "")
    if not uri:
        return ""
    if uri not in provider.settings.client.post_logout_redirect_uris:
        return None
    joiner = "&" if "?" in uri else "?"
    return uri + (joiner + urlencode({"state": values["state"]}) if values.get("state") else "")


def _left(provider: Provider, target: str) -> Response:
    if target:
        return RedirectResponse(target, SEE_OTHER)
    return message_page(provider, "Đã đăng xuất VNeID", "Ông/bà có thể đóng trang này.")


def _hint_fits(provider: Provider, hint: str, session: Session) -> bool:
    """True when the hint is our own token, expired or not, for exactly this session."""
    try:
        token = jws.deserialize_compact(hint, provider.keys.verifying(), algorithms=[provider.keys.algorithm])
        claims = json.loads(token.payload or b"{}")
    except (JoseError, ValueError):
        return False
    return isinstance(claims, dict) and claims.get("sid") == session.sid
