"""Start the twin: ``python -m dean06.sandbox.social_insurance --state DIRECTORY`` (see README.md)."""

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from dean06.sandbox import serving, signer
from dean06.sandbox.social_insurance.app import Insurance, create_app
from dean06.sandbox.social_insurance.books import Books
from dean06.sandbox.social_insurance.faults import Faults

TOKEN_VARIABLE = "INSURANCE_TWIN_TOKEN"  # noqa: S105 - the name of a variable
ADMIN_VARIABLE = "INSURANCE_TWIN_ADMIN_TOKEN"
USAGE_ERROR = 2


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dean06.sandbox.social_insurance", description="twin of social insurance")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8613)
    parser.add_argument("--state", type=Path, required=True, help="directory of its key")
    return parser.parse_args(argv)


def _insurance(given: argparse.Namespace) -> Insurance:
    books = Books()
    books.forget()
    return Insurance(
        books=books,
        faults=Faults(),
        key=signer.key_at(given.state, "insurance"),
        token=os.environ.get(TOKEN_VARIABLE, "") or secrets.token_urlsafe(32),
        admin_token=os.environ.get(ADMIN_VARIABLE, "") or secrets.token_urlsafe(32),
    )


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop; a usage error is one clear line on standard error."""
    given = _arguments(argv)
    try:
        insurance = _insurance(given)
        serving.require_free(given.host, given.port)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    sys.stdout.write(f"Social insurance twin at http://{given.host}:{given.port}\n")
    sys.stdout.flush()
    serving.serve(create_app(insurance), given.host, given.port)
    return 0


if __name__ == "__main__":
    serving.leave(main(sys.argv[1:]))
