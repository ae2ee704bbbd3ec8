"""The doors of a twin that are not part of its protocol: health, and switches for whoever tests; and what twins that
are asked with a token and answer in JSON have in common.
"""

import hmac
import ipaddress
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dean06.sandbox.switches import Switches

MAX_BODY_BYTES = 64 * 1024


def is_bearer(request: Request, token: str) -> bool:
    """Whether the request shows the token."""
    return hmac.compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())


async def said(request: Request) -> dict[str, Any]:
    """The object in the body, {} for anything else."""
    body = await request.body()
    try:
        told = json.loads(body) if 0 < len(body) <= MAX_BODY_BYTES else {}
    except ValueError:
        told = {}
    return told if isinstance(told, dict) else {}


def problem(status: int, words: str) -> Response:
    """A problem document (RFC 9457)."""
    told = {"type": "about:blank", "status": status, "title": words}
    return JSONResponse(told, status_code=status, media_type="application/problem+json")


def stranger(request: Request) -> Response | None:
    """Switches answer loopback addresses that hold the token printed at start (``app.state.admin_token``)."""
    try:
        near = ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        near = False
    if near and is_bearer(request, request.app.state.admin_token):
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


SWITCH = Route("/admin/faults", faults, methods=["GET", "PUT", "DELETE"])
DOORS = (SWITCH, Route("/healthz", _health))
