"""The doors of a twin that are not part of its protocol: health, and switches for whoever tests."""

import hmac
import ipaddress
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dean06.sandbox.switches import Switches


def stranger(request: Request) -> Response | None:
    """Switches answer loopback addresses that hold the token printed at start (``app.state.admin_token``)."""
    try:
        near = ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        near = False
    expected = f"Bearer {request.app.state.admin_token}"
    if near and hmac.compare_digest(request.headers.get("authorization", "").encode(), expected.encode()):
        return None
    return JSONResponse({"error": "forbidden"}, status_code=403)


async def faults(request: Request) -> Response:
    """GET the switches, PUT {"faults": [...], "seconds": 2.5} to set them, DELETE to behave again."""
    if refused := stranger(request):
        return refused
    switches: Switches[Any] = request.app.state.faults
    if request.method == "DELETE":
        switches.set([])
    if request.method == "PUT":
        try:
            wanted: dict[str, Any] = json.loads(await request.body())
            switches.set(list(wanted.get("faults", [])), float(wanted.get("seconds", 0)))
        except (ValueError, TypeError, AttributeError) as error:
            return JSONResponse({"error": str(error), "known": [one.value for one in switches.kind]}, status_code=422)
    return JSONResponse({"faults": sorted(switches.active), "seconds": switches.seconds})


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


DOORS = (Route("/admin/faults", faults, methods=["GET", "PUT", "DELETE"]), Route("/healthz", _health))
