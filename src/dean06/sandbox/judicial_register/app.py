"""The twin as an ASGI application: the interface of machines, and the switches."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx2
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dean06.sandbox.doors import SWITCH, is_bearer, problem, said, stranger
from dean06.sandbox.judicial_register.books import Books, Kept, OtherOrder
from dean06.sandbox.judicial_register.faults import Fault, Faults
from dean06.sandbox.judicial_register.signing import signed

MEMBERS = {"orderId", "unit", "purpose", "orderedAt", "subject"}
ROUND_S, TIMEOUT_S = 0.5, 5.0
log = logging.getLogger(__name__)


@dataclass
class Register:
    """What one running twin holds. ``delay_s``: how long a search takes; ``bring_to``: where answers are brought."""

    books: Books
    faults: Faults
    key: ECKey
    token: str
    admin_token: str
    delay_s: float
    bring_to: str = ""
    brought: set[str] = field(default_factory=set)
    rounds: "asyncio.Task[None] | None" = None


def create_app(register: Register) -> Starlette:
    """A twin around one register."""
    app = Starlette(
        routes=[
            Route("/orders", _order, methods=["POST"]),
            Route("/orders/{order_id}", _answer, methods=["GET"]),
            SWITCH,
            Route("/admin/{act}", _act, methods=["GET", "POST"]),
            Route("/healthz", _health),
        ]
    )
    app.state.register, app.state.faults, app.state.admin_token = register, register.faults, register.admin_token
    return app


def _begin_bringing(register: Register) -> None:
    """The rounds begin with the first call: the server we run on tells nobody that it has started."""
    if register.bring_to and register.rounds is None:
        register.rounds = asyncio.get_running_loop().create_task(_rounds(register))


async def _rounds(register: Register) -> None:
    async with httpx2.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as http:
        while True:
            await asyncio.sleep(ROUND_S)
            for order_id in list(register.books.orders):
                if order_id not in register.brought and Fault.KEEPS_QUIET not in register.faults:
                    await _bring(register, http, order_id)


async def _bring(register: Register, http: httpx2.AsyncClient, order_id: str) -> None:
    claims = register.books.answered(order_id)
    if not claims:
        return
    body = signed(claims, register.key, register.faults)
    try:
        answer = await http.post(register.bring_to, content=body, headers={"Content-Type": "application/jose"})
    except httpx2.TransportError as error:
        log.info("not brought: %s", type(error).__name__)
        return
    if answer.status_code < 500 and answer.status_code != 429:  # taken, or refused for good: it can still be asked for
        register.brought.add(order_id)


async def _health(request: Request) -> Response:
    _begin_bringing(request.app.state.register)
    return PlainTextResponse("ok")


async def _order(request: Request) -> Response:
    register: Register = request.app.state.register
    if (refused := await _refused(request, register)) is not None:
        return refused
    wanted = await said(request)
    if wanted.keys() != MEMBERS or not isinstance(wanted.get("subject"), dict):
        return problem(422, "not an order")
    try:
        kept = register.books.take(wanted, register.delay_s)
    except OtherOrder:
        return problem(409, "another order has this id")
    if Fault.LOST_RECEIPT in register.faults:
        return problem(502, "lost after taking it in")
    return _bent(register, {"orderId": wanted["orderId"], "receipt": kept.receipt, "answerBy": _when(kept)}, 202)


async def _answer(request: Request) -> Response:
    register: Register = request.app.state.register
    if (refused := await _refused(request, register)) is not None:
        return refused
    order_id = request.path_params["order_id"]
    if order_id not in register.books.orders:
        return problem(404, "no such order")
    claims = {} if Fault.NEVER_READY in register.faults else register.books.answered(order_id)
    if not claims:
        return Response(status_code=204)
    return _bent(register, {"answer": signed(claims, register.key, register.faults)}, 200)


async def _refused(request: Request, register: Register) -> Response | None:
    _begin_bringing(register)
    await register.faults.delay()
    if Fault.DOWN in register.faults:
        return problem(503, "bảo trì")
    if not is_bearer(request, register.token):
        return problem(401, "unknown")
    return None


def _bent(register: Register, told: dict[str, Any], status: int) -> Response:
    if Fault.NOT_JSON in register.faults:
        return PlainTextResponse("<html>bảo trì</html>", status_code=status, media_type="text/html")
    return JSONResponse(told, status_code=status)


async def _act(request: Request) -> Response:
    if refused := stranger(request):
        return refused
    register: Register = request.app.state.register
    run = ACTS.get(request.path_params["act"])
    if run is None:
        return problem(404, f"known: {sorted(ACTS)}")
    return JSONResponse(run(register, await said(request)))


def _forget(register: Register, _said: dict[str, Any]) -> dict[str, Any]:
    register.books.forget()
    register.brought.clear()
    register.delay_s = 0.0
    return {"forgotten": True}


def _delay(register: Register, said: dict[str, Any]) -> dict[str, Any]:
    register.delay_s = float(said["seconds"])
    return {"seconds": register.delay_s}


def _enter(register: Register, said: dict[str, Any]) -> dict[str, Any]:
    register.books.enter(said)
    return {"entries": len(register.books.entries)}


def _signed(register: Register, said: dict[str, Any]) -> dict[str, Any]:
    return {"answer": signed(register.books.answered(said["orderId"]), register.key, register.faults)}


ACTS: dict[str, Callable[[Register, dict[str, Any]], dict[str, Any]]] = {
    "forget": _forget,
    "delay": _delay,
    "enter": _enter,
    "signed": _signed,
    "orders": lambda register, _: {key: one.order for key, one in register.books.orders.items()},
}


def _when(kept: Kept) -> str:
    return datetime.fromtimestamp(kept.ready_at, UTC).isoformat()
