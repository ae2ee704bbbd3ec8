"""The twin as an ASGI application."""

from collections.abc import AsyncIterator, Awaitable, Callable

import anyio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from dean06.sandbox.vneid import admin, browser, logout, machine, phone
from dean06.sandbox.vneid.faults import Fault
from dean06.sandbox.vneid.provider import Provider
from dean06.sandbox.vneid.requests import ProtocolError
from dean06.sandbox.vneid.screens import STATIC
from dean06.sandbox.vneid.settings import Settings

OVERSIZED_BYTES = 4 * 1024 * 1024
DRIP_SECONDS = 0.2
DRIP_BYTES = 600


def create_app(settings: Settings) -> Starlette:
    """A twin with its own memory and keys."""
    provider = Provider(settings)
    protocol: list[BaseRoute] = [
        Route("/.well-known/openid-configuration", machine.discovery),
        Route("/certs", machine.jwks),
        Route("/ext/par/request", machine.pushed_request, methods=["POST"]),
        Route("/auth", browser.authorize),
        Route("/sign-in", browser.show_sign_in),
        Route("/sign-in", browser.do_sign_in, methods=["POST"]),
        Route("/consent", browser.show_consent),
        Route("/consent", browser.do_consent, methods=["POST"]),
        Route("/token", machine.token, methods=["POST"]),
        Route("/userinfo", machine.userinfo, methods=["GET", "POST"]),
        Route(f"/{settings.vocabulary.view_info_path}", machine.view_info),
        Route("/logout", logout.logout, methods=["GET", "POST"]),
        Route("/ung-dung/", phone.home),
        Route("/ung-dung/mo-khoa", phone.unlock, methods=["POST"]),
        Route("/ung-dung/khoa", phone.lock, methods=["POST"]),
        Route("/ung-dung/mo", phone.open_service, methods=["POST"]),
        Route("/admin/faults", admin.faults, methods=["GET", "PUT", "DELETE"]),
        Route("/admin/keys/rotate", admin.rotate_keys, methods=["POST"]),
        Route("/admin/forget", admin.forget, methods=["POST"]),
        Route("/admin/sessions/{person}", admin.end_sessions, methods=["DELETE"]),
        Route("/healthz", _health),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    app = Starlette(
        routes=[Mount(settings.path, routes=protocol)] if settings.path else protocol,
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_misbehave)],
        exception_handlers={ProtocolError: _protocol_error},
    )
    app.state.provider = provider
    return app


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _protocol_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, ProtocolError):
        raise error
    headers = {"Cache-Control": "no-store"}
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="vneid-twin"'
    body = {"error": error.error, "error_description": error.description}
    return JSONResponse(body, status_code=error.status, headers=headers)


async def _misbehave(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Faults that strike every protocol endpoint; the admin endpoint always behaves."""
    provider: Provider = request.app.state.provider
    path = request.url.path.removeprefix(provider.settings.path)
    if path.startswith(("/admin/", "/static/")) or path == "/healthz":
        return await call_next(request)
    await provider.faults.delay()
    if Fault.DOWN in provider.faults:
        return PlainTextResponse("down", status_code=503)
    if Fault.GARBLED in provider.faults:
        return PlainTextResponse("<html>bảo trì hệ thống</html>")
    if Fault.OVERSIZED in provider.faults:
        return PlainTextResponse(" " * OVERSIZED_BYTES, media_type="application/json")
    if Fault.DRIP in provider.faults:
        return StreamingResponse(_drip(), media_type="application/json")
    return await call_next(request)


async def _drip() -> AsyncIterator[bytes]:
    """One byte at a time, each soon enough to satisfy a naive read time-out."""
    for _ in range(DRIP_BYTES):
        yield b" "
        await anyio.sleep(DRIP_SECONDS)
