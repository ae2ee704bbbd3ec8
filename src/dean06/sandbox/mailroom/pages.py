"""Pages of a twin: plain HTML, no script, one style sheet."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def render(name: str, **values: Any) -> HTMLResponse:
    """A page with the headers every page carries."""
    return HTMLResponse(_templates.get_template(name).render(**values), headers=HEADERS)


async def _style(_request: Request) -> Response:
    return FileResponse(HERE / "style.css", media_type="text/css")


STYLE = Route("/style.css", _style)
