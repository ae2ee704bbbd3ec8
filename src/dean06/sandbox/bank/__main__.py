"""Start the twin: ``python -m dean06.sandbox.bank --people FILE [--notice-url URL]`` (see README.md)."""

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from dean06.sandbox import serving
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


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop; a usage error is one clear line on standard error."""
    given = _arguments(argv)
    try:
        bank = _bank(given)
        serving.require_free(given.host, given.port)
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    sys.stdout.write(f"Bank twin at http://{given.host}:{given.port}\n")
    sys.stdout.flush()
    serving.serve(create_app(bank), given.host, given.port)
    return 0


if __name__ == "__main__":
    serving.leave(main(sys.argv[1:]))
