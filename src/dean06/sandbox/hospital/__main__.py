"""Start the twin: ``python -m dean06.sandbox.hospital --people FILE --state DIRECTORY --door URL`` (see README.md)."""

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from dean06.sandbox import serving
from dean06.sandbox.hospital.app import Hospital, create_app
from dean06.sandbox.hospital.documents import read_charts, read_people
from dean06.sandbox.hospital.door import Door
from dean06.sandbox.hospital.faults import Faults
from dean06.sandbox.hospital.signing import key_at

ADMIN_VARIABLE = "HOSPITAL_TWIN_ADMIN_TOKEN"
USAGE_ERROR = 2


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dean06.sandbox.hospital", description="twin of a hospital's system")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8612)
    parser.add_argument("--people", type=Path, required=True, help="file of the invented people, who are its patients")
    parser.add_argument("--state", type=Path, required=True, help="directory of its key")
    parser.add_argument("--door", required=True, help="the FHIR door it sends to and asks")
    parser.add_argument("--client-id", default="benh-vien-da-khoa", help="what the door knows it by")
    parser.add_argument("--make-key", action="store_true", help="make the key, unless it is there, and end")
    return parser.parse_args(argv)


def _hospital(given: argparse.Namespace) -> Hospital:
    door = Door(url=given.door.rstrip("/"), client_id=given.client_id, key=key_at(given.state), faults=Faults())
    return Hospital(door=door, charts=read_charts(), people=read_people(given.people))


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop; a usage error is one clear line on standard error."""
    given = _arguments(argv)
    try:
        hospital = _hospital(given)
        if given.make_key:
            return 0
        serving.require_free(given.host, given.port)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    sys.stdout.write(f"Hospital twin at http://{given.host}:{given.port}\n")
    sys.stdout.flush()
    admin_token = os.environ.get(ADMIN_VARIABLE, "") or secrets.token_urlsafe(32)
    serving.serve(create_app(hospital, admin_token=admin_token), given.host, given.port)
    return 0


if __name__ == "__main__":
    serving.leave(main(sys.argv[1:]))
