"""Serving a twin as a process: its port, its signals, and how it leaves."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server


def require_free(host: str, port: int) -> None:
    """Granian binds with SO_REUSEPORT and would silently share a taken port; a plain bind would not.

    OSError names the port when it cannot be had.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise OSError(f"port {port} on {host} cannot be used: {error.strerror}") from error


def serve(
    app: Any,
    host: str,
    port: int,
    *,
    interface: Interfaces = Interfaces.ASGINL,
    let_go: Callable[[], None] = lambda: None,
) -> None:
    """Serve ``app`` until SIGINT or SIGTERM; ``let_go`` runs first, to free calls kept waiting on purpose."""
    asyncio.run(_serve(app, host, port, interface, let_go))


async def _serve(app: Any, host: str, port: int, interface: Interfaces, let_go: Callable[[], None]) -> None:
    server = Server(app, address=host, port=port, interface=interface, websockets=False, log_level=LogLevels.warning)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        let_go()
        server.stop()  # type: ignore[no-untyped-call]

    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop)
    await server.serve()


def leave(code: int) -> NoReturn:
    """End the process without finalizing the interpreter.

    Threads of the server's runtime outlive it. Before Python 3.14, one that asks for the interpreter's lock while the
    interpreter is being finalized is ended by force inside foreign code, and that now and then aborts (SIGABRT) a
    process that had done everything right.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
