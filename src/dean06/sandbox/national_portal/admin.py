"""Switches and shortcuts for tests, for loopback addresses that hold the token."""

import hmac
import ipaddress
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dean06.sandbox.national_portal.faults import Fault
from dean06.sandbox.national_portal.state import PAPER, Portal, birth_of


async def faults(request: Request) -> Response:
    """GET the switches, PUT {"faults": [...], "seconds": 2.5} to set them, DELETE to behave again."""
    portal: Portal = request.app.state.portal
    if refused := _refused(request, portal):
        return refused
    if request.method == "DELETE":
        portal.faults.set([], 0)
    if request.method == "PUT":
        try:
            wanted: dict[str, Any] = json.loads(await request.body())
            portal.faults.set(list(wanted.get("faults", [])), float(wanted.get("seconds", 0)))
        except (ValueError, TypeError, AttributeError) as error:
            return JSONResponse({"error": str(error), "known": [fault.value for fault in Fault]}, status_code=422)
    return JSONResponse({"faults": sorted(portal.faults.active), "seconds": portal.faults.seconds})


async def act(request: Request) -> Response:
    """One of ``ACTS``."""
    portal: Portal = request.app.state.portal
    if refused := _refused(request, portal):
        return refused
    run = ACTS.get(request.path_params["act"])
    if run is None:
        return JSONResponse({"error": "unknown", "known": sorted(ACTS)}, status_code=404)
    body = await request.body()
    return JSONResponse(run(portal, json.loads(body) if body else {}))


def _file(portal: Portal, said: dict[str, Any]) -> dict[str, Any]:
    if "raw" in said:
        return asdict(portal.books.send(said["raw"]))
    person = portal.people[said.get("person", "hoa")]
    content = said["file"].encode() if "file" in said else PAPER
    return portal.books.take(birth_of(portal, person) | said.get("changes", {}), content)


def _again(portal: Portal, said: dict[str, Any]) -> dict[str, Any]:
    kept = portal.books.dossiers[said["MaHoSo"]]
    kept.dossier = kept.dossier | said.get("changes", {})
    portal.books.send(kept.dossier)
    return kept.dossier


def _forget(portal: Portal, _said: dict[str, Any]) -> dict[str, Any]:
    portal.books.forget()
    portal.sessions.clear()
    return {"forgotten": True}


ACTS: dict[str, Callable[[Portal, dict[str, Any]], dict[str, Any]]] = {
    "file": _file,
    "supplement": _again,
    "dossiers": lambda portal, _: {code: asdict(one) for code, one in portal.books.dossiers.items()},
    "messages": lambda portal, _: {"messages": [asdict(one) for one in portal.books.letters]},
    "forget": _forget,
}


def _refused(request: Request, portal: Portal) -> Response | None:
    try:
        near = ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        near = False
    expected = f"Bearer {portal.admin_token}".encode()
    if near and hmac.compare_digest(request.headers.get("authorization", "").encode(), expected):
        return None
    return JSONResponse({"error": "forbidden"}, status_code=403)
