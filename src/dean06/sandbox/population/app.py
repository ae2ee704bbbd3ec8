"""The twin as an ASGI application."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from dean06.sandbox.population import admin
from dean06.sandbox.population.exchange import Exchange
from dean06.sandbox.population.faults import Faults
from dean06.sandbox.population.happening import Happening
from dean06.sandbox.population.provider import Provider
from dean06.sandbox.population.register import Register

CLIENT = "VN/GOV/000.00.15.H56/dean06"
CALLS_PER_MINUTE = 6_000


def create_app(
    register: Register,
    admin_token: str,
    clients: frozenset[str] = frozenset({CLIENT}),
    per_minute: int = CALLS_PER_MINUTE,
) -> Starlette:
    """A twin around one register."""
    faults = Faults()
    exchange = Exchange(Provider(register), faults, clients, per_minute)
    app = Starlette(
        routes=[
            Route("/admin/faults", admin.faults, methods=["GET", "PUT", "DELETE"]),
            Route("/admin/changes", admin.changes, methods=["POST"]),
            Route("/admin/forget", admin.forget, methods=["POST"]),
            Route("/healthz", _health),
            Mount("/", app=exchange),
        ]
    )
    app.state.faults, app.state.exchange, app.state.admin_token = faults, exchange, admin_token
    app.state.happening = Happening(register)
    return app


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")
