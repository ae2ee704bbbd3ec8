"""Start the twin: ``python -m dean06.sandbox.bank --people FILE [--notice-url URL]`` (see README.md)."""

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

from dean06.sandbox.bank.accounts import Books
from dean06.sandbox.bank.app import create_app
from dean06.sandbox.bank.faults import Faults
from dean06.sandbox.bank.notices import Notifier
from dean06.sandbox.bank.state import Bank, read_customers

ADMIN_VARIABLE = "BANK_TWIN_ADMIN_TOKEN"
TOKEN_VARIABLE = "BANK_TWIN_TOKEN"  # noqa: S105 - the name of a variable
SECRET_VARIABLE = "BANK_TWIN_NOTICE_SECRET"  # noqa: S105 - the name of a variable
USAGE_ERROR = 2


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dean06.sandbox.bank", description="twin of a bank")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8608)
    parser.add_argument("--people", type=Path, required=True, help="file of the invented people, who are its customers")
    parser.add_argument("--state", type=Path, help="directory of its books; without it they end with the process")
    parser.add_argument("--notice-url", default="", help="where notices of credits go; empty: nowhere")
    return parser.parse_args(argv)


def _bank(given: argparse.Namespace) -> Bank:
    if given.state:
        given.state.mkdir(parents=True, exist_ok=True)
    books, faults = Books(file=given.state / "entries.jsonl" if given.state else None), Faults()
    books.load()
    secret = os.environ.get(SECRET_VARIABLE, "") or secrets.token_urlsafe(32)
    return Bank(
        books=books,
        notifier=Notifier(url=given.notice_url, secret=secret, faults=faults),
        faults=faults,
        token=os.environ.get(TOKEN_VARIABLE, "") or secrets.token_urlsafe(32),
        admin_token=os.environ.get(ADMIN_VARIABLE, "") or secrets.token_urlsafe(32),
        customers=read_customers(given.people),
    )


def _require_free(host: str, port: int) -> None:
    """Granian binds with SO_REUSEPORT and would silently share a taken port; a plain bind would not."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


async def _serve(bank: Bank, host: str, port: int) -> None:
    server = Server(
        create_app(bank),
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
    try:
        bank = _bank(given)
        _require_free(given.host, given.port)
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    sys.stdout.write(f"Bank twin at http://{given.host}:{given.port}\n")
    sys.stdout.flush()
    asyncio.run(_serve(bank, given.host, given.port))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
