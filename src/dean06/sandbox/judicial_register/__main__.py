"""Start the twin: ``python -m dean06.sandbox.judicial_register --state DIRECTORY`` (see README.md)."""

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from dean06.sandbox import serving, signer
from dean06.sandbox.judicial_register.app import Register, create_app
from dean06.sandbox.judicial_register.books import Books
from dean06.sandbox.judicial_register.faults import Faults

TOKEN_VARIABLE = "JUDICIAL_TWIN_TOKEN"  # noqa: S105 - the name of a variable
ADMIN_VARIABLE = "JUDICIAL_TWIN_ADMIN_TOKEN"
USAGE_ERROR = 2


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dean06.sandbox.judicial_register", description="twin of the register")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8611)
    parser.add_argument("--state", type=Path, required=True, help="directory of its key and its books")
    parser.add_argument("--delay", type=float, default=2.0, help="seconds a search takes; the law gives days")
    parser.add_argument("--bring-to", default="", help="where answers are brought; without it they are only asked for")
    return parser.parse_args(argv)


def _register(given: argparse.Namespace) -> Register:
    key = signer.key_at(given.state, "register")
    books = Books(file=given.state / "books.json")
    books.load()
    return Register(
        books=books,
        faults=Faults(),
        key=key,
        token=os.environ.get(TOKEN_VARIABLE, "") or secrets.token_urlsafe(32),
        admin_token=os.environ.get(ADMIN_VARIABLE, "") or secrets.token_urlsafe(32),
        delay_s=given.delay,
        bring_to=given.bring_to,
    )


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop; a usage error is one clear line on standard error."""
    given = _arguments(argv)
    try:
        register = _register(given)
        serving.require_free(given.host, given.port)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    sys.stdout.write(f"Judicial register twin at http://{given.host}:{given.port}\n")
    sys.stdout.flush()
    serving.serve(create_app(register), given.host, given.port)
    return 0


if __name__ == "__main__":
    serving.leave(main(sys.argv[1:]))
