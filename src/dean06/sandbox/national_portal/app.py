"""The twin as an ASGI application: the interface of machines, the citizens' page, the switches."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dean06.sandbox.national_portal import admin, machine, pages
from dean06.sandbox.national_portal.faults import Fault
from dean06.sandbox.national_portal.state import Portal

MACHINES = ("/token", "/dich-vu")


def create_app(portal: Portal) -> Starlette:
    """A twin around one portal."""
    app = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/nop", pages.file, methods=["POST"]),
            Mount("/static", StaticFiles(directory=pages.STATIC)),
            Route("/token", machine.token, methods=["POST"]),
            Route("/dich-vu", machine.service, methods=["POST"]),
            Route("/admin/faults", admin.faults, methods=["GET", "PUT", "DELETE"]),
            Route("/admin/{act}", admin.act, methods=["GET", "POST"]),
            Route("/healthz", _health),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_misbehave)],
    )
    app.state.portal = portal
    return app


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _misbehave(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Faults below the protocol; pages, health and switches always behave."""
    portal: Portal = request.app.state.portal
    if request.url.path in MACHINES:
        await portal.faults.delay()
        if Fault.DOWN in portal.faults:
            return JSONResponse({"error": "bảo trì"}, status_code=503)
    return await call_next(request)
