"""The twin as an ASGI application: the hospital's page, its public key, the switches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dean06.sandbox.doors import DOORS
from dean06.sandbox.hospital.documents import document, written
from dean06.sandbox.hospital.door import Door, Told
from dean06.sandbox.hospital.faults import Fault
from dean06.sandbox.hospital.signing import jwks

HERE = Path(__file__).parent
MOST_EDITIONS = 99
NOT_BORN_THEN = date(1900, 1, 1)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass
class Hospital:
    """What one running twin holds: charts and people by key of the patient, and what it was last told of each."""

    door: Door
    charts: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, Mapping[str, Any]]
    told: dict[str, Sequence[Told]] = field(default_factory=dict)

    def content(self, key: str, edition: int) -> bytes:
        """A patient's document; with the switch ``wrong_patient``, with another day of birth."""
        person = self.people[key]
        if Fault.WRONG_PATIENT in self.door.faults:
            person = {**person, "birth_on": NOT_BORN_THEN}
        return written(document(key, person, self.charts[key], edition=edition))


def create_app(hospital: Hospital, *, admin_token: str) -> Starlette:
    """A twin around one hospital."""
    app = Starlette(
        routes=[
            Route("/", _home),
            Route("/gui", _send, methods=["POST"]),
            Route("/hoi", _ask, methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Route("/.well-known/jwks.json", _keys),
            *DOORS,
        ]
    )
    app.state.hospital, app.state.faults, app.state.admin_token = hospital, hospital.door.faults, admin_token
    return app


async def _home(request: Request) -> Response:
    """The patients, and what came back of each."""
    hospital: Hospital = request.app.state.hospital
    patients = [(key, hospital.people[key], hospital.told.get(key, ())) for key in hospital.charts]
    html = _templates.get_template("hospital.html").render(patients=patients, most=MOST_EDITIONS)
    return HTMLResponse(html, headers=HEADERS)


async def _send(request: Request) -> Response:
    hospital: Hospital = request.app.state.hospital
    key, edition = await _chosen(request)
    if key in hospital.charts and 1 <= edition <= MOST_EDITIONS:
        hospital.told[key] = [await hospital.door.send(hospital.content(key, edition))]
    return RedirectResponse(f"/#{key}", status_code=303, headers=HEADERS)


async def _ask(request: Request) -> Response:
    hospital: Hospital = request.app.state.hospital
    key, _ = await _chosen(request)
    if key in hospital.charts:
        hospital.told[key] = await hospital.door.ask(hospital.people[key]["personal_id"])
    return RedirectResponse(f"/#{key}", status_code=303, headers=HEADERS)


async def _chosen(request: Request) -> tuple[str, int]:
    """The patient's key, empty for nobody here, and the edition, 0 for none."""
    async with request.form(max_files=0, max_fields=5) as form:
        key, edition = str(form.get("patient", "")), str(form.get("edition", ""))
    known = key if key in request.app.state.hospital.charts else ""
    return known, int(edition) if edition.isascii() and edition.isdigit() and len(edition) <= len("99") else 0


async def _keys(request: Request) -> Response:
    hospital: Hospital = request.app.state.hospital
    await hospital.door.faults.delay()
    if Fault.DOWN in hospital.door.faults:
        return JSONResponse({"error": "bảo trì"}, status_code=503)
    return JSONResponse(jwks(hospital.door.key))
