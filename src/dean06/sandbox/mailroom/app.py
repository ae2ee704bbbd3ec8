"""Desks as an ASGI application: the protocol below ``/NAME/v1``, a page of what came, switches for whoever tests."""

import asyncio
import contextlib
import hmac
import ipaddress
import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dean06.sandbox.mailroom.desk import Desk
from dean06.sandbox.mailroom.faults import Fault
from dean06.sandbox.mailroom.receipts import Postman

MAX_BODY_BYTES = 512 * 1024
MOST_AT_ONCE = 200
Pages = Sequence[BaseRoute]


def create_app(desks: Sequence[Desk], admin_token: str, pages: Pages) -> Starlette:
    """A twin of these providers."""
    app = Starlette(
        routes=[
            Route("/{desk}/v1/{plural}", _take, methods=["POST"]),
            Route("/{desk}/v1/{plural}/{reference}", _state),
            Route("/admin/faults", _faults, methods=["GET", "PUT", "DELETE"]),
            Route("/admin/received", _received),
            Route("/admin/forget", _forget, methods=["POST"]),
            Route("/healthz", _health),
            *pages,
        ],
        lifespan=_lifespan,
    )
    app.state.desks = {desk.name: desk for desk in desks}
    app.state.postmen = {desk.name: Postman(desk) for desk in desks}
    app.state.admin_token = admin_token
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(postman.run()) for postman in app.state.postmen.values()]
    yield
    for task in tasks:
        task.cancel()


async def _take(request: Request) -> Response:
    desk, refused = _desk(request)
    if desk is None:
        return refused
    await desk.faults.delay()
    if Fault.DOWN in desk.faults:
        return PlainTextResponse("down", status_code=503)
    items = _items(await request.body(), desk.plural)
    if items is None:
        return JSONResponse({"error": "not a batch"}, status_code=400)
    answers, owed = desk.take(items)
    postman: Postman = request.app.state.postmen[desk.name]
    postman.owe(owed)
    return _bent(desk, answers)


def _items(body: bytes, plural: str) -> list[dict[str, Any]] | None:
    """The batch, or None for anything else."""
    if len(body) > MAX_BODY_BYTES:
        return None
    try:
        items = json.loads(body)[plural]
    except (ValueError, KeyError, TypeError):
        return None
    is_batch = isinstance(items, list) and 0 < len(items) <= MOST_AT_ONCE
    return items if is_batch and all(isinstance(one, dict) for one in items) else None


def _bent(desk: Desk, answers: list[dict[str, str]]) -> Response:
    """The honest answer, or what the active fault makes of it."""
    bent: dict[Fault, Callable[[], Response]] = {
        Fault.LOST_ANSWER: lambda: PlainTextResponse("lost", status_code=500),
        Fault.GARBLED: lambda: PlainTextResponse("<html>bảo trì hệ thống</html>"),
        Fault.OTHER_REFERENCES: lambda: JSONResponse({"results": [one | {"reference": "khac"} for one in answers]}),
    }
    return next((bent[fault]() for fault in bent if fault in desk.faults), JSONResponse({"results": answers}))


async def _state(request: Request) -> Response:
    desk, refused = _desk(request)
    if desk is None:
        return refused
    kept = desk.kept.get(request.path_params["reference"])
    if kept is None or Fault.DOWN in desk.faults:
        return PlainTextResponse("", status_code=503 if kept else 404)
    return JSONResponse(desk.receipt(request.path_params["reference"], kept.status, kept.code))


def _desk(request: Request) -> tuple[Desk | None, Response]:
    """The provider asked for by whoever holds its key, or the refusal."""
    desk: Desk | None = request.app.state.desks.get(request.path_params["desk"])
    if desk is None or desk.plural != request.path_params["plural"]:
        return None, PlainTextResponse("", status_code=404)
    given = request.headers.get("authorization", "").encode()
    if not hmac.compare_digest(given, f"Bearer {desk.key}".encode()):
        return None, PlainTextResponse("", status_code=401)
    return desk, PlainTextResponse("")


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _faults(request: Request) -> Response:
    """GET the switches, PUT {"faults": [...], "seconds": 2.5} to set them, DELETE to behave; ``?desk=`` for one."""
    if refused := _stranger(request):
        return refused
    desks: dict[str, Desk] = request.app.state.desks
    chosen = [desks[name] for name in desks if request.query_params.get("desk", name) == name]
    try:
        wanted: dict[str, Any] = json.loads(await request.body()) if request.method == "PUT" else {}
        for desk in chosen if request.method != "GET" else ():
            desk.faults.set(list(wanted.get("faults", [])), float(wanted.get("seconds", 0)))
    except (ValueError, TypeError, AttributeError) as error:
        return JSONResponse({"error": str(error), "known": [fault.value for fault in Fault]}, status_code=422)
    return JSONResponse({name: sorted(desk.faults.active) for name, desk in desks.items()})


async def _received(request: Request) -> Response:
    """What every desk has taken, oldest first."""
    if refused := _stranger(request):
        return refused
    desks: dict[str, Desk] = request.app.state.desks
    return JSONResponse(
        {
            name: [one.item | {"times": one.times, "status": one.status} for one in desk.kept.values()]
            for name, desk in desks.items()
        }
    )


async def _forget(request: Request) -> Response:
    if refused := _stranger(request):
        return refused
    for desk in request.app.state.desks.values():
        desk.kept.clear()
    return JSONResponse({"forgotten": True})


def _stranger(request: Request) -> Response | None:
    """Switches answer loopback addresses that hold the token printed at start."""
    try:
        near = ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        near = False
    expected = f"Bearer {request.app.state.admin_token}"
    if near and hmac.compare_digest(request.headers.get("authorization", "").encode(), expected.encode()):
        return None
    return JSONResponse({"error": "forbidden"}, status_code=403)
