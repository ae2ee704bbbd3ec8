"""Start the twin: ``python -m dean06.sandbox.ca --state DIRECTORY --url URL`` (see README.md)."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dean06.sandbox.ca.app import create_app
from dean06.sandbox.ca.authority import Authority
from dean06.sandbox.ca.keeping import Shelf
from dean06.sandbox.mailroom.process import secrets_of, serve

PORT = 8604
CREDENTIALS = "CA_TWIN_CREDENTIALS"


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="dean06.sandbox.ca", description="twin of a certificate authority")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--state", type=Path, required=True, help="directory of its keys and of what it issued")
    parser.add_argument("--url", default="", help="its address as it stands in certificates; keep it")
    given = parser.parse_args(argv)
    (credentials,) = secrets_of([CREDENTIALS])
    authority = Authority(Shelf(given.state), given.url or f"http://{given.host}:{given.port}")
    return serve(lambda token: create_app(authority, credentials, token), given, admin_variable="CA_TWIN_ADMIN_TOKEN")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
