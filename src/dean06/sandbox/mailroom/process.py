"""Running a twin of this kind as a process: command line, address, signals."""

import argparse
import os
import secrets
import sys
from collections.abc import Callable, Sequence

from granian.constants import Interfaces
from starlette.applications import Starlette

from dean06.sandbox import serving

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
        serving.require_free(given.host, given.port)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    token = os.environ.get(admin_variable, "") or secrets.token_urlsafe(32)
    sys.stdout.write(f"Twin at http://{given.host}:{given.port}\n  fault switches: /admin/faults   token: {token}\n")
    sys.stdout.flush()
    serving.serve(make(token), given.host, given.port, interface=Interfaces.ASGI)
    return 0


def secrets_of(variables: Sequence[str]) -> list[str]:
    """Values of environment variables that must be set; SystemExit names the one that is not."""
    for name in variables:
        if not os.environ.get(name):
            raise SystemExit(f"{name} is not set")
    return [os.environ[name] for name in variables]
