"""Start the twin: ``python -m dean06.sandbox.witness --state DIRECTORY --logs FILE`` (see README.md)."""

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from dean06.sandbox import serving
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
        serving.require_free(given.host, given.port)
    except (InUse, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    token = given.admin_token or os.environ.get(ADMIN_VARIABLE, "") or secrets.token_urlsafe(32)
    sys.stdout.write(
        f"Witness twin at http://{given.host}:{given.port}\n  key: {judge.public}\n"
        f"  fault switches: http://{given.host}:{given.port}/admin/faults   token: {token}\n"
    )
    sys.stdout.flush()
    serving.serve(create_app(judge, token), given.host, given.port)
    return 0


if __name__ == "__main__":
    serving.leave(main(sys.argv[1:]))
