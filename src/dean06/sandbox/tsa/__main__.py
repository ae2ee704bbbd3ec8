"""Start the twin: ``python -m dean06.sandbox.tsa --identity DIRECTORY`` (see README.md)."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dean06.sandbox.doors import DOORS, stranger
from dean06.sandbox.mailroom.process import serve
from dean06.sandbox.serving import leave
from dean06.sandbox.switches import Switches
from dean06.sandbox.tsa.faults import Fault
from dean06.sandbox.tsa.stamps import NoIdentity, Office

PORT = 8605
MAX_BODY_BYTES = 16 * 1024
OVERSIZED_BYTES = 4 * 1024 * 1024
REPLY = "application/timestamp-reply"


def create_app(identity: Path, admin_token: str) -> Starlette:
    """A twin that stamps with the key in a directory."""
    routes = [Route("/", _stamp, methods=["POST"]), Route("/admin/clock", _clock, methods=["POST"]), *DOORS]
    app = Starlette(routes=routes)
    app.state.ahead = timedelta()
    app.state.identity, app.state.faults, app.state.admin_token = identity, Switches(Fault), admin_token
    return app


async def _stamp(request: Request) -> Response:
    faults: Switches[Fault] = request.app.state.faults
    await faults.delay()
    body = await request.body()
    if Fault.DOWN in faults:
        return PlainTextResponse("down", status_code=503)
    if Fault.GARBLED in faults:
        return Response("<html>bảo trì hệ thống</html>".encode(), media_type=REPLY)
    if Fault.OVERSIZED in faults:
        return Response(b" " * OVERSIZED_BYTES, media_type=REPLY)
    if len(body) > MAX_BODY_BYTES or request.headers.get("content-type") != "application/timestamp-query":
        return PlainTextResponse("not a query", status_code=400)
    try:
        return Response(
            Office.read(request.app.state.identity).answer(body, faults, request.app.state.ahead), media_type=REPLY
        )
    except NoIdentity:
        return PlainTextResponse("no key yet", status_code=503)


async def _clock(request: Request) -> Response:
    """POST {"days": 800}: stamps from then on are of that many days ahead; 0 for now."""
    if refused := stranger(request):
        return refused
    try:
        days = timedelta(days=float(json.loads(await request.body())["days"]))
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        return JSONResponse({"error": str(error)}, status_code=422)
    request.app.state.ahead = days
    return JSONResponse({"days": days.days})


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="dean06.sandbox.tsa", description="twin of a time-stamping authority")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--identity", type=Path, required=True, help="directory of tsa.key and tsa.pem")
    given = parser.parse_args(argv)
    return serve(lambda token: create_app(given.identity, token), given, admin_variable="TSA_TWIN_ADMIN_TOKEN")


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
