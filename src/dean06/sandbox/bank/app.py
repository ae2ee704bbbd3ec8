"""The twin as an ASGI application: the interface of machines, the customers' page, the switches."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dean06.sandbox.bank import admin, machine, pages
from dean06.sandbox.bank.faults import Fault
from dean06.sandbox.bank.state import Bank


def create_app(bank: Bank) -> Starlette:
    """A twin around one bank."""
    app = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/tra-tien", pages.pay, methods=["POST"]),
            Mount("/static", StaticFiles(directory=pages.STATIC)),
            Route("/v1/accounts/{account}/statements/{day}", machine.statement),
            Route("/v1/refunds", machine.refund, methods=["POST"]),
            Route("/v1/refunds/{key}", machine.refund_status),
            Route("/admin/faults", admin.faults, methods=["GET", "PUT", "DELETE"]),
            Route("/admin/{act}", admin.act, methods=["GET", "POST"]),
            Route("/healthz", _health),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_misbehave)],
    )
    app.state.bank = bank
    return app


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _misbehave(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Faults below the protocol; pages, health and switches always behave."""
    bank: Bank = request.app.state.bank
    if request.url.path.startswith("/v1/"):
        await bank.faults.delay()
        if Fault.DOWN in bank.faults:
            return JSONResponse({"error": "bảo trì"}, status_code=503)
    return await call_next(request)
