"""The twin as an ASGI application: the interface of machines, and the switches."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dean06.sandbox.doors import DOORS, is_bearer, problem, said, stranger
from dean06.sandbox.social_insurance.books import Books, OtherRequest
from dean06.sandbox.social_insurance.faults import Fault, Faults
from dean06.sandbox.social_insurance.signing import signed

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
            *DOORS,
            Route("/admin/{act}", _act, methods=["GET", "POST"]),
        ]
    )
    app.state.insurance, app.state.faults, app.state.admin_token = insurance, insurance.faults, insurance.admin_token
    return app


async def _record(request: Request) -> Response:
    insurance: Insurance = request.app.state.insurance
    await insurance.faults.delay()
    if Fault.DOWN in insurance.faults:
        return problem(503, "bảo trì")
    if not is_bearer(request, insurance.token):
        return problem(401, "unknown")
    wanted = await said(request)
    if wanted.keys() != MEMBERS or not all(isinstance(one, str) and one for one in wanted.values()):
        return problem(422, "not a request")
    try:
        claims = insurance.books.claims(wanted)
    except OtherRequest:
        return problem(409, "another request has this id")
    if Fault.NOT_JSON in insurance.faults:
        return PlainTextResponse("<html>bảo trì</html>", media_type="text/html")
    return JSONResponse({"record": signed(claims, insurance.key, insurance.faults)})


async def _act(request: Request) -> Response:
    if refused := stranger(request):
        return refused
    insurance: Insurance = request.app.state.insurance
    run = ACTS.get(request.path_params["act"])
    if run is None:
        return problem(404, f"known: {sorted(ACTS)}")
    return JSONResponse(run(insurance, await said(request)))


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
