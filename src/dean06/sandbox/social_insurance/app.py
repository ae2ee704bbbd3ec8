"""The twin as an ASGI application: the interface of machines, and the switches."""

import hmac
import ipaddress
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dean06.sandbox.social_insurance.books import Books, OtherRequest
from dean06.sandbox.social_insurance.faults import Fault, Faults
from dean06.sandbox.social_insurance.signing import signed

MAX_BODY_BYTES = 64 * 1024
MEMBERS = {"requestId", "consent", "purpose", "personalId", "askedAt"}


@dataclass
class Insurance:
    """What one running twin holds."""

    books: Books
    faults: Faults
    key: ECKey
    token: str
    admin_token: str


def create_app(insurance: Insurance) -> Starlette:
    """A twin around one set of books."""
    app = Starlette(
        routes=[
            Route("/records", _record, methods=["POST"]),
            Route("/admin/faults", _switch, methods=["GET", "PUT", "DELETE"]),
            Route("/admin/{act}", _act, methods=["GET", "POST"]),
            Route("/healthz", _health),
        ]
    )
    app.state.insurance = insurance
    return app


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _record(request: Request) -> Response:
    insurance: Insurance = request.app.state.insurance
    await insurance.faults.delay()
    if Fault.DOWN in insurance.faults:
        return _problem(503, "bảo trì")
    if not _is_bearer(request, insurance.token):
        return _problem(401, "unknown")
    said = _parsed(await request.body())
    if said.keys() != MEMBERS or not all(isinstance(one, str) and one for one in said.values()):
        return _problem(422, "not a request")
    try:
        claims = insurance.books.claims(said)
    except OtherRequest:
        return _problem(409, "another request has this id")
    if Fault.NOT_JSON in insurance.faults:
        return PlainTextResponse("<html>bảo trì</html>", media_type="text/html")
    return JSONResponse({"record": signed(claims, insurance.key, insurance.faults)})


async def _switch(request: Request) -> Response:
    """GET the switches, PUT {"faults": [...], "seconds": 2.5} to set them, DELETE to behave again."""
    insurance: Insurance = request.app.state.insurance
    if not _is_near(request, insurance):
        return _problem(403, "forbidden")
    if request.method == "DELETE":
        insurance.faults.set([], 0)
    if request.method == "PUT":
        wanted = _parsed(await request.body())
        try:
            insurance.faults.set(list(wanted.get("faults", [])), float(wanted.get("seconds", 0)))
        except (ValueError, TypeError) as error:
            return _problem(422, str(error))
    return JSONResponse({"faults": sorted(insurance.faults.active), "seconds": insurance.faults.seconds})


async def _act(request: Request) -> Response:
    insurance: Insurance = request.app.state.insurance
    if not _is_near(request, insurance):
        return _problem(403, "forbidden")
    run = ACTS.get(request.path_params["act"])
    if run is None:
        return _problem(404, f"known: {sorted(ACTS)}")
    return JSONResponse(run(insurance, _parsed(await request.body())))


def _forget(insurance: Insurance, _said: dict[str, Any]) -> dict[str, Any]:
    insurance.books.forget()
    return {"forgotten": True}


def _enter(insurance: Insurance, said: dict[str, Any]) -> dict[str, Any]:
    insurance.books.enter(said)
    return {"records": len(insurance.books.records)}


ACTS: dict[str, Callable[[Insurance, dict[str, Any]], dict[str, Any]]] = {
    "forget": _forget,
    "enter": _enter,
    "requests": lambda insurance, _: insurance.books.requests,
}


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body) if 0 < len(body) <= MAX_BODY_BYTES else {}
    except ValueError:
        said = {}
    return said if isinstance(said, dict) else {}


def _is_bearer(request: Request, token: str) -> bool:
    return hmac.compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())


def _is_near(request: Request, insurance: Insurance) -> bool:
    try:
        near = ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        near = False
    return near and _is_bearer(request, insurance.admin_token)


def _problem(status: int, words: str) -> Response:
    told = {"type": "about:blank", "status": status, "title": words}
    return JSONResponse(told, status_code=status, media_type="application/problem+json")
