"""Start the twin: ``python -m dean06.sandbox.witness --state DIRECTORY --logs FILE`` (see README.md)."""

import argparse
import asyncio
import contextlib
import os
import secrets
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from dean06.sandbox.witness.app import create_app
from dean06.sandbox.witness.judge import Judge
from dean06.sandbox.witness.memory import InUse, Memory

ADMIN_VARIABLE = "WITNESS_TWIN_ADMIN_TOKEN"
NAME = "lam-chung.thu-nghiem.example"
USAGE_ERROR = 2


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dean06.sandbox.witness", description="twin of a witness of the audit log")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8602)
    parser.add_argument("--state", type=Path, required=True, help="directory of its key and of what it has signed")
    parser.add_argument("--logs", type=Path, help="file of the logs' public keys, one a line; read at every request")
    parser.add_argument("--name", default=NAME, help="name of its key")
    parser.add_argument("--admin-token", default="", help=f"better: {ADMIN_VARIABLE}; made up and printed if absent")
    parser.add_argument("--print-key", action="store_true", help="print the public key (made on first use) and stop")
    given = parser.parse_args(argv)
    if given.logs is None and not given.print_key:
        parser.error("--logs is needed")
    return given


def _require_free(host: str, port: int) -> None:
    """Granian binds with SO_REUSEPORT and would silently share a taken port; a plain bind would not."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


async def _serve(judge: Judge, token: str, host: str, port: int) -> None:
    server = Server(
        create_app(judge, token),
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
        log_level=LogLevels.warning,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, server.stop)
    await server.serve()


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop; a usage error is one clear line on standard error."""
    given = _arguments(argv)
    memory = Memory(given.state)
    judge = Judge(given.name, memory, given.logs)
    memory.publish(str(judge.public))
    if given.print_key:
        sys.stdout.write(f"{judge.public}\n")
        return 0
    try:
        memory.hold()
        _require_free(given.host, given.port)
    except (InUse, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    token = given.admin_token or os.environ.get(ADMIN_VARIABLE, "") or secrets.token_urlsafe(32)
    sys.stdout.write(
        f"Witness twin at http://{given.host}:{given.port}\n  key: {judge.public}\n"
        f"  fault switches: http://{given.host}:{given.port}/admin/faults   token: {token}\n"
    )
    sys.stdout.flush()
    asyncio.run(_serve(judge, token, given.host, given.port))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
