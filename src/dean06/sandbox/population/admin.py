"""Switches for tests and demonstrations: loopback only, and only with the token printed at start."""

import hmac
import ipaddress
import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dean06.sandbox.population.faults import UNTIL_CLEARED, Fault, Faults
from dean06.sandbox.population.happening import CannotHappen, Happening


async def faults(request: Request) -> Response:
    """GET the switches, PUT {"faults": [...], "seconds": 2.5, "count": 3} to set them, DELETE to behave again."""
    if refused := _refused(request):
        return refused
    switches: Faults = request.app.state.faults
    if request.method == "DELETE":
        switches.set([])
    if request.method == "PUT":
        try:
            wanted = json.loads(await request.body())
            names, seconds = list(wanted.get("faults", [])), float(wanted.get("seconds", 0))
            switches.set(names, seconds, int(wanted.get("count", UNTIL_CLEARED)))
        except (ValueError, TypeError, AttributeError) as error:
            return JSONResponse({"error": str(error), "known": [fault.value for fault in Fault]}, status_code=422)
    return JSONResponse(switches.body())


async def changes(request: Request) -> Response:
    """Make something happen to somebody, recorded today."""
    if refused := _refused(request):
        return refused
    happening: Happening = request.app.state.happening
    try:
        return JSONResponse({"personalId": happening.happen(json.loads(await request.body()))})
    except (CannotHappen, ValueError, TypeError, AttributeError) as error:
        return JSONResponse({"error": str(error)}, status_code=422)


async def forget(request: Request) -> Response:
    """Drop all batches and everything made to happen: a fresh start between tests."""
    if refused := _refused(request):
        return refused
    request.app.state.exchange.provider.register.memory.forget()
    return JSONResponse({"forgotten": True})


def _refused(request: Request) -> Response | None:
    try:
        near = ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        near = False
    expected = f"Bearer {request.app.state.admin_token}"
    if near and hmac.compare_digest(request.headers.get("authorization", "").encode(), expected.encode()):
        return None
    return JSONResponse({"error": "forbidden"}, status_code=403)
