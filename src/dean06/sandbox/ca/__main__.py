"""Start the twin: ``python -m dean06.sandbox.ca --state DIRECTORY --url URL`` (see README.md)."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from dean06.sandbox.ca.app import create_app
from dean06.sandbox.ca.authority import LEAF_LIFE, Authority, Period
from dean06.sandbox.ca.keeping import Shelf
from dean06.sandbox.mailroom.process import secrets_of, serve
from dean06.sandbox.serving import leave

PORT = 8604
CREDENTIALS = "CA_TWIN_CREDENTIALS"


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="dean06.sandbox.ca", description="twin of a certificate authority")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--state", type=Path, required=True, help="directory of its keys and of what it issued")
    parser.add_argument("--url", default="", help="its address as it stands in certificates; keep it")
    parser.add_argument("--certify", type=Path, nargs="+", help="certify PKCS#10 requests (DER), print all and stop")
    parser.add_argument("--begins", type=datetime.fromisoformat, help="from when those certificates hold")
    given = parser.parse_args(argv)
    url = given.url or f"http://{given.host}:{given.port}"
    if given.certify:
        sys.stdout.write(_certified(Authority(Shelf(given.state), url), given.certify, given.begins))
        return 0
    (credentials,) = secrets_of([CREDENTIALS])
    authority = Authority(Shelf(given.state), url)
    return serve(lambda token: create_app(authority, credentials, token), given, admin_variable="CA_TWIN_ADMIN_TOKEN")


def _certified(authority: Authority, requests: Sequence[Path], begins: datetime | None) -> str:
    period = Period(begins=begins, ends=begins + LEAF_LIFE) if begins else None
    own = [authority.certify(x509.load_der_x509_csr(file.read_bytes()), period) for file in requests]
    chain = (*own, authority.issuing.certificate, authority.root.certificate)
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in chain)


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
