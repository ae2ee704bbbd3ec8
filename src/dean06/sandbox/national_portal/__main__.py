"""Start the twin: ``python -m dean06.sandbox.national_portal --people FILE [--state DIRECTORY]`` (see README.md)."""

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from dean06.sandbox import serving
from dean06.sandbox.national_portal.app import create_app
from dean06.sandbox.national_portal.books import Books
from dean06.sandbox.national_portal.faults import Faults
from dean06.sandbox.national_portal.state import Portal, read_people

USER_VARIABLE = "PORTAL_TWIN_USER"
PASSWORD_VARIABLE = "PORTAL_TWIN_PASSWORD"  # noqa: S105 - the name of a variable
ADMIN_VARIABLE = "PORTAL_TWIN_ADMIN_TOKEN"
USAGE_ERROR = 2


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dean06.sandbox.national_portal", description="twin of the national public-service portal"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8609)
    parser.add_argument("--people", type=Path, required=True, help="file of the invented people, who file here")
    parser.add_argument("--state", type=Path, help="directory of its books; without it they end with the process")
    parser.add_argument("--agency", default="000.01.01.H27", help="code of the unit filings go to")
    return parser.parse_args(argv)


def _portal(given: argparse.Namespace) -> Portal:
    if given.state:
        given.state.mkdir(parents=True, exist_ok=True)
    books = Books(file=given.state / "portal.json" if given.state else None)
    books.load()
    return Portal(
        books=books,
        faults=Faults(),
        username=os.environ.get(USER_VARIABLE, "") or "dean06",
        password=os.environ.get(PASSWORD_VARIABLE, "") or secrets.token_urlsafe(32),
        admin_token=os.environ.get(ADMIN_VARIABLE, "") or secrets.token_urlsafe(32),
        agency=given.agency,
        people=read_people(given.people),
    )


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop; a usage error is one clear line on standard error."""
    given = _arguments(argv)
    try:
        portal = _portal(given)
        serving.require_free(given.host, given.port)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    sys.stdout.write(f"National portal twin at http://{given.host}:{given.port}\n")
    sys.stdout.flush()
    serving.serve(create_app(portal), given.host, given.port)
    return 0


if __name__ == "__main__":
    serving.leave(main(sys.argv[1:]))
