"""Switches for tests and demonstrations: loopback only, and only with the token printed at start."""

import hmac
import ipaddress
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dean06.sandbox.vneid.browser import provider_of
from dean06.sandbox.vneid.faults import Fault


def _refused(request: Request) -> Response | None:
    host = request.client.host if request.client else ""
    try:
        near = ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = False
    given = request.headers.get("authorization", "")
    expected = f"Bearer {provider_of(request).settings.admin_token}"
    if near and hmac.compare_digest(given.encode(), expected.encode()):
        return None
    return JSONResponse({"error": "forbidden"}, status_code=403)


async def faults(request: Request) -> Response:
    """GET the switches, PUT {"faults": [...], "seconds": 2.5} to set them, DELETE to behave again."""
    if refused := _refused(request):
        return refused
    switches = provider_of(request).faults
    if request.method == "DELETE":
        switches.set([], 0)
    if request.method == "PUT":
        try:
            wanted: dict[str, Any] = json.loads(await request.body())
            switches.set(list(wanted.get("faults", [])), float(wanted.get("seconds", 0)))
        except (ValueError, TypeError, AttributeError) as error:
            return JSONResponse({"error": str(error), "known": [fault.value for fault in Fault]}, status_code=422)
    return JSONResponse({"faults": sorted(switches.active), "seconds": switches.seconds})


async def rotate_keys(request: Request) -> Response:
    """Sign with a new key from now on."""
    return _refused(request) or JSONResponse({"kid": provider_of(request).keys.rotate()})


async def forget(request: Request) -> Response:
    """End every session without telling anybody and forget consents: a fresh start between tests."""
    if refused := _refused(request):
        return refused
    store = provider_of(request).store
    store.sessions.clear()
    store.agreed.clear()
    return JSONResponse({"forgotten": True})


async def end_sessions(request: Request) -> Response:
    """End every session of a person, as when they sign out in the VNeID app; relying parties are told."""
    if refused := _refused(request):
        return refused
    provider = provider_of(request)
    ended = provider.store.sessions.pop_where(lambda session: session.person.key == request.path_params["person"])
    for session in ended:
        await provider.announce_logout(session)
    return JSONResponse({"ended": len(ended)})
