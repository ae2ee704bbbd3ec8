"""The twin as an ASGI application."""

import hmac
import ipaddress
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import anyio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from dean06.sandbox.witness.faults import Fault, Faults
from dean06.sandbox.witness.judge import Judge
from dean06.sandbox.witness.lies import bend

MAX_BODY_BYTES = 64 * 1024
OVERSIZED_BYTES = 4 * 1024 * 1024
DRIP_SECONDS = 0.2
DRIP_BYTES = 600


def create_app(judge: Judge, admin_token: str) -> Starlette:
    """A twin around one witness."""
    app = Starlette(
        routes=[
            Route("/add-checkpoint", _add_checkpoint, methods=["POST"]),
            Route("/admin/faults", _faults, methods=["GET", "PUT", "DELETE"]),
            Route("/admin/forget", _forget, methods=["POST"]),
            Route("/healthz", _health),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_misbehave)],
    )
    app.state.judge, app.state.faults, app.state.admin_token = judge, Faults(), admin_token
    return app


async def _add_checkpoint(request: Request) -> Response:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return PlainTextResponse("too large\n", status_code=413)
    judge: Judge = request.app.state.judge
    answer = bend(judge.answer(body), body, judge, request.app.state.faults)
    return Response(answer.body.encode(), status_code=answer.status, headers={"Content-Type": answer.type})


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _faults(request: Request) -> Response:
    """GET the switches, PUT {"faults": [...], "seconds": 2.5} to set them, DELETE to behave again."""
    if refused := _refused(request):
        return refused
    switches: Faults = request.app.state.faults
    if request.method == "DELETE":
        switches.set([], 0)
    if request.method == "PUT":
        try:
            wanted: dict[str, Any] = json.loads(await request.body())
            switches.set(list(wanted.get("faults", [])), float(wanted.get("seconds", 0)))
        except (ValueError, TypeError, AttributeError) as error:
            return JSONResponse({"error": str(error), "known": [fault.value for fault in Fault]}, status_code=422)
    return JSONResponse({"faults": sorted(switches.active), "seconds": switches.seconds})


async def _forget(request: Request) -> Response:
    """Lose the memory of all logs, as a witness does whose disk broke."""
    if refused := _refused(request):
        return refused
    request.app.state.judge.memory.forget()
    return JSONResponse({"forgotten": True})


def _refused(request: Request) -> Response | None:
    """Switches answer loopback addresses that hold the token printed at start."""
    try:
        near = ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        near = False
    expected = f"Bearer {request.app.state.admin_token}"
    if near and hmac.compare_digest(request.headers.get("authorization", "").encode(), expected.encode()):
        return None
    return JSONResponse({"error": "forbidden"}, status_code=403)


async def _misbehave(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Faults below the protocol; health and switches always behave."""
    if request.url.path != "/add-checkpoint":
        return await call_next(request)
    faults: Faults = request.app.state.faults
    await faults.delay()
    bad = next((make() for fault, make in BAD_ANSWERS.items() if fault in faults), None)
    return bad or await call_next(request)


async def _drip() -> AsyncIterator[bytes]:
    """One byte at a time, each soon enough to satisfy a naive read time-out."""
    for _ in range(DRIP_BYTES):
        yield b" "
        await anyio.sleep(DRIP_SECONDS)


BAD_ANSWERS: dict[Fault, Callable[[], Response]] = {
    Fault.DOWN: lambda: PlainTextResponse("down", status_code=503),
    Fault.GARBLED: lambda: PlainTextResponse("<html>bảo trì hệ thống</html>"),
    Fault.OVERSIZED: lambda: PlainTextResponse(" " * OVERSIZED_BYTES),
    Fault.REDIRECT: lambda: RedirectResponse("/healthz", status_code=307),
    Fault.DRIP: lambda: StreamingResponse(_drip(), media_type="text/plain"),
}
