"""The citizens' page: an invented person files a birth and reads what became of it."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dean06.sandbox.national_portal.state import PAPER, STATUSES, Portal, birth_of

HERE = Path(__file__).parent
STATIC = HERE / "static"
SHOWN = 20
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
_templates.filters["status"] = lambda code: STATUSES.get(code, code)
_templates.filters["moment"] = lambda at: f"{at[8:10]}:{at[10:12]} ngày {at[6:8]}/{at[4:6]}/{at[:4]}"


async def home(request: Request) -> Response:
    """The form, and the dossiers with their steps, the newest first."""
    portal: Portal = request.app.state.portal
    dossiers = list(portal.books.dossiers.values())[: -SHOWN - 1 : -1]
    html = _templates.get_template("portal.html").render(people=portal.people, dossiers=dossiers)
    return HTMLResponse(html, headers=HEADERS)


async def file(request: Request) -> Response:
    """File for the chosen person."""
    portal: Portal = request.app.state.portal
    async with request.form(max_files=0, max_fields=5) as form:
        person = portal.people.get(str(form.get("person", "")))
    if person is not None:
        portal.books.take(birth_of(portal, person), PAPER)
    return RedirectResponse("/", status_code=303, headers=HEADERS)
