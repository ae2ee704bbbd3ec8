"""Running a twin of this kind as a process: command line, address, signals."""

import argparse
import asyncio
import contextlib
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Sequence

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from starlette.applications import Starlette

USAGE_ERROR = 2


def parser(module: str, port: int) -> argparse.ArgumentParser:
    """The arguments every twin of this kind has."""
    made = argparse.ArgumentParser(prog=f"dean06.sandbox.{module}")
    made.add_argument("--host", default="127.0.0.1")
    made.add_argument("--port", type=int, default=port)
    made.add_argument("--receipts-url", default="", help="where receipts go; {desk} is the provider")
    return made


def serve(make: Callable[[str], Starlette], given: argparse.Namespace, *, admin_variable: str) -> int:
    """Serve until told to stop; a taken port is one clear line on standard error."""
    try:
        _require_free(given.host, given.port)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    token = os.environ.get(admin_variable, "") or secrets.token_urlsafe(32)
    sys.stdout.write(f"Twin at http://{given.host}:{given.port}\n  fault switches: /admin/faults   token: {token}\n")
    sys.stdout.flush()
    asyncio.run(_serve(make(token), given.host, given.port))
    return 0


def _require_free(host: str, port: int) -> None:
    """Granian binds with SO_REUSEPORT and would silently share a taken port; a plain bind would not."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


async def _serve(app: Starlette, host: str, port: int) -> None:
    server = Server(
        app, address=host, port=port, interface=Interfaces.ASGI, websockets=False, log_level=LogLevels.warning
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, server.stop)
    await server.serve()


def secrets_of(variables: Sequence[str]) -> list[str]:
    """Values of environment variables that must be set; SystemExit names the one that is not."""
    for name in variables:
        if not os.environ.get(name):
            raise SystemExit(f"{name} is not set")
    return [os.environ[name] for name in variables]
